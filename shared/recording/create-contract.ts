import { type ContractHead, HEAD_SHAPE } from '../aws/table/items.ts';
import type { ContractTable } from '../aws/table/table.ts';
import { agreementOf } from '../core/agreement/agreement.ts';
import { pinContract } from '../core/agreement/pin-contract.ts';
import { namesIn } from '../core/agreement/statutes.ts';
import { newestEdition } from '../core/calendar/editions.ts';
import type { Day } from '../core/calendar/types.ts';
import type { ProviderField } from '../core/events/amendment.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import { type Contract, type PinnedContract, pinnedContractSchema } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { appendEntries, genesis } from '../core/evidence/chain.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { refusedContract } from './acceptance.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { planWith } from './plan-contract.ts';
import { referenceFaults, referencesToAdd, takenReference, tooManyReferences } from './references.ts';
import { type Rejection, rejected } from './rejection.ts';
import { settle } from './settle.ts';

export type CreateResult = { readonly outcome: 'created' | 'exists'; readonly contract: PinnedContract } | Rejection;

/** What a contract comes from, other than a person. */
export interface Origin {
  /** What a provider says of the customer, and may change later. */
  readonly providerSet?: readonly ProviderField[];
  /** Events that are to be recorded next. A contract under which they cannot be counted is refused. */
  readonly taking?: readonly ContractEvent[];
}

/**
 * Creates a contract, pinned to a version of its terms, and records every event that was parked for it. The same
 * contract again is no error, also after it was amended; another contract under the same id, or with a reference that is taken, is refused. A
 * customer's reference is shared by the customer's contracts.
 * @throws BusyContractError
 */
export async function createContract(
  dependencies: RecordingDependencies,
  submitted: Contract,
  origin: Origin = {},
): Promise<CreateResult> {
  const pinned = pin(dependencies, submitted);
  if (pinned.outcome === 'rejected') return pinned;
  const { contract } = pinned;
  // Whether this is the first contract of the stage can be told only before it is written.
  await dependencies.table.sending.begin(dependencies.clock.now());
  const result = await untilSettled(dependencies, contract.id, () =>
    attemptToCreate(dependencies, contract, { ...origin, submitted }),
  );
  if (result.outcome !== 'rejected') await settle(dependencies, contract.id);
  return result;
}

function pin(
  { catalog, holidays, clock }: RecordingDependencies,
  submitted: Contract,
): { outcome: 'pinned'; contract: PinnedContract } | Rejection {
  const pinned = pinContract(submitted, catalog, holidays);
  const faults = [
    ...('faults' in pinned ? pinned.faults : []),
    ...referenceFaults(submitted.references ?? {}),
    ...tooManyReferences(submitted),
  ];
  if (faults.length > 0 || 'faults' in pinned) return rejected('invalid', ...faults);
  const { contract } = pinned;
  const today = agreementOf({ contract, catalog, holidays }).dayOf(clock.now());
  const edition = newestEdition(holidays);
  return {
    outcome: 'pinned',
    contract: { ...contract, ...trackedSince(contract, today), ...(edition !== undefined && { edition }) },
  };
}

/** A contract that started in the past is tracked from today, so that no notices go out about its past cycles. */
function trackedSince({ startsOn, trackedFrom }: Contract, today: Day): { trackedFrom?: Day } {
  return trackedFrom === undefined && startsOn !== undefined && startsOn < today ? { trackedFrom: today } : {};
}

interface Creating extends Origin {
  readonly submitted: Contract;
}

async function attemptToCreate(
  dependencies: RecordingDependencies,
  contract: PinnedContract,
  { submitted, providerSet, taking = [] }: Creating,
): Promise<CreateResult | typeof CONFLICT> {
  const { table, clock } = dependencies;
  const stored = (await table.load(contract.id))?.head;
  if (stored) return again(table, stored, { contract, submitted });
  const references = await referencesToAdd(table, contract);
  if ('outcome' in references) return references;
  const now = clock.now();
  const created: EvidenceDraft = { type: 'contract.created', facts: { contract } };
  const { head: chain, entries } = appendEntries(genesis(contract.id), contract.id, now, [created]);
  const head: ContractHead = {
    ...{ shape: HEAD_SHAPE, contract, revision: 1, chain, createdAt: now, settleAt: now },
    ...(providerSet && { providerSet: [...providerSet] }),
  };
  const planned = planWith(dependencies, { head, deadlines: [], events: [] }, taking);
  if (planned.outcome === 'rejected') return taking.length > 0 ? planned : ofStart(planned, contract);
  const refused = refusedContract(planned.plan, contract);
  if (refused) return refused;
  const written = await table.commit({
    head,
    expected: undefined,
    now,
    evidence: entries,
    references,
  });
  if (written.ok) return { outcome: 'created', contract };
  if (written.reason !== 'exists' || written.what !== 'reference') return CONFLICT;
  return (await takenReference(table, written.key)) ?? CONFLICT;
}

/** A contract without events is counted from its start alone. */
function ofStart({ code, faults }: Rejection, { startsOn }: PinnedContract): Rejection {
  return rejected(code, ...faults.map(({ detail }) => ({ field: 'startsOn', value: startsOn, detail })));
}

/** The same contract sent again: as it stands or, since it may have been amended meanwhile, as it was created. */
async function again(table: ContractTable, stored: ContractHead, { contract, submitted }: Sent): Promise<CreateResult> {
  const asItStands = compare(stored.contract, asRecordedBefore(stored, contract, submitted));
  if (asItStands.outcome === 'exists') return asItStands;
  const created = await asCreated(table, contract.id);
  if (!created) return asItStands;
  const asItWas = compare(created, asRecordedBefore({ ...stored, contract: created }, contract, submitted));
  return asItWas.outcome === 'exists' ? { outcome: 'exists', contract: stored.contract } : asItStands;
}

interface Sent {
  readonly contract: PinnedContract;
  readonly submitted: Contract;
}

/** A contract as its first evidence has it. */
async function asCreated(table: ContractTable, contract: string): Promise<PinnedContract | undefined> {
  for await (const { facts } of table.evidenceBetween(contract, { first: 1, last: 1, pageSize: 1 }))
    return pinnedContractSchema.safeParse(facts.contract).data;
  return undefined;
}

/**
 * The submitted contract with what was filled in at its creation (version, revisions, `trackedFrom`, edition), for comparison.
 */
function asRecordedBefore(
  { contract: stored, shape }: Pick<ContractHead, 'contract' | 'shape'>,
  contract: PinnedContract,
  submitted: Contract,
): PinnedContract {
  const { trackedFrom: _today, edition: _newest, statuteRevisions: _read, ...given } = contract;
  const from = submitted.trackedFrom ?? stored.trackedFrom;
  // A head without a shape does not tell which versions of statutes the sender wrote.
  const statutes = shape === undefined ? namesIn(given.statutes) : given.statutes;
  return {
    ...given,
    ...(submitted.version === undefined && { version: stored.version }),
    ...(submitted.revision === undefined && { revision: stored.revision }),
    ...(from !== undefined && { trackedFrom: from }),
    ...(stored.edition !== undefined && { edition: stored.edition }),
    ...(stored.statuteRevisions && { statuteRevisions: stored.statuteRevisions }),
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
