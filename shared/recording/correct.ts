import { actionsOf, type Outcome } from '../aws/table/outcomes.ts';
import type { Reference } from '../aws/table/references.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/deadline-changes.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { withdrawalId } from '../core/events/event-id.ts';
import { EVENT_WITHDRAWN } from '../core/events/kinds.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
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
import { type Correction, refusedToCorrect } from './correctable.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { takesFirstEdition } from './first-edition.ts';
import { planWith } from './plan-contract.ts';
import { changesProposals } from './propose.ts';
import { type Rejection, rejected, within } from './rejection.ts';
import { settle } from './settle.ts';
import { stamped, stampedAs } from './stamped.ts';
import { type NotLearned, taughtAgain, teachingOf, wakeTaught, writeTaught } from './teach.ts';
import { changeFacts, firstChanges, write } from './write.ts';

/** Most events that are withdrawn and recorded by the corrections of one transaction: all facts of a delivery, `MOST_FACTS`. */
export const MOST_CORRECTED = 48;

/** Who corrects, and why. `cause`: a person's correction, or what the mapping makes of the same message today. */
export interface Corrector {
  readonly by: string;
  readonly reason: string;
  readonly cause: 'correction' | 'mapping';
}

export interface CorrectRequest extends Corrector {
  readonly contract: string;
  readonly corrections: readonly Correction[];
  /** What becomes of the delivery that told of it, in the same transaction. */
  readonly outcome?: Outcome;
}

/** A correction as it came to be: the events as they stood and as they stand. */
export interface Corrected {
  readonly withdrawn: readonly ContractEvent[];
  readonly recorded: readonly ContractEvent[];
}

export type CorrectResult =
  | ({
      readonly outcome: 'corrected';
      readonly corrections: readonly Corrected[];
      readonly changes: readonly DeadlineChange[];
      readonly notLearned: readonly NotLearned[];
    } & Gaps)
  | {
      readonly outcome: 'duplicate';
      readonly corrections: readonly Corrected[];
      readonly notLearned: readonly NotLearned[];
    }
  | Rejection;

/**
 * Withdraws events and records others in their place, in one transaction and by one plan, as if these had been recorded in
 * the first place. The same corrections again are a duplicate.
 * @throws BusyContractError, or the table’s error; then nothing was recorded
 */
export function correctMany(dependencies: RecordingDependencies, request: CorrectRequest): Promise<CorrectResult> {
  return correctAsLoaded(dependencies, { ...request, correctionsFor: () => request.corrections });
}

/** `correctionsFor`: what to correct, depending on what is recorded when it is written. */
export async function correctAsLoaded(
  dependencies: RecordingDependencies,
  request: Omit<CorrectRequest, 'corrections'> & {
    readonly correctionsFor: (loaded: LoadedContract) => readonly Correction[] | Rejection;
  },
): Promise<CorrectResult> {
  const { result, unfinished, taught } = await untilSettled(dependencies, request.contract, async () => {
    const loaded = await dependencies.table.load(request.contract);
    if (!loaded) return done(unknownContract(request.contract));
    const asked = request.correctionsFor(loaded);
    if ('outcome' in asked) return done(asked);
    if (await takesFirstEdition(dependencies, loaded)) return CONFLICT;
    const corrections = asked.map((correction) => inEdition(dependencies, loaded, correction));
    return attempt(dependencies, loaded, { ...request, corrections });
  });
  if (unfinished) await settle(dependencies, request.contract);
  else await wakeTaught(dependencies, taught);
  return result;
}

/** What is recorded instead is counted with the edition of what it replaces. */
function inEdition(
  dependencies: RecordingDependencies,
  { events }: LoadedContract,
  { withdraw, record }: Correction,
): Correction {
  const replaced = events.filter(({ id }) => withdraw.includes(id));
  return { withdraw, record: record.map((event) => stampedAs(dependencies, event, replaced)) };
}

interface Attempt {
  readonly result: CorrectResult;
  readonly unfinished: boolean;
  readonly taught: readonly Reference[];
}

const done = (result: CorrectResult): Attempt => ({ result, unfinished: false, taught: [] });

async function attempt(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  request: CorrectRequest,
): Promise<Attempt | typeof CONFLICT> {
  const corrections = request.corrections.map((correction) => corrected(loaded, correction));
  if (isDone(loaded, request.corrections)) return repeated(dependencies, loaded, corrections);
  const events = eventsOf(dependencies, loaded, request);
  if ('outcome' in events) return done(events);
  const planned = planWith(dependencies, loaded, [...events.withdrawals, ...events.recorded]);
  if (planned.outcome === 'rejected') return done(within('event', planned));
  for (const event of events.recorded) {
    const refused = refusedByPlan(dependencies, planned, event);
    if (refused) return done(within('event', refused));
  }
  const written = [...events.withdrawals, ...events.recorded];
  const { outcome } = request;
  const learning = outcome?.learns?.map(({ reference }) => reference);
  const { isAwaited, notLearned, taught, ...teaching } = await teachingOf(dependencies, loaded, written, learning);
  const own = OWN_ACTIONS + written.length + teaching.teaches.length + teaching.forgets.length;
  const beside = own + (outcome ? actionsOf(outcome) : 0);
  const { taken, ...first } = firstChanges(planned.changes, beside);
  const unfinished = first.unfinished || isAwaited || changesProposals(dependencies, loaded, written, planned);
  const gaps = joined(events.recorded.map((event) => gapsOf(planned.plan, loaded, event)));
  const { ok } = await write(dependencies, loaded, {
    ...(outcome && { outcome }),
    ...teaching,
    events: written,
    deadlines: taken.map(({ after }) => after),
    unfinished,
    ...(unfinished && { taught }),
    notCounted: planned.plan.notCounted,
    evidence: [correctedEvidence(request, corrections, taken, gaps)],
  });
  if (!ok) return CONFLICT;
  const standing = withAllUncounted(gaps, planned.plan);
  const result = { outcome: 'corrected', corrections, changes: planned.changes, ...standing, notLearned } as const;
  return { result, unfinished, taught };
}

