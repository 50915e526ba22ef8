import type { Computation } from './computation.ts';
import { dayText, type EpochDay, parseDay } from './days.ts';
import { InvalidCycleError } from './errors.ts';
import { explain } from './explain.ts';
import { dayInMonth, monthNumberOf } from './months.ts';
import { describePeriod, parsePeriod } from './period-text.ts';
import type { Day, InstantText, Period, Zone } from './types.ts';
import { endOfDay, startOfDay } from './zone.ts';

/**
 * Billing cycles. With `anchorDay` 31 they begin on 31 January, 28 February, 31 March: a month
 * without the anchor day uses its last day. A cycle's end is its last day, the day before the next cycle begins.
 */
export interface BillingCycle {
  /** `1 month`, `12 months`, `1 year`, `4 weeks`, `30 days`, or the same as a period. */
  readonly every: string | Pick<Period, 'n' | 'unit'>;
  /** Day of the month on which cycles begin, 1 to 31; the day of `start` when absent. Months and years only. */
  readonly anchorDay?: number;
  /** First day of the first cycle. Needed unless cycles are of one month. */
  readonly start?: Day;
}

/** The cycle in which a day lies. `date` is its last day, `opensOn` its first. */
export interface CycleComputation extends Computation {
  readonly opensOn: Day;
  readonly opensAt: InstantText;
}

/** The first days of cycles, in ascending order. `startOf(0)` is the start of the first cycle. */
interface Grid {
  startOf(index: number): EpochDay;
  /** Lower estimate of the index of the cycle that contains a day: at most two too small, never too large. */
  near(day: EpochDay): number;
}

/**
 * The first cycle end on or after a day. Before the first cycle begins, that is the end of the first cycle.
 * @throws InvalidCycleError for a cycle of hours or business days, or one whose beginnings are not determined
 */
export function cycleEndOnOrAfter(day: Day, cycle: BillingCycle, timezone: Zone): CycleComputation {
  const at = parseDay(day, 'day');
  const every = lengthOf(cycle);
  const grid = every.unit === 'days' || every.unit === 'weeks' ? dayGrid(cycle, every) : monthGrid(cycle, every);
  let index = grid.near(at);
  while (grid.startOf(index + 1) <= at) index++;
  const opensOn = dayText(grid.startOf(index));
  const nextStart = grid.startOf(index + 1);
  const date = dayText(nextStart - 1);
  const step = explain('cycle-end', {
    day,
    every: describePeriod(every),
    anchorDay: cycle.anchorDay ?? null,
    opensOn,
    date,
    nextStart: dayText(nextStart),
    beforeFirst: at < grid.startOf(index),
  });
  const instant = endOfDay(date, timezone);
  return { opensOn, opensAt: startOfDay(opensOn, timezone), date, unadjustedDate: date, instant, steps: [step] };
}

function lengthOf({ every }: BillingCycle): Pick<Period, 'n' | 'unit'> {
  const length = typeof every === 'string' ? parsePeriod(every) : every;
  if (!['days', 'weeks', 'months', 'years'].includes(length?.unit)) {
    throw new InvalidCycleError('every', every, 'cycles are days, weeks, months or years long');
  }
  if (!Number.isInteger(length.n) || length.n < 1 || length.n > 1200) {
    throw new InvalidCycleError('every', every, 'a cycle is 1 to 1200 of its units long');
  }
  return length;
}

function dayGrid({ start, anchorDay }: BillingCycle, { n, unit }: Pick<Period, 'n' | 'unit'>): Grid {
  if (start === undefined) throw new InvalidCycleError('start', start, 'cycles of days or weeks need their first day');
  if (anchorDay !== undefined) throw new InvalidCycleError('anchorDay', anchorDay, 'only months and years have one');
  const first = parseDay(start, 'cycle.start');
  const length = unit === 'weeks' ? n * 7 : n;
  return {
    startOf: (index) => first + index * length,
    near: (day) => Math.max(0, Math.floor((day - first) / length)),
  };
}

/** Cycles of months. If the start is not the anchor day, the first cycle is shorter and ends before the anchor day. */
function monthGrid({ start, anchorDay }: BillingCycle, { n, unit }: Pick<Period, 'n' | 'unit'>): Grid {
  const months = unit === 'years' ? n * 12 : n;
  if (anchorDay !== undefined && !(Number.isInteger(anchorDay) && anchorDay >= 1 && anchorDay <= 31)) {
    throw new InvalidCycleError('anchorDay', anchorDay, 'use a day of the month, 1 to 31');
  }
  if (start === undefined) return openGrid(anchorDay, months);
  const first = parseDay(start, 'cycle.start');
  const dayOfMonth = anchorDay ?? Number(start.slice(8));
  const base = monthNumberOf(first);
  const anchored = dayInMonth(base, dayOfMonth).day;
  // The second cycle begins on the next anchor day, or after a whole cycle if the first one begins on the anchor day.
  const second = base + (anchored > first ? 0 : anchored < first ? 1 : months);
  return {
    startOf: (index) => (index === 0 ? first : dayInMonth(second + (index - 1) * months, dayOfMonth).day),
    near: (day) => Math.max(0, Math.floor((monthNumberOf(day) - base) / months) - 1),
  };
}

/** Monthly cycles without a first cycle. */
function openGrid(anchorDay: number | undefined, months: number): Grid {
  if (anchorDay === undefined)
    throw new InvalidCycleError('anchorDay', anchorDay, 'give the anchor day or the first day');
  if (months !== 1) throw new InvalidCycleError('start', undefined, 'cycles longer than a month need their first day');
  return {
    startOf: (index) => dayInMonth(index, anchorDay).day,
    near: (day) => monthNumberOf(day) - 1,
  };
}
