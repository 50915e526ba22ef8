import type { InstantText } from '../calendar/types.ts';
import { type Deadline, type Rung, takesNoTime } from './deadline.ts';

/** How far a deadline is on its ladder. A change of its last instant starts a new run. */
export interface Progress {
  /** Rises with every change of the deadline; a schedule of an earlier revision is void. */
  readonly revision: number;
  /** Rises when the last instant changes; every notice of the new run is sent again. */
  readonly run: number;
  readonly runStartedAt: InstantText;
  /** Steps of this run that have fired. */
  readonly done: readonly string[];
  /** The next step, absent when none is left. */
  readonly next?: { readonly step: string; readonly at: InstantText };
}

export type StoredDeadline = Deadline & Progress;

/** The first step that is still to fire at `now`, or undefined. */
export function nextRung(
  deadline: Deadline,
  progress: Pick<Progress, 'done' | 'runStartedAt'>,
  now: InstantText,
): Rung | undefined {
  if (deadline.state !== 'open') return undefined;
  return deadline.ladder.find((rung) => !progress.done.includes(rung.step) && !isPast(rung, deadline, progress, now));
}

/**
 * Whether a rung has become pointless: a reminder due before the deadline was known, or any rung but the lapse after its
 * end, unless the deadline had no time before its end.
 */
function isPast(rung: Rung, deadline: Deadline, progress: Pick<Progress, 'runStartedAt'>, now: InstantText): boolean {
  if (rung.kind === 'lapsed' || takesNoTime(deadline)) return false;
  if (Date.parse(now) >= Date.parse(deadline.instant)) return true;
  return rung.kind === 'reminder' && Date.parse(rung.at) < Date.parse(progress.runStartedAt);
}

/** Puts a deadline's progress onto what was planned for it. */
export function withProgress(deadline: Deadline, progress: Omit<Progress, 'next'>, now: InstantText): StoredDeadline {
  const { revision, run, runStartedAt, done } = progress;
  const next = nextRung(deadline, progress, now);
  return { ...deadline, revision, run, runStartedAt, done, ...(next && { next: { step: next.step, at: next.at } }) };
}

/** The deadline as planned, without its progress. */
export function withoutProgress(stored: StoredDeadline): Deadline {
  const { revision: _revision, run: _run, runStartedAt: _start, done: _done, next: _next, ...deadline } = stored;
  return deadline;
}

/** How far it has come, without what is planned of it. */
export function progressOf({ revision, run, runStartedAt, done, next }: StoredDeadline): Progress {
  return { revision, run, runStartedAt, done, ...(next && { next }) };
}
