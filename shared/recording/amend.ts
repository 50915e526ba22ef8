import type { ContractHead } from '../aws/table/items.ts';
import type { Reference } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import { type Change, CONTRACT_AMENDED, type RecordedChange } from '../core/events/amendment.ts';
import type { PinnedContract } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import type { EvidenceFacts } from '../core/evidence/facts.ts';
import { prepareAddressLetter } from '../sending/prepare-address-letter.ts';
import { noticeFacts } from '../sending/prepared-notice.ts';
import { type Gaps, ofEvent, unknownContract, withAllUncounted } from './acceptance.ts';
import { type AmendedCustomer, amendedCustomer } from './amended-customer.ts';
import {
  type AmendedReferences,
  afterwards,
  amendedReferences,
  faultsOfReferences,
  listed,
} from './amended-references.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { AmendingDependencies } from './dependencies.ts';
import { takesFirstEdition } from './first-edition.ts';
import { planWith } from './plan-contract.ts';
import { changesProposals } from './propose.ts';
import { type Rejection, rejected } from './rejection.ts';
import { settle } from './settle.ts';
import { stamped } from './stamped.ts';
import { changeFacts, commitOf, firstChanges } from './write.ts';

export interface AmendRequest {
  readonly contract: string;
  readonly change: Change;
  readonly by: string;
  readonly reason: string;
  /** The provider's message that brought the change; a person's change has none. */
  readonly source?: ContractEvent['source'];
  /** Say what would change, and store nothing. */
  readonly dryRun?: boolean;
}

export type AmendResult =
  | {
      readonly outcome: 'amended' | 'unchanged';
      readonly contract: PinnedContract;
      /** Absent if nothing changed. */
      readonly event?: ContractEvent;
      readonly changes: readonly DeadlineChange[];
      readonly gaps: Gaps;
      /** Fields that the provider would have changed, but a person had set. */
      readonly kept: readonly string[];
    }
  | Rejection;

/**
 * Amends a contract's customer and references: one event, and the head as it is from now on, in one transaction; with
 * `moveFrom`, the other contract's as well. What was recorded stays where it is. Events that waited under an added reference
 * are recorded then. A letter to an address that is replaced is stored in the same transaction, and the next sweep has it sent.
 * The same change again changes nothing.
 * @throws BusyContractError, or the table’s error; then nothing was recorded
 */
export function amend(dependencies: AmendingDependencies, { change, ...request }: AmendRequest): Promise<AmendResult> {
  return amendAsLoaded(dependencies, { ...request, changeFor: async () => change });
}

/** `changeFor`: what to change, depending on the contract as it is when the change is written; an empty change changes nothing. */
export async function amendAsLoaded(
  dependencies: AmendingDependencies,
  request: Omit<AmendRequest, 'change'> & { readonly changeFor: (loaded: LoadedContract) => Promise<Change> },
): Promise<AmendResult> {
  const { contract, dryRun = false } = request;
  const { result, unsettled } = await untilSettled(dependencies, contract, async () => {
    const loaded = await dependencies.table.load(contract);
    if (!loaded) return done(unknownContract(contract));
    if (!dryRun && (await takesFirstEdition(dependencies, loaded))) return CONFLICT;
    return attempt(dependencies, loaded, { ...request, change: await request.changeFor(loaded) });
  });
  if (!dryRun) for (const id of unsettled) await settle(dependencies, id);
  return result;
}

interface Attempt {
  readonly result: AmendResult;
  readonly unsettled: readonly string[];
}

const done = (result: AmendResult): Attempt => ({ result, unsettled: [] });

async function attempt(
  dependencies: AmendingDependencies,
  loaded: LoadedContract,
  request: AmendRequest,
): Promise<Attempt | typeof CONFLICT> {
  const { table } = dependencies;
  const { change, source, dryRun } = request;
  const refused = faultsOfReferences(request.contract, change.references ?? {});
  if (refused) return done(refused);
  const customer = amendedCustomer(loaded.head, change.customer ?? {}, source ? 'provider' : 'person');
  const references = await amendedReferences(table, loaded.head.contract, change.references ?? {});
  if ('outcome' in references) return done(references);
  const { kept } = customer;
  if (!customer.change && references.added.length + references.removed.length === 0) {
    const { contract, notCounted = [] } = loaded.head;
    const gaps = { notStarted: [], notCounted, notApplied: [] };
    return done({ outcome: 'unchanged', contract, changes: [], gaps, kept });
  }
  const own = await ownHalf(dependencies, loaded, { request, customer, references });
  if ('outcome' in own) return done(own);
  const giver = await givingHalf(dependencies, request, references);
  if (giver === CONFLICT) return CONFLICT;
  if (giver && 'outcome' in giver) return done(giver);
  const contract = own.writing.amended.contract;
  const result = {
    outcome: 'amended',
    contract,
    event: own.event,
    changes: own.changes,
    gaps: own.gaps,
    kept,
  } as const;
  if (dryRun) return done(result);
  const commit = commitOf(dependencies, loaded, own.writing);
  const written = await table.commit(commit, ...(giver ? [commitOf(dependencies, giver.loaded, giver.writing)] : []));
  if (!written.ok) return CONFLICT;
  const unsettled = [own.writing, ...(giver ? [giver.writing] : [])].filter(({ unfinished }) => unfinished);
  return { result, unsettled: unsettled.map(({ amended }) => amended.contract.id) };
}

