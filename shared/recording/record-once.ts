import { actionsOf, type Outcome } from '../aws/table/outcomes.ts';
import type { Reference } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import type { NotApplied, NotCounted, NotStarted } from '../core/deadlines/plan.ts';
import { canonicalJson } from '../core/events/canonical.ts';
import type { ContractEvent } from '../core/events/event.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { decidedBy } from '../core/words/changes.ts';
import {
  type Gaps,
  gapsOf,
  refusedByPlan,
  refusedUnplanned,
  sameFact,
  unknownContract,
  withAllUncounted,
} from './acceptance.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { takesFirstEdition } from './first-edition.ts';
import { tooLong } from './limits.ts';
import { planWith } from './plan-contract.ts';
import { changesProposals } from './propose.ts';
import { hasReference } from './references.ts';
import { ReferenceMovedError, type Rejection, rejected } from './rejection.ts';
import { stamped } from './stamped.ts';
import { type NotLearned, taughtAgain, teachingOf, writeTaught } from './teach.ts';
import { changeFacts, firstChanges, write } from './write.ts';

export interface RecordRequest {
  readonly contract: string;
  readonly event: ContractEvent;
  /** The reference by which the contract was found. If it is the contract's no longer, nothing is recorded. */
  readonly foundBy?: Reference;
  /** What becomes of the delivery that told of it, in the same transaction. */
  readonly outcome?: Outcome;
  /** Further facts in the event's own entry of evidence. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Further evidence of how the event came in. */
  readonly evidence?: readonly EvidenceDraft[];
}

/** `eventFor`: what to record, depending on the contract as it is when it is written; or why nothing is. */
export type RecordAsLoaded = Omit<RecordRequest, 'event' | 'beside'> & {
  readonly eventFor: (
    loaded: LoadedContract,
  ) => Promise<Pick<RecordRequest, 'event' | 'beside'> | Exclude<RecordResult, { outcome: 'recorded' }>>;
};

export type RecordResult =
  | {
      readonly outcome: 'recorded';
      readonly event: ContractEvent;
      readonly changes: readonly DeadlineChange[];
      readonly notStarted: readonly NotStarted[];
      /** Of the contract, also those that earlier events brought about. */
      readonly notCounted: readonly NotCounted[];
      readonly notApplied: readonly NotApplied[];
      readonly notLearned: readonly NotLearned[];
    }
  | { readonly outcome: 'duplicate'; readonly event: ContractEvent; readonly notLearned: readonly NotLearned[] }
  | Rejection;

export interface Recorded {
  readonly result: RecordResult;
  /** True if more deadlines changed than fit into the transaction, or webhooks are to be woken; `settle` does the rest. */
  readonly unfinished: boolean;
  /** The payments and invoices that a person's event teaches. If nothing is unfinished, `wakeTaught` has what waits under them worked on. */
  readonly taught: readonly Reference[];
}

/**
 * Records one event in one transaction, with as many changes of deadlines as fit into it. If an event with this id is
 * recorded, the same content is a duplicate and other content is refused.
 * @throws BusyContractError, DeliveryMovedError, ReferenceMovedError, or the table’s error; then nothing was recorded
 */
export function recordOnce(dependencies: RecordingDependencies, request: RecordRequest): Promise<Recorded> {
  return recordOnceAsLoaded(dependencies, asGiven(request));
}

/** A request whose event does not depend on the contract. */
export function asGiven({ event, beside, ...request }: RecordRequest): RecordAsLoaded {
  return { ...request, eventFor: async () => ({ event, ...(beside && { beside }) }) };
}

/** As `recordOnce`, with an event that depends on the contract. */
export function recordOnceAsLoaded(dependencies: RecordingDependencies, request: RecordAsLoaded): Promise<Recorded> {
  return untilSettled(dependencies, request.contract, () => attemptToRecord(dependencies, request));
}

/** Of the transaction: the head, the event and its evidence. */
const OWN_ACTIONS = 3;

