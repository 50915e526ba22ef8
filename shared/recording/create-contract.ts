import { type ContractHead, HEAD_SHAPE } from '../aws/table/items.ts';
import { agreementOf } from '../core/agreement/agreement.ts';
import { pinContract } from '../core/agreement/pin-contract.ts';
import { namesIn } from '../core/agreement/statutes.ts';
import type { Day } from '../core/calendar/types.ts';
import { PROVIDER_FIELDS } from '../core/events/amendment.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import type { Contract, PinnedContract } from '../core/events/contract.ts';
import { appendEntries, genesis } from '../core/evidence/chain.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { referenceFaults, referencesToAdd, takenReference } from './references.ts';
import { type Rejection, rejected } from './rejection.ts';
import { settle } from './settle.ts';

export type CreateResult = { readonly outcome: 'created' | 'exists'; readonly contract: PinnedContract } | Rejection;

/**
 * Creates a contract, pinned to a version of its terms, and records every event that was parked for it. The same
 * contract again is no error; another contract under the same id, or with a reference that is taken, is refused. A
 * customer's reference is shared by the customer's contracts. `origin`: who says what the customer's name and address are;
 * a provider may change later what a provider said.
 * @throws BusyContractError
 */
export async function createContract(
  dependencies: RecordingDependencies,
  submitted: Contract,
  origin: 'person' | 'provider' = 'person',
): Promise<CreateResult> {
  const pinned = pin(dependencies, submitted);
  if (pinned.outcome === 'rejected') return pinned;
  const { contract } = pinned;
  const result = await untilSettled(contract.id, () => attemptToCreate(dependencies, contract, submitted, origin));
  if (result.outcome !== 'rejected') await settle(dependencies, contract.id);
  return result;
}

function pin(
  { catalog, holidays, clock }: RecordingDependencies,
  submitted: Contract,
): { outcome: 'pinned'; contract: PinnedContract } | Rejection {
  const pinned = pinContract(submitted, catalog, holidays);
  const faults = [...('faults' in pinned ? pinned.faults : []), ...referenceFaults(submitted.references ?? {})];
  if (faults.length > 0 || 'faults' in pinned) return rejected('invalid', ...faults);
  const { contract } = pinned;
  const today = agreementOf({ contract, catalog, holidays }).dayOf(clock.now());
  return { outcome: 'pinned', contract: { ...contract, ...trackedSince(contract, today) } };
}

/** A contract that started in the past is tracked from today, so that no notices go out about its past cycles. */
function trackedSince({ startsOn, trackedFrom }: Contract, today: Day): { trackedFrom?: Day } {
  return trackedFrom === undefined && startsOn !== undefined && startsOn < today ? { trackedFrom: today } : {};
}

async function attemptToCreate(
  { table, clock }: RecordingDependencies,
  contract: PinnedContract,
  submitted: Contract,
  origin: 'person' | 'provider',
): Promise<CreateResult | typeof CONFLICT> {
  const stored = (await table.load(contract.id))?.head;
  if (stored) return compare(stored.contract, asRecordedBefore(stored, contract, submitted));
  const references = await referencesToAdd(table, contract);
  if ('outcome' in references) return references;
  const now = clock.now();
  const providerSet = origin === 'provider' ? { providerSet: [...PROVIDER_FIELDS] } : {};
  const created: EvidenceDraft = { type: 'contract.created', facts: { contract } };
  const { head: chain, entries } = appendEntries(genesis(contract.id), contract.id, now, [created]);
  const written = await table.commit({
    head: { shape: HEAD_SHAPE, contract, revision: 1, chain, createdAt: now, settleAt: now, ...providerSet },
    expected: undefined,
    now,
    evidence: entries,
    references,
  });
  if (written.ok) return { outcome: 'created', contract };
  if (written.reason === 'exists' && written.what === 'reference') return takenReference(written.key);
  return CONFLICT;
}

/**
 * The submitted contract with the defaults that were filled in at its creation (version, `trackedFrom`), for
 * comparison.
 */
function asRecordedBefore(
  { contract: stored, shape }: ContractHead,
  contract: PinnedContract,
  submitted: Contract,
): PinnedContract {
  const { trackedFrom: _today, ...given } = contract;
  const from = submitted.trackedFrom ?? stored.trackedFrom;
  // A head without a shape does not tell which versions of statutes the sender wrote.
  const statutes = shape === undefined ? namesIn(given.statutes) : given.statutes;
  return {
    ...given,
    ...(submitted.version === undefined && { version: stored.version }),
    ...(submitted.revision === undefined && { revision: stored.revision }),
    ...(from !== undefined && { trackedFrom: from }),
    ...(statutes && { statutes: [...statutes] }),
  };
}

function compare(stored: PinnedContract, contract: PinnedContract): CreateResult {
  const fields = [...new Set([...Object.keys(stored), ...Object.keys(contract)])] as (keyof PinnedContract)[];
  const differing = fields.filter(
    (field) => canonicalJson(stored[field] ?? null) !== canonicalJson(contract[field] ?? null),
  );
  if (differing.length === 0) return { outcome: 'exists', contract: stored };
  return rejected(
    'conflict',
    ...differing.map((field) => ({
      field,
      detail: `Contract ${contract.id} already exists with another ${field}. Use another id, or send the contract as it was.`,
    })),
  );
}