interface OwnHalf {
  readonly request: AmendRequest;
  readonly customer: Pick<AmendedCustomer, 'customer' | 'change' | 'fields' | 'providerSet'>;
  readonly references: AmendedReferences;
}

/** What is written to the contract itself. References that were added may have events waiting under them. */
function ownHalf(dependencies: AmendingDependencies, loaded: LoadedContract, half: OwnHalf) {
  const { request, customer, references } = half;
  const { add, remove } = { add: listed(references.added), remove: listed(references.removed) };
  const moveFrom = add && request.change.references?.moveFrom;
  const change: RecordedChange = {
    ...(customer.change && { customer: customer.change }),
    ...((add || remove) && {
      references: { ...(add && { add }), ...(remove && { remove }), ...(moveFrom && { moveFrom }) },
    }),
  };
  const { head } = loaded;
  return halfOf(dependencies, loaded, {
    request,
    change,
    amended: {
      contract: withReferences({ ...head.contract, customer: customer.customer }, references.references),
      ...(head.providerSet && { providerSet: [...customer.providerSet] }),
    },
    fields: customer.fields,
    stored: references.stored,
    told: [...references.added.map(toldAs('added', moveFrom)), ...references.removed.map(toldAs('removed', undefined))],
    waiting: references.added.length > 0,
  });
}

/** What is written to the contract that gives references away; undefined if there is none. */
async function givingHalf(dependencies: AmendingDependencies, request: AmendRequest, { added }: AmendedReferences) {
  const moveFrom = request.change.references?.moveFrom;
  if (moveFrom === undefined || added.length === 0) return undefined;
  const loaded = await dependencies.table.load(moveFrom);
  if (!loaded) return noGiver(moveFrom);
  if (!request.dryRun && (await takesFirstEdition(dependencies, loaded))) return CONFLICT;
  const { contract, providerSet } = loaded.head;
  const remove = listed(added);
  const planned = await halfOf(dependencies, loaded, {
    request,
    change: { references: { ...(remove && { remove }), moveTo: request.contract } },
    amended: {
      contract: withReferences(contract, afterwards(contract.references ?? {}, [], added)),
      ...(providerSet && { providerSet }),
    },
    fields: [],
    stored: [],
    told: added.map(toldAs('removed', request.contract)),
    waiting: false,
  });
  return 'outcome' in planned ? planned : { ...planned, loaded };
}

function noGiver(moveFrom: string): Rejection {
  return rejected('invalid', {
    field: 'change.references.moveFrom',
    value: moveFrom,
    detail: `There is no contract ${moveFrom}. Name the one to take the references from.`,
  });
}

interface Planning {
  readonly request: Pick<AmendRequest, 'by' | 'reason' | 'source'>;
  readonly change: RecordedChange;
  readonly amended: Pick<ContractHead, 'contract' | 'providerSet'>;
  readonly fields: AmendedCustomer['fields'];
  readonly stored: AmendedReferences['stored'];
  readonly told: EvidenceFacts<'contract.amended'>['references'];
  /** Whether events may wait for the contract from now on. */
  readonly waiting: boolean;
}

/** Actions of one contract's half of the transaction besides its deadlines. */
const BESIDE = 88;

/** For one contract: the event, the deadlines that change with it, the letter to an address that is replaced, the evidence. */
async function halfOf(dependencies: AmendingDependencies, loaded: LoadedContract, planning: Planning) {
  const { request, change, amended, fields, told: references, waiting } = planning;
  const { by, reason, source } = request;
  const now = dependencies.clock.now();
  const event = stamped(dependencies, {
    id: `amended~${loaded.head.revision}`,
    kind: CONTRACT_AMENDED,
    occurredAt: now,
    recordedAt: now,
    data: { change, by, reason },
    ...(source && { source }),
  });
  const head = { ...loaded.head, ...amended };
  const planned = planWith(dependencies, { ...loaded, head }, [event]);
  if (planned.outcome === 'rejected') return planned;
  const { taken, ...first } = firstChanges(planned.changes, BESIDE);
  const unfinished = first.unfinished || changesProposals(dependencies, loaded, [event], planned);
  const letter = await prepareAddressLetter(
    { agreement: planned.plan.agreement, fromAddress: dependencies.fromAddress, now },
    { before: loaded.head.contract, after: amended.contract, event },
  );
  return {
    event,
    changes: planned.changes,
    gaps: withAllUncounted(ofEvent(planned.plan, event), planned.plan),
    writing: {
      amended,
      events: [event],
      deadlines: taken.map(({ after }) => after),
      references: planning.stored,
      newNotices: letter ? [letter] : [],
      unfinished: unfinished || waiting,
      evidence: [
        {
          type: 'contract.amended',
          facts: {
            by,
            reason,
            event,
            fields,
            references,
            changes: changeFacts(taken),
            ...(letter && { notices: [noticeFacts(letter)] }),
          },
        },
      ],
    },
  } as const;
}

function toldAs(change: 'added' | 'removed', contract: string | undefined) {
  return ({ reference }: Reference) => ({ reference, change, ...(contract !== undefined && { contract }) });
}

function withReferences(
  contract: PinnedContract,
  references: NonNullable<PinnedContract['references']>,
): PinnedContract {
  const { references: _before, ...rest } = contract;
  return { ...rest, ...(Object.keys(references).length > 0 && { references }) };
}