const done = (result: RecordResult): Recorded => ({ result, unfinished: false, taught: [] });

async function attemptToRecord(
  dependencies: RecordingDependencies,
  { contract, eventFor, foundBy, outcome, evidence = [] }: RecordAsLoaded,
): Promise<Recorded | typeof CONFLICT> {
  const loaded = await dependencies.table.load(contract);
  if (!loaded) return done(unknownContract(contract));
  const told = await eventFor(loaded);
  if ('outcome' in told) return done(told);
  const event = stamped(dependencies, told.event);
  if (foundBy && !hasReference(loaded.head.contract, foundBy))
    throw new ReferenceMovedError(contract, foundBy.reference);
  const known = loaded.events.find(({ id }) => id === event.id);
  if (known) return sameFact(known, event) ? repeated(dependencies, loaded, known) : done(conflicting(known, event));
  const refusedAtOnce = tooLong(loaded, event) ?? refusedUnplanned(dependencies, loaded, event);
  if (refusedAtOnce) return done(refusedAtOnce);
  if (await takesFirstEdition(dependencies, loaded)) return CONFLICT;
  const planned = planWith(dependencies, loaded, [event]);
  if (planned.outcome === 'rejected') return done(planned);
  const refused = refusedByPlan(dependencies, planned, event);
  if (refused) return done(refused);
  const { teaches, forgets, notLearned, taught, isAwaited } = await teachingOf(dependencies, loaded, [event]);
  const { taken, ...first } = firstChanges(
    planned.changes,
    OWN_ACTIONS + evidence.length + teaches.length + forgets.length + (outcome ? actionsOf(outcome) : 0),
  );
  const unfinished = first.unfinished || isAwaited || changesProposals(dependencies, loaded, [event], planned);
  const gaps = gapsOf(planned.plan, loaded, event);
  const written = await write(dependencies, loaded, {
    events: [event],
    deadlines: taken.map(({ after }) => after),
    ...(outcome && { outcome }),
    teaches,
    forgets,
    unfinished,
    ...(unfinished && { taught }),
    notCounted: planned.plan.notCounted,
    evidence: [recordedEvidence(event, taken, gaps, told.beside), ...evidence],
  });
  if (!written.ok) return CONFLICT;
  const standing = { ...withAllUncounted(gaps, planned.plan), notLearned };
  return { result: { outcome: 'recorded', event, changes: planned.changes, ...standing }, unfinished, taught };
}

/** An event that is recorded already. What it could not teach, since it led elsewhere, it may teach by now. */
async function repeated(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  event: ContractEvent,
): Promise<Recorded | typeof CONFLICT> {
  const again = await taughtAgain(dependencies, loaded, [event]);
  if (!(await writeTaught(dependencies, loaded, again))) return CONFLICT;
  const { notLearned, taught } = again;
  return { result: { outcome: 'duplicate', event, notLearned }, unfinished: false, taught };
}

function recordedEvidence(
  event: ContractEvent,
  changes: readonly DeadlineChange[],
  { notStarted, notCounted, notApplied }: Gaps,
  beside: RecordRequest['beside'],
): EvidenceDraft {
  return {
    type: 'event.recorded',
    facts: {
      ...beside,
      event,
      changes: changeFacts(changes, decidedBy(event)),
      ...(notStarted.length > 0 && { notStarted }),
      ...(notCounted.length > 0 && { notCounted }),
      ...(notApplied.length > 0 && { notApplied }),
    },
  };
}

function conflicting(known: ContractEvent, event: ContractEvent): Rejection {
  const field = (['kind', 'occurredAt', 'data'] as const).find(
    (key) => canonicalJson(known[key]) !== canonicalJson(event[key]),
  );
  return rejected('conflict', {
    field: 'id',
    value: event.id,
    detail: `Event ${event.id} is already recorded with another ${field}. Events never change; record a further event under a new id.`,
  });
}
