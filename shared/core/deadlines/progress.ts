import type { Day, InstantText } from '../calendar/types.ts';
import { type Deadline, type Party, type Rung, rungKindOf, takesNoTime } from './deadline.ts';

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

/** A letter of a step that was withdrawn before it went out, since what it says was not so any more. */
export interface WithdrawnLetter {
  readonly step: string;
  readonly party: Party;
  /** The id of the notice. */
  readonly notice: string;
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
  /** Letters of this run that were withdrawn, the last one of each step and reader: should what they say be so again, others take their places. */
  readonly withdrawn?: readonly WithdrawnLetter[];
  /**
   * The runs before this one of which a step has fired, the oldest first. Unless the deadline can be called off, only since it
   * last started again after it was over.
   */
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
  /** The next step, and when it fires: later than on the ladder if the send window moved it. Absent when none is left. */
  readonly next?: { readonly step: string; readonly at: InstantText };
}

/** When the letters of a deadline's next rung go out. */
export type SendingTime = (deadline: Deadline, rung: Rung, now: InstantText) => InstantText;

/** Each rung at its own time. */
export const AT_ITS_OWN_TIME: SendingTime = (_deadline, { at }) => at;

export type StoredDeadline = Deadline & Progress;

/** The first step that is still to fire at `now`, or undefined. */
export function nextRung(
  deadline: Deadline,
  progress: Pick<Progress, 'done' | 'withdrawn' | 'runStartedAt' | 'calledOff'>,
  now: InstantText,
): Rung | undefined {
  if (isOff(deadline)) return callingOff(deadline, progress);
  if (deadline.state !== 'open') return tellingAgain(deadline, progress);
  return deadline.ladder.find((rung) => isLeft(rung, progress) && !isPast(rung, deadline, progress, now));
}

/** When a rung fires: the send window may have moved the one that was found to be next. */
export function firesAt({ next }: Pick<Progress, 'next'>, { step, at }: Rung): InstantText {
  return next?.step === step ? next.at : at;
}

/** Whether a rung has not fired yet, or a letter of it was withdrawn. A lapse is recorded once. */
export function isLeft(rung: Rung, progress: Pick<Progress, 'done' | 'withdrawn'>): boolean {
  if (!progress.done.includes(rung.step)) return true;
  return rung.kind !== 'lapsed' && untold(rung, progress).length > 0;
}

/** The readers of a rung who are yet to be told: once it has fired, those whose letters were withdrawn. */
export function untold(
  { step, to }: Pick<Rung, 'step' | 'to'>,
  { done, withdrawn = [] }: Pick<Progress, 'done' | 'withdrawn'>,
): readonly Party[] {
  if (!done.includes(step)) return to;
  return to.filter((party) => withdrawn.some((one) => one.step === step && one.party === party));
}

/** Whether what the letter of a step says is so. A deadline that takes no time has lapsed, or is met, before it can go out. */
export function stillTells(deadline: Deadline & Pick<Progress, 'calledOff'>, step: string): boolean {
  const { state, calledOff } = deadline;
  if (step === CALLED_OFF) return isOff(deadline) && !calledOff?.endsBefore;
  if (takesNoTime(deadline)) return state === 'open' || state === 'lapsed' || state === 'met';
  return state === (rungKindOf(step) === 'lapsed' ? 'lapsed' : 'open');
}

/** Whether a deadline does not stand any more, for another reason than that the contract has ended. */
export function isOff({ state, closing }: Pick<Deadline, 'state' | 'closing'>): boolean {
  return (state === 'cancelled' || state === 'superseded') && closing?.how !== 'contract-ended';
}

function callingOff(
  { calledOffTo: to = [] }: Deadline,
  { calledOff, ...progress }: Pick<Progress, 'done' | 'withdrawn' | 'calledOff'>,
): Rung | undefined {
  if (calledOff === undefined || calledOff.endsBefore) return undefined;
  const rung: Rung = { step: CALLED_OFF, kind: CALLED_OFF, at: calledOff.at, to };
  return isLeft(rung, progress) ? { ...rung, to: untold(rung, progress) } : undefined;
}

/** Of a deadline that is over, whose ladder is empty: the withdrawn letters of a step that say what is so. */
function tellingAgain(deadline: Deadline, { withdrawn = [] }: Pick<Progress, 'withdrawn'>): Rung | undefined {
  const first = withdrawn.find(({ step }) => stillTells(deadline, step));
  if (first === undefined) return undefined;
  const { step } = first;
  const to = withdrawn.flatMap((one) => (one.step === step ? [one.party] : []));
  return { step, kind: rungKindOf(step), at: deadline.instant, to };
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
export function withProgress(
  deadline: Deadline,
  progress: Omit<Progress, 'next'>,
  now: InstantText,
  sendingTime = AT_ITS_OWN_TIME,
): StoredDeadline {
  const { revision, run, runStartedAt, reopenedAt, done, withdrawn = [], earlierRuns, calledOff, missed } = progress;
  const rung = nextRung(deadline, progress, now);
  const ofLadder = rung && { step: rung.step, at: sendingTime(deadline, rung, now) };
  const next = missed ? { step: MISSED, at: missed.at } : ofLadder;
  return {
    ...deadline,
    ...{ revision, run, runStartedAt, done },
    ...(reopenedAt !== undefined && { reopenedAt }),
    ...(withdrawn.length > 0 && { withdrawn }),
    ...(earlierRuns && { earlierRuns }),
    ...(calledOff && { calledOff }),
    ...(missed && { missed }),
    ...(next && { next }),
  };
}

/** The deadline as planned, without its progress. */
export function withoutProgress(stored: StoredDeadline): Deadline {
  const { revision: _revision, run: _run, runStartedAt: _start, reopenedAt: _again, ...rest } = stored;
  const {
    done: _done,
    withdrawn: _withdrawn,
    earlierRuns: _runs,
    calledOff: _off,
    missed: _missed,
    next: _next,
    ...deadline
  } = rest;
  return deadline;
}

/** How far it has come, without what is planned of it. */
export function progressOf(stored: StoredDeadline): Progress {
  const { revision, run, runStartedAt, reopenedAt, done, withdrawn, earlierRuns, calledOff, missed, next } = stored;
  return {
    ...{ revision, run, runStartedAt, done },
    ...(reopenedAt !== undefined && { reopenedAt }),
    ...(withdrawn && { withdrawn }),
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

/** The deadline once a letter of its present run is withdrawn. */
export function withdrawing(
  deadline: StoredDeadline,
  letter: WithdrawnLetter,
  now: InstantText,
  sendingTime = AT_ITS_OWN_TIME,
): StoredDeadline {
  const { withdrawn = [], revision } = deadline;
  const others = withdrawn.filter(({ step, party }) => step !== letter.step || party !== letter.party);
  const progress = { ...deadline, revision: revision + 1, withdrawn: [...others, letter] };
  return withProgress(withoutProgress(deadline), progress, now, sendingTime);
}

/** The deadline once these steps have fired. */
export function firing(
  deadline: StoredDeadline,
  steps: readonly string[],
  now: InstantText,
  sendingTime = AT_ITS_OWN_TIME,
): StoredDeadline {
  const { withdrawn = [], revision } = deadline;
  const done = [...new Set([...deadline.done, ...steps])];
  const left = withdrawn.filter(({ step }) => !steps.includes(step));
  const progress = { ...deadline, revision: revision + 1, done, withdrawn: left };
  return withProgress(withoutProgress(deadline), progress, now, sendingTime);
}
