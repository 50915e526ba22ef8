import { checkedDay, civilOf, daysInMonth, type EpochDay, epochDayOf } from './days.ts';

/** The corresponding day of another month. */
export interface CorrespondingDay {
  readonly day: EpochDay;
  /** True if the month has no such day; `day` is then the month's last day. */
  readonly missing: boolean;
}

/** The same day of the month `months` later (earlier when negative), or the last day of a month without that day. */
export function addMonths(from: EpochDay, months: number): CorrespondingDay {
  const { year, month, day } = civilOf(from);
  return dayInMonth(year * 12 + (month - 1) + months, day);
}

/** A day of a month counted from year 0, clamped to the month's last day. */
export function dayInMonth(monthNumber: number, dayOfMonth: number): CorrespondingDay {
  const year = Math.floor(monthNumber / 12);
  const month = monthNumber - year * 12 + 1;
  const last = daysInMonth(year, month);
  return { day: checkedDay(epochDayOf(year, month, Math.min(dayOfMonth, last))), missing: dayOfMonth > last };
}

/** Months since year 0 of a day. */
export function monthNumberOf(day: EpochDay): number {
  const { year, month } = civilOf(day);
  return year * 12 + month - 1;
}
