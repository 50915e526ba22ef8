import type { Day, InstantText } from '../calendar/types.ts';
import { type Deadline, type Party, type Rung, takesNoTime } from './deadline.ts';

export const CALLED_OFF = 'called-off';

/** The step by which operations is told what was missed of a deadline that a fact closed or moved. It is on no ladder. */
export const MISSED = 'missed';

/** Most runs before the last one whose letters are known, the newest ones. */
export const MOST_EARLIER_RUNS = 10;

/** A run of the ladder, the end that its letters told, and its steps that have fired. */
export interface Run {
  readonly run: number;
  readonly date: Day;
  readonly instant: InstantText;
  readonly done: readonly string[];
}

/** Most missed steps of one deadline of which operations is told by one letter, the newest ones. */
export const MOST_MISSED = 50;

/** A step of which one reader was told nothing in its time. */
export interface MissedStep {
  readonly step: string;
  readonly party: Party;
  /** When it fell due (instant, UTC). */
  readonly dueAt: InstantText;
  /** The first instant at which it told this reader nothing any more. */
  readonly overAt: InstantText;
}

/** How far a deadline is on its ladder. A change of its last instant starts a new run. */
export interface Progress {
  /** Rises with every change of the deadline; a schedule of an earlier revision is void. */
  readonly revision: number;
  /** Rises when the last instant changes; every notice of the new run is sent again. */
  readonly run: number;
  readonly runStartedAt: InstantText;
  /** When it was last found to be open again within this run, such as when a payment was withdrawn. */
  readonly reopenedAt?: InstantText;
  /** Steps of this run that have fired, or whose time has passed. */
  readonly done: readonly string[];
  /** Of a deadline that can be called off: the runs before this one of which a step has fired, the oldest first. */
  readonly earlierRuns?: readonly Run[];
  /**
   * Set once the end of the contract that it announced is off. `at`: since when; `endsBefore`: the contract ends otherwise until
   * then, so that nobody is told of it.
   */
  readonly calledOff?: { readonly at: InstantText; readonly endsBefore?: true };
  /**
   * Steps of an earlier run, or of one that is closed, that were over before they fired, of which operations is yet to be told.
   * `at`: when that was found; `before`: how many there were before these.
   */
  readonly missed?: {
    readonly at: InstantText;
    readonly run: number;
    readonly steps: readonly MissedStep[];
    readonly before?: number;
  };
  /** The next step, absent when none is left. */
  readonly next?: { readonly step: string; readonly at: InstantText };
}

export type StoredDeadline = Deadline & Progress;

/** The first step that is still to fire at `now`, or undefined. */
export function nextRung(
  deadline: Deadline,
  progress: Pick<Progress, 'done' | 'runStartedAt' | 'calledOff'>,
  now: InstantText,
): Rung | undefined {
  if (isOff(deadline)) return callingOff(deadline, progress);
  if (deadline.state !== 'open') return undefined;
  return deadline.ladder.find((rung) => !progress.done.includes(rung.step) && !isPast(rung, deadline, progress, now));
}

/** Whether a deadline does not stand any more, for another reason than that the contract has ended. */
export function isOff({ state, closing }: Pick<Deadline, 'state' | 'closing'>): boolean {
  return (state === 'cancelled' || state === 'superseded') && closing?.how !== 'contract-ended';
}

function callingOff(
  { calledOffTo: to = [] }: Deadline,
  { calledOff, done }: Pick<Progress, 'done' | 'calledOff'>,
): Rung | undefined {
  if (calledOff === undefined || calledOff.endsBefore || done.includes(CALLED_OFF)) return undefined;
  return { step: CALLED_OFF, kind: CALLED_OFF, at: calledOff.at, to };
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
  const { revision, run, runStartedAt, reopenedAt, done, earlierRuns, calledOff, missed } = progress;
  const next = missed ? { step: MISSED, at: missed.at } : nextRung(deadline, progress, now);
  return {
    ...deadline,
    ...{ revision, run, runStartedAt, done },
    ...(reopenedAt !== undefined && { reopenedAt }),
    ...(earlierRuns && { earlierRuns }),
    ...(calledOff && { calledOff }),
    ...(missed && { missed }),
    ...(next && { next: { step: next.step, at: next.at } }),
  };
}

/** The deadline as planned, without its progress. */
export function withoutProgress(stored: StoredDeadline): Deadline {
  const { revision: _revision, run: _run, runStartedAt: _start, reopenedAt: _again, ...rest } = stored;
  const { done: _done, earlierRuns: _runs, calledOff: _off, missed: _missed, next: _next, ...deadline } = rest;
  return deadline;
}

/** How far it has come, without what is planned of it. */
export function progressOf(stored: StoredDeadline): Progress {
  const { revision, run, runStartedAt, reopenedAt, done, earlierRuns, calledOff, missed, next } = stored;
  return {
    ...{ revision, run, runStartedAt, done },
    ...(reopenedAt !== undefined && { reopenedAt }),
    ...(earlierRuns && { earlierRuns }),
    ...(calledOff && { calledOff }),
    ...(missed && { missed }),
    ...(next && { next }),
  };
}

/** Its runs of which a step has fired, the oldest first. */
export function firedRuns({ earlierRuns = [], run, date, instant, done }: StoredDeadline): readonly Run[] {
  return done.length === 0 ? earlierRuns : [...earlierRuns, { run, date, instant, done }];
}
