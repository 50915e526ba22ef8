import type { InstantText } from '../calendar/types.ts';
import { readByEach } from '../calendar/zone.ts';
import type { Deadline } from './deadline.ts';
import { decidingDifferences } from './deciding.ts';
import { isNeverOver, missedBy } from './missed.ts';
import type { Plan } from './plan.ts';
import {
  AT_ITS_OWN_TIME,
  CALLED_OFF,
  firedRuns,
  isOff,
  type MissedStep,
  MOST_EARLIER_RUNS,
  MOST_MISSED,
  type Progress,
  progressOf,
  type SendingTime,
  type StoredDeadline,
  withoutProgress,
  withProgress,
} from './progress.ts';

export type ChangeKind =
  | 'opened'
  | 'moved'
  | 'met'
  | 'lapsed'
  | 'paused'
  | 'superseded'
  | 'cancelled'
  | 'reopened'
  /** A deciding field other than the state and the last instant has changed. */
  | 'restated';

/** One difference between a stored deadline and the planned one. */
export interface DeadlineChange {
  readonly change: ChangeKind;
  readonly before?: StoredDeadline;
  readonly after: StoredDeadline;
}

/** What is known of the plan beside its deadlines. */
export interface PlanFacts {
  /** When the contract has ended by the plan. */
  readonly endedAt?: InstantText | undefined;
  /** The ends of the occurrences that were over when their deadline started again, by its id; none if absent. */
  readonly formerEnds?: Plan['formerEnds'];
  /** Since when the facts are recorded that are planned with; since `now` if absent. A step that was over before is missed. */
  readonly known?: InstantText;
  /** When the letters of each deadline's next rung go out; at its own time if absent. */
  readonly sendingTime?: SendingTime;
}

/**
 * The changes that bring the stored deadlines in line with the planned ones. New runs start at `now`. A deadline that
 * differs only in its words is left as it is stored; `inWordsOf` gives it the words of the plan when it is read.
 */
export function compareDeadlines(
  stored: readonly StoredDeadline[],
  planned: readonly Deadline[],
  now: InstantText,
  { endedAt, formerEnds = new Map(), known = now, sendingTime = AT_ITS_OWN_TIME }: PlanFacts = {},
): DeadlineChange[] {
  const at: Moment = { now, known, endedAt, formerEnds, sendingTime };
  const before = new Map(stored.map((deadline) => [deadline.id, deadline]));
  const kept = new Set(planned.map(({ id }) => id));
  const gone = stored.filter(({ id }) => !kept.has(id));
  return [
    ...planned.flatMap((deadline) => changeOf(before.get(deadline.id), deadline, at) ?? []),
    ...gone.flatMap((deadline) => changeOf(deadline, superseded(deadline), at) ?? []),
  ];
}

/**
 * The stored deadlines with the explanations of the plan; a deadline whose deciding fields differ from the plan is left as
 * it is stored. The plan's explanations also mention events that changed no deciding field.
 */
export function inWordsOf(planned: readonly Deadline[], stored: readonly StoredDeadline[]): StoredDeadline[] {
  const byId = new Map(planned.map((deadline) => [deadline.id, deadline]));
  return stored.map((deadline) => {
    const words = byId.get(deadline.id);
    return words && decidingDifferences(deadline, words).length === 0
      ? { ...words, ...progressOf(deadline) }
      : deadline;
  });
}

interface Moment {
  readonly now: InstantText;
  readonly known: InstantText;
  readonly endedAt: InstantText | undefined;
  readonly formerEnds: Plan['formerEnds'];
  readonly sendingTime: SendingTime;
}

function changeOf(before: StoredDeadline | undefined, planned: Deadline, at: Moment): DeadlineChange | undefined {
  const { now, sendingTime } = at;
  if (!before) {
    const after = withProgress(planned, { revision: 1, run: 1, runStartedAt: now, done: [] }, now, sendingTime);
    return { change: 'opened', after };
  }
  const calledOff = calledOffSince(before, planned, at);
  const isSame = decidingDifferences(before, planned).length === 0;
  if (isSame && before.calledOff?.endsBefore === calledOff?.endsBefore) return undefined;
  const over = missedSince(before, planned, at.known);
  const missed = yetToTell(before, over, now);
  const further = { ...(calledOff && { calledOff }), ...(missed && { missed }) };
  const progress = { ...runAfter(before, planned, over, at), ...further };
  return { change: kindOf(before, planned), before, after: withProgress(planned, progress, now, sendingTime) };
}

function runAfter(
  before: StoredDeadline,
  planned: Deadline,
  over: readonly MissedStep[],
  { now, formerEnds }: Moment,
): Omit<Progress, 'calledOff' | 'missed' | 'next'> {
  const { run, earlierRuns } = before;
  const revision = before.revision + 1;
  if (continues(before, planned)) {
    const reopenedAt = isReopened(before, planned) ? now : before.reopenedAt;
    const done = [...before.done, ...overForAll(before, over)];
    const withdrawn = (before.withdrawn ?? []).filter((letter) => !isAmong(over, letter));
    return { ...continued(before, reopenedAt), done, withdrawn, revision, ...(earlierRuns && { earlierRuns }) };
  }
  const anew = { revision, run: run + 1, runStartedAt: now, done: [] };
  if (planned.calledOffTo === undefined && wasSo(before, formerEnds)) return anew;
  const fired = firedRuns(before).slice(-MOST_EARLIER_RUNS);
  return fired.length === 0 ? anew : { ...anew, earlierRuns: fired };
}

