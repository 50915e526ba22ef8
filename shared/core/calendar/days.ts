import { DayOutOfRangeError, InvalidDayError } from './errors.ts';
import type { Day } from './types.ts';

/** A civil day as the number of days since 1 January 1970; exact in years 1 to 9999. */
export type EpochDay = number;

/** 1 January of year 1, and 31 December 9999. */
const FIRST = -719_162;
const LAST = 2_932_896;

/** Year, month (1 to 12) and day of the month of a civil day. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day number of a date of the proleptic Gregorian calendar. The date must exist. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  // Years begin in March here, so that the leap day comes last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number. */
export function civilOf(epochDay: EpochDay): CivilDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days in a month, 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * The day number of ISO text such as `2026-11-20`.
 * @throws InvalidDayError for a day that does not exist, or any other writing; `field` names it in the message
 */
export function parseDay(text: string, field = 'day'): EpochDay {
  const epochDay = typeof text === 'string' && text.length === 10 ? leadingDay(text) : Number.NaN;
  if (Number.isNaN(epochDay)) throw new InvalidDayError(text, field);
  return epochDay;
}

/** The day number of the first ten characters of a text, or NaN. */
export function leadingDay(text: string): EpochDay {
  if (text[4] !== '-' || text[7] !== '-') return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const exists = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? epochDayOf(year, month, day) : Number.NaN;
}

/** The number written in part of a text, or NaN. */
export function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * ISO text of a day number.
 * @throws DayOutOfRangeError outside the years 1 to 9999
 */
export function dayText(epochDay: EpochDay): Day {
  const { year, month, day } = civilOf(checkedDay(epochDay));
  return `${year < 1000 ? `${year}`.padStart(4, '0') : year}-${two(month)}-${two(day)}`;
}

const TWO: readonly string[] = Array.from({ length: 100 }, (_, n) => `${n}`.padStart(2, '0'));

/** Two digits. */
export function two(n: number): string {
  return TWO[n] as string;
}

/** The same number, when it is a day of the years 1 to 9999. */
export function checkedDay(epochDay: EpochDay): EpochDay {
  if (!(epochDay >= FIRST && epochDay <= LAST)) throw new DayOutOfRangeError(epochDay);
  return epochDay;
}

/** `n` calendar days later, or earlier when negative. */
export function addDays(day: Day, n: number): Day {
  return dayText(parseDay(day) + n);
}

/** Negative when `a` is the earlier day, 0 when both are the same. */
export function compareDays(a: Day, b: Day): number {
  return parseDay(a) - parseDay(b);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return parseDay(to) - parseDay(from);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayIndex(epochDay: EpochDay): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}

/** The later of two days. */
export function laterOf(a: Day, b: Day): Day {
  return compareDays(a, b) > 0 ? a : b;
}
