import { readAnchor } from './anchor.ts';
import { type Computation, TELL_ALL, type Untold } from './computation.ts';
import { computePeriod } from './compute-period.ts';
import { compareDays, dayText } from './days.ts';
import { InvalidArgumentError, InvalidPeriodError } from './errors.ts';
import { explain } from './explain.ts';
import { settlePeriod } from './period.ts';
import type { CountingContext, Day, InstantText, Period } from './types.ts';
import { endOfDay, startOfDay } from './zone.ts';

/** A computation with a first day. `date` is the last day on which the window is open. */
export interface WindowComputation extends Computation {
  readonly opensOn: Day;
  /** The first moment of `opensOn`, in UTC. */
  readonly opensAt: InstantText;
}

/** When a window opens: with the trigger day, the day after it, or on the day a period of its own leads to. */
export type WindowOpening = 'triggerDay' | 'dayAfter' | Period;

/**
 * A window around or beside an event, such as "not more than 30 and not less than 15 days before".
 * @throws InvalidArgumentError when it would close before it opens
 */
export function computeWindow(
  anchor: string,
  window: { readonly opens: WindowOpening; readonly closes: Period },
  context: CountingContext,
): WindowComputation {
  const opening = openingOf(anchor, window.opens, context);
  const closing = computePeriod(anchor, window.closes, context);
  if (compareDays(opening.day, closing.date) > 0) {
    const remedy = `the window would open on ${opening.day} and close on ${closing.date}; exchange the two periods`;
    throw new InvalidArgumentError('opens', window.opens, remedy);
  }
  const opensAt = startOfDay(opening.day, context.timezone);
  const opens = explain('window-opens', { opensOn: opening.day, opensAt, timezone: context.timezone });
  return { ...closing, opensOn: opening.day, opensAt, steps: [...opening.steps, opens, ...closing.steps] };
}

/**
 * The days of a period that reaches back from an event. The trigger day belongs to the window only where the period
 * counts it: 12 months before 15 March 2026 run from 15 March 2025 to 14 March 2026.
 * @returns `opensOn` (the first day), `date` (the last), `instant` (when the last is over)
 */
export function lookBack(
  anchor: string,
  period: Period,
  context: CountingContext,
  untold: Untold = TELL_ALL,
): WindowComputation {
  const { timezone } = context;
  settlePeriod({ ...period, direction: 'before' });
  if (period.unit === 'hours')
    throw new InvalidPeriodError('unit', 'hours', 'look back in days, weeks, months or years');
  if (period.cutOff !== undefined) {
    throw new InvalidPeriodError('cutOff', period.cutOff, 'a look-back starts from the day of the event itself');
  }
  if (period.n === 0) throw new InvalidPeriodError('n', 0, 'a look-back is at least 1 long');
  const back = computePeriod(anchor, { ...period, direction: 'before' }, context, untold);
  const countsTriggerDay = period.countsTriggerDay ?? false;
  const date = dayText(readAnchor(anchor, context).day - (countsTriggerDay ? 0 : 1));
  const opensOn = back.date;
  if (compareDays(opensOn, date) > 0) {
    const remedy = `the look-back would begin on ${opensOn}, after its last day ${date}; leave out what moves its first day`;
    throw new InvalidArgumentError('period', period, remedy);
  }
  return {
    opensOn,
    opensAt: startOfDay(opensOn, timezone),
    date,
    unadjustedDate: date,
    instant: endOfDay(date, timezone),
    steps: [...back.steps.slice(0, -1), explain('look-back', { opensOn, date, countsTriggerDay })],
  };
}

function openingOf(anchor: string, opens: WindowOpening, context: CountingContext) {
  if (typeof opens !== 'string') {
    const { date, steps } = computePeriod(anchor, opens, context);
    return { day: date, steps: steps.slice(0, -1) };
  }
  if (opens !== 'triggerDay' && opens !== 'dayAfter') {
    throw new InvalidArgumentError('opens', opens, 'use triggerDay, dayAfter or a period');
  }
  const { date } = computePeriod(anchor, { n: opens === 'triggerDay' ? 0 : 1, unit: 'days' }, context);
  return { day: date, steps: [] };
}