/**
 * Set as an end of the contract of which somebody may have been told stops standing; it stays until it stands again. Where the
 * contract ends otherwise until then, there is nothing to call off, unless that other end turns out not to stand.
 */
function calledOffSince(before: StoredDeadline, planned: Deadline, at: Moment): StoredDeadline['calledOff'] {
  if (planned.calledOffTo === undefined || !isOff(planned)) return undefined;
  const since = isOff(before) ? before.calledOff : firedRuns(before).length > 0 ? { at: at.now } : undefined;
  if (since !== undefined && at.endedAt !== undefined && Date.parse(at.endedAt) <= Date.parse(planned.instant)) {
    return { at: since.at, endsBefore: true };
  }
  return since?.endsBefore ? { at: at.now } : since;
}

/** What was over before anything fired of an open deadline that is closed or starts another run. */
function missedSince(before: StoredDeadline, planned: Deadline, known: InstantText): readonly MissedStep[] {
  const isLeft = before.state === 'open' && (planned.state !== 'open' || !continues(before, planned));
  return isLeft ? missedBy(before, known) : [];
}

/** With what operations is not told of yet: the newest steps, and how many there were before them. */
function yetToTell({ missed, run }: StoredDeadline, more: readonly MissedStep[], now: InstantText): Progress['missed'] {
  const steps = [...(missed?.steps ?? []), ...more];
  if (steps.length === 0) return undefined;
  const before = (missed?.before ?? 0) + Math.max(0, steps.length - MOST_MISSED);
  return { at: missed?.at ?? now, run, steps: steps.slice(-MOST_MISSED), ...(before > 0 && { before }) };
}

/** The steps that were over for each of their readers: if the run goes on, they are not reckoned with again. */
function overForAll(before: StoredDeadline, over: readonly MissedStep[]): string[] {
  return before.ladder.flatMap(({ step, to }) => {
    const isMissed = to.length > 0 && to.every((party) => isAmong(over, { step, party }));
    return isMissed && !isNeverOver(before, step) && !before.done.includes(step) ? [step] : [];
  });
}

function isAmong(missed: readonly MissedStep[], { step, party }: Pick<MissedStep, 'step' | 'party'>): boolean {
  return missed.some((one) => one.step === step && one.party === party);
}

function continued({ run, runStartedAt }: StoredDeadline, reopenedAt: InstantText | undefined) {
  return { run, runStartedAt, ...(reopenedAt !== undefined && { reopenedAt }) };
}

function isReopened(before: Deadline, planned: Deadline): boolean {
  return before.state !== 'open' && planned.state === 'open';
}

/**
 * Whether the run continues. Another end, or another start after an end, begins a new run, and so does an end that stands again
 * after it was called off: whoever was told that it is off is told of it again.
 */
function continues(before: StoredDeadline, planned: Deadline): boolean {
  if (before.done.includes(CALLED_OFF) && !isOff(planned)) return false;
  const wasOver = before.state !== 'open' && before.state !== 'paused';
  const startsAnew = wasOver && planned.state === 'open' && before.trigger !== planned.trigger;
  return endsWithTheSame(before, planned) && !startsAnew;
}

/** Whether it was over with the end that its letters told, and has started again since: they replace nothing, and nothing replaces them. */
function wasSo({ id, state, instant }: StoredDeadline, formerEnds: Plan['formerEnds']): boolean {
  return state !== 'open' && state !== 'paused' && formerEnds.get(id)?.has(instant) === true;
}

/**
 * Whether both end at one instant, or with the same day of one zone, whose clocks have changed since: whoever was told the
 * day was told right.
 */
function endsWithTheSame(before: Deadline, { instant, date, timezone, inHours, trigger }: Deadline): boolean {
  if (before.instant === instant) return true;
  const isSameDay = before.date === date && before.timezone === timezone && before.trigger === trigger;
  return isSameDay && inHours !== true && readByEach(instant, timezone).includes(before.instant);
}

function kindOf(before: Deadline, after: Deadline): ChangeKind {
  if (before.state !== after.state) return after.state === 'open' ? 'reopened' : after.state;
  return endsWithTheSame(before, after) ? 'restated' : 'moved';
}

/** A stored deadline that the plan does not have: no event starts it, so it has no outcome either. */
function superseded(deadline: StoredDeadline): Deadline {
  const { closedBy: _by, closing: _closing, alsoMetBy: _also, paused: _paused, ...rest } = withoutProgress(deadline);
  return { ...rest, state: 'superseded', ladder: [] };
}
