import { dayText, type EpochDay } from './days.ts';
import type { PassedHoliday } from './explanation-facts.ts';
import type { SettledPeriod } from './period.ts';
import type { WorkingDays } from './working-days.ts';

/**
 * The business day `n` business days from a day that is itself not counted. Every holiday met is added to `skipped`,
 * the weekend ones too, so that the count can be checked against any list of holidays.
 */
export function walkBusinessDays(
  from: EpochDay,
  n: number,
  step: 1 | -1,
  working: WorkingDays,
  skipped: PassedHoliday[],
): EpochDay {
  let day = from;
  for (let left = n; left > 0; left--) {
    const next = working.next(day, step);
    for (let between = day + step; between !== next; between += step) noteHoliday(between, working, skipped);
    day = next;
  }
  return day;
}

function noteHoliday(day: EpochDay, working: WorkingDays, skipped: PassedHoliday[]): void {
  if (!working.isHoliday(day)) return;
  skipped.push({ day: dayText(day), name: working.holidayOn(day) as string, weekend: !working.inWeek(day) });
}

/** How far a period must reach to contain its minimum of working days. */
export interface HeldWorkingDays {
  /** Working days up to the unextended end; at most the number needed. */
  readonly held: number;
  /** The last of the working days needed; it lies beyond the unextended end where `held` is too few. */
  readonly reached: EpochDay;
  /** Every holiday from the first day to `reached`. */
  readonly skipped: readonly PassedHoliday[];
}

/** Looks for `minWorkingDays` working days from `first` on, in the direction of the period. */
export function holdWorkingDays(
  first: EpochDay,
  last: EpochDay,
  { minWorkingDays, before }: SettledPeriod,
  working: WorkingDays,
): HeldWorkingDays {
  const step = before ? -1 : 1;
  const skipped: PassedHoliday[] = [];
  let held = 0;
  let reached = first - step;
  for (let count = 1; count <= minWorkingDays; count++) {
    reached = walkBusinessDays(reached, 1, step, working, skipped);
    if (before ? reached >= last : reached <= last) held = count;
  }
  // If `held` is too few, the walk went past the unextended end, so `skipped` includes the holidays beyond that end.
  return { held, reached, skipped };
}

/** The first day of a period that runs from `from`. */
export function firstDayOf(from: EpochDay, { countsTriggerDay, before }: SettledPeriod): EpochDay {
  if (countsTriggerDay) return from;
  return before ? from - 1 : from + 1;
}