async function repeated(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  corrections: readonly Corrected[],
): Promise<Attempt | typeof CONFLICT> {
  const recorded = corrections.flatMap((one) => one.recorded);
  const again = await taughtAgain(dependencies, loaded, recorded);
  if (!(await writeTaught(dependencies, loaded, again))) return CONFLICT;
  const { notLearned, taught } = again;
  return { result: { outcome: 'duplicate', corrections, notLearned }, unfinished: false, taught };
}

/** Of the transaction: the head and an entry of evidence. */
const OWN_ACTIONS = 2;

function corrected({ events }: LoadedContract, { withdraw, record }: Correction): Corrected {
  const byId = new Map(events.map((event) => [event.id, event]));
  return {
    withdrawn: withdraw.flatMap((id) => byId.get(id) ?? []),
    recorded: record.map((event) => byId.get(event.id) ?? event),
  };
}

/** Whether every event to record is recorded, and none to withdraw still stands. */
function isDone({ events }: LoadedContract, corrections: readonly Correction[]): boolean {
  const standing = new Set(withoutWithdrawn(events).map(({ id }) => id));
  const known = (event: ContractEvent) => events.some((other) => other.id === event.id && sameFact(other, event));
  const withdrawn = (id: string) => events.some((event) => event.id === id) && !standing.has(id);
  return corrections.every(({ withdraw, record }) => withdraw.every(withdrawn) && record.every(known));
}

/** The events of a correction that are not recorded yet, or why they cannot be. */
function eventsOf(
  dependencies: RecordingDependencies,
  loaded: LoadedContract,
  { corrections, ...corrector }: CorrectRequest,
): { withdrawals: ContractEvent[]; recorded: ContractEvent[] } | Rejection {
  const size = corrections.reduce((sum, { withdraw, record }) => sum + withdraw.length + record.length, 0);
  if (size > MOST_CORRECTED) return tooMany(size);
  const refused = refusedToCorrect(loaded, corrections);
  if (refused) return refused;
  const known = new Set(loaded.events.map(({ id }) => id));
  const recorded = corrections.flatMap(({ record }) => record).filter(({ id }) => !known.has(id));
  for (const event of recorded) {
    const unfit = refusedUnplanned(dependencies, loaded, event);
    if (unfit) return within('event', unfit);
  }
  const now = dependencies.clock.now();
  const withdrawals = corrections.flatMap(({ withdraw, record }) =>
    withdraw.map((id, place) =>
      stamped(dependencies, withdrawalOf(loaded, id, record[place] ?? record.at(-1), corrector, now)),
    ),
  );
  return { withdrawals, recorded };
}

function tooMany(size: number): Rejection {
  return rejected('invalid', {
    field: 'event',
    value: size,
    detail: `At most ${MOST_CORRECTED} events are withdrawn and recorded at once. Correct them in several steps.`,
  });
}

function withdrawalOf(
  { events }: LoadedContract,
  id: string,
  correctedBy: ContractEvent | undefined,
  { by, reason, cause }: Corrector,
  now: string,
): ContractEvent {
  const times = events.filter(({ kind, data }) => kind === EVENT_WITHDRAWN && data.event === id).length;
  return {
    id: withdrawalId(id, times),
    kind: EVENT_WITHDRAWN,
    occurredAt: now,
    recordedAt: now,
    data: { event: id, cause, ...(correctedBy && { corrected: correctedBy.id }), by, reason },
  };
}

function joined(each: readonly Gaps[]): Gaps {
  return {
    notStarted: each.flatMap(({ notStarted }) => notStarted),
    notCounted: each.flatMap(({ notCounted }) => notCounted),
    notApplied: each.flatMap(({ notApplied }) => notApplied),
  };
}

function correctedEvidence(
  { by, reason, cause }: Corrector,
  corrections: readonly Corrected[],
  changes: readonly DeadlineChange[],
  { notStarted, notCounted, notApplied }: Gaps,
): EvidenceDraft {
  return {
    type: 'event.corrected',
    facts: {
      by,
      reason,
      cause,
      corrections,
      changes: changeFacts(changes),
      ...(notStarted.length > 0 && { notStarted }),
      ...(notCounted.length > 0 && { notCounted }),
      ...(notApplied.length > 0 && { notApplied }),
    },
  };
}
