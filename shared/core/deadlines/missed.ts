import type { InstantText } from '../calendar/types.ts';
import { type Deadline, type Party, type Rung, rungKindOf, takesNoTime } from './deadline.ts';
import { isLeft, type MissedStep, type Progress, untold } from './progress.ts';

type Standing = Deadline & Pick<Progress, 'done' | 'withdrawn' | 'runStartedAt' | 'reopenedAt'>;

/**
 * The first instant (UTC) at which the letter of a step is of no use to a reader: when the next step for the same reader is
 * due, or the last instant. Undefined for a lapse, for what takes no time, and for what calls an end off: these are told however late.
 *
 * For a deadline with reminder (28 November), due (5 December) and lapsed, all to the customer: the reminder is over when the
 * due letter falls due, the due letter at the last instant.
 */
export function overAt(
  deadline: Pick<Deadline, 'ladder' | 'instant' | 'atOnce'>,
  step: string,
  party: Party,
): InstantText | undefined {
  const { ladder, instant } = deadline;
  const place = ladder.findIndex((rung) => rung.step === step);
  const rung = ladder[place];
  if (!rung || isNeverOver(deadline, rung.step)) return undefined;
  const next = ladder.slice(place + 1).find((later) => later.kind !== 'lapsed' && later.to.includes(party));
  return next && Date.parse(next.at) < Date.parse(instant) ? next.at : instant;
}

/** Whether a step is told however late: a lapse, what takes no time, and what calls an end off. */
export function isNeverOver(deadline: Pick<Deadline, 'atOnce'>, step: string): boolean {
  return ['lapsed', 'called-off'].includes(rungKindOf(step)) || takesNoTime(deadline);
}

const A_DAY_MS = 24 * 60 * 60_000;
const HALF_AN_HOUR_MS = 30 * 60_000;

/** What to do about the steps of a deadline up to the one that fires. */
export interface Reckoned {
  /** The readers to whom the firing step still tells something. */
  readonly to: readonly Party[];
  /** With the readers whom the firing step tells more than a day late. */
  readonly missed: readonly MissedStep[];
  /** Over before the deadline was known, or known to be open again: nobody could have told anybody. */
  readonly lateKnown: readonly MissedStep[];
  /** The steps that are not to fire any more. */
  readonly done: readonly string[];
}

/** Goes through the steps up to `rung` that have not fired, or whose letters were withdrawn: what was missed, and to whom `rung` still tells something. */
export function reckon(deadline: Standing, rung: Rung, now: InstantText): Reckoned {
  const { ladder } = deadline;
  const place = ladder.findIndex(({ step }) => step === rung.step);
  const left = ladder.slice(0, place + 1).filter((one) => isLeft(one, deadline));
  const over = left.flatMap((one) => overSteps(deadline, { ...one, to: untold(one, deadline) }, now));
  const isLateKnown = ({ dueAt, overAt: end, step }: MissedStep) => {
    const known = knownAt(deadline, dueAt);
    const isReminder = ladder.some((one) => one.step === step && one.kind === 'reminder');
    // A reminder from before the deadline was known is left out, as `nextRung` has it.
    return Date.parse(end) <= known || (isReminder && Date.parse(dueAt) < known);
  };
  return {
    to: untold(rung, deadline).filter((party) => !over.some((one) => one.step === rung.step && one.party === party)),
    missed: [...over.filter((one) => !isLateKnown(one)), ...toldLate(deadline, rung, now)],
    lateKnown: over.filter(isLateKnown),
    done: [...new Set([...left.map(({ step }) => step), rung.step])],
  };
}

/** The steps of an open deadline that were over by then and have not fired: what was missed if it is closed or moved. */
export function missedBy(deadline: Standing, at: InstantText): readonly MissedStep[] {
  const last = deadline.ladder.at(-1);
  return last ? reckon(deadline, last, at).missed : [];
}

/** When a step could first be told (epoch ms): once it was due, and its deadline known to be open. */
function knownAt({ runStartedAt, reopenedAt = runStartedAt }: Standing, dueAt: InstantText): number {
  return Math.max(...[dueAt, runStartedAt, reopenedAt].map((at) => Date.parse(at)));
}

/** The readers of a step that is never over to whom nothing went out within a day. */
function toldLate(deadline: Standing, { step, at, to }: Rung, now: InstantText): MissedStep[] {
  if (!isNeverOver(deadline, step) || deadline.done.includes(step)) return [];
  const end = Math.max(Date.parse(at) + A_DAY_MS, knownAt(deadline, at) + HALF_AN_HOUR_MS);
  if (Date.parse(now) < end) return [];
  return to.map((party) => ({ step, party, dueAt: at, overAt: new Date(end).toISOString() }));
}

function overSteps(deadline: Deadline, { step, at, to }: Rung, now: InstantText): MissedStep[] {
  return to.flatMap((party): MissedStep[] => {
    const end = overAt(deadline, step, party);
    return end === undefined || Date.parse(now) < Date.parse(end) ? [] : [{ step, party, dueAt: at, overAt: end }];
  });
}
