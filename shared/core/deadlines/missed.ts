import type { InstantText } from '../calendar/types.ts';
import { type Deadline, type Party, type Rung, takesNoTime } from './deadline.ts';
import type { MissedStep, Progress } from './progress.ts';

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
  if (!rung || rung.kind === 'lapsed' || takesNoTime(deadline)) return undefined;
  const next = ladder.slice(place + 1).find((later) => later.kind !== 'lapsed' && later.to.includes(party));
  return next && Date.parse(next.at) < Date.parse(instant) ? next.at : instant;
}

/** What to do about the steps of a deadline up to the one that fires. */
export interface Reckoned {
  /** The readers to whom the firing step still tells something. */
  readonly to: readonly Party[];
  readonly missed: readonly MissedStep[];
  /** Over before the deadline was known, or known to be open again: nobody could have told anybody. */
  readonly lateKnown: readonly MissedStep[];
  /** The steps that are not to fire any more. */
  readonly done: readonly string[];
}

/** Goes through the steps up to `rung` that have not fired: what was missed, and to whom `rung` still tells something. */
export function reckon(
  deadline: Deadline & Pick<Progress, 'done' | 'runStartedAt' | 'reopenedAt'>,
  rung: Rung,
  now: InstantText,
): Reckoned {
  const { ladder, done } = deadline;
  const place = ladder.findIndex(({ step }) => step === rung.step);
  const left = ladder.slice(0, place + 1).filter(({ step }) => !done.includes(step));
  const over = left.flatMap((one) => overSteps(deadline, one, now));
  const isLateKnown = ({ dueAt, overAt: end, step }: MissedStep) => {
    const known = Math.max(...[deadline.runStartedAt, deadline.reopenedAt].map((at) => Date.parse(at ?? dueAt)));
    const isReminder = ladder.some((one) => one.step === step && one.kind === 'reminder');
    // A reminder from before the deadline was known is left out, as `nextRung` has it.
    return Date.parse(end) <= known || (isReminder && Date.parse(dueAt) < known);
  };
  return {
    to: rung.to.filter((party) => !over.some((one) => one.step === rung.step && one.party === party)),
    missed: over.filter((one) => !isLateKnown(one)),
    lateKnown: over.filter(isLateKnown),
    done: [...new Set([...left.map(({ step }) => step), rung.step])],
  };
}

/** The steps of an open deadline that were over by then and have not fired: what was missed if it is closed or moved. */
export function missedBy(
  deadline: Deadline & Pick<Progress, 'done' | 'runStartedAt' | 'reopenedAt'>,
  at: InstantText,
): readonly MissedStep[] {
  const last = deadline.ladder.at(-1);
  return last ? reckon(deadline, last, at).missed : [];
}

function overSteps(deadline: Deadline, { step, at, to }: Rung, now: InstantText): MissedStep[] {
  return to.flatMap((party): MissedStep[] => {
    const end = overAt(deadline, step, party);
    return end === undefined || Date.parse(now) < Date.parse(end) ? [] : [{ step, party, dueAt: at, overAt: end }];
  });
}
