import type { InstantText } from '../calendar/types.ts';
import { readByEach } from '../calendar/zone.ts';
import type { Deadline } from './deadline.ts';
import { decidingDifferences } from './deciding.ts';
import {
  CALLED_OFF,
  firedRuns,
  isOff,
  MOST_EARLIER_RUNS,
  type Progress,
  progressOf,
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

/**
 * The changes that bring the stored deadlines in line with the planned ones. New runs start at `now`. A deadline that
 * differs only in its words is left as it is stored; `inWordsOf` gives it the words of the plan when it is read.
 *
 * @param endedAt when the contract has ended by the plan
 */
export function compareDeadlines(
  stored: readonly StoredDeadline[],
  planned: readonly Deadline[],
  now: InstantText,
  endedAt?: InstantText,
): DeadlineChange[] {
  const at: Moment = { now, endedAt };
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
  readonly endedAt: InstantText | undefined;
}

function changeOf(before: StoredDeadline | undefined, planned: Deadline, at: Moment): DeadlineChange | undefined {
  const { now } = at;
  if (!before) {
    const after = withProgress(planned, { revision: 1, run: 1, runStartedAt: now, done: [] }, now);
    return { change: 'opened', after };
  }
  const calledOff = calledOffSince(before, planned, at);
  const isSame = decidingDifferences(before, planned).length === 0;
  if (isSame && before.calledOff?.endsBefore === calledOff?.endsBefore) return undefined;
  const progress = { ...runAfter(before, planned, now), ...(calledOff && { calledOff }) };
  return { change: kindOf(before, planned), before, after: withProgress(planned, progress, now) };
}

function runAfter(before: StoredDeadline, planned: Deadline, now: InstantText): Omit<Progress, 'calledOff' | 'next'> {
  const { run, earlierRuns } = before;
  const revision = before.revision + 1;
  if (continues(before, planned)) {
    const reopenedAt = isReopened(before, planned) ? now : before.reopenedAt;
    return { ...continued(before, reopenedAt), revision, ...(earlierRuns && { earlierRuns }) };
  }
  const anew = { revision, run: run + 1, runStartedAt: now, done: [] };
  if (planned.calledOffTo === undefined) return anew;
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

function continued({ run, runStartedAt, done }: StoredDeadline, reopenedAt: InstantText | undefined) {
  return { run, runStartedAt, done, ...(reopenedAt !== undefined && { reopenedAt }) };
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
