import { civilOf, dayText, type EpochDay, epochDayOf, weekdayIndex } from './days.ts';
import { NoBusinessDayError } from './errors.ts';
import type { HolidayCalendar } from './types.ts';

/** The holidays of one year of a calendar, by day number. */
interface HolidayYear {
  readonly first: EpochDay;
  /** 1 January of the next year. */
  readonly next: EpochDay;
  /** 1 where the day since `first` is a holiday. */
  readonly isHoliday: Uint8Array;
  readonly names: ReadonlyMap<EpochDay, string>;
}

/** Within this many days there is a business day under any sensible calendar. */
const FURTHEST = 366;

const yearsByCalendar = new WeakMap<HolidayCalendar, Map<number, HolidayYear>>();

/**
 * Which days are business days: those the weekmask works and the calendar does not name.
 * Asking about a year the calendar does not cover throws its `UncoveredYearError`.
 */
export class WorkingDays {
  readonly weekmask: string;
  /** The version of the calendar, `RO@2026.1`. */
  readonly version: string;
  readonly #calendar: HolidayCalendar;
  readonly #years: Map<number, HolidayYear>;
  readonly #works: readonly boolean[];
  #year: HolidayYear | undefined;

  constructor(calendar: HolidayCalendar, weekmask: string) {
    this.weekmask = weekmask;
    this.version = calendar.version;
    this.#calendar = calendar;
    this.#works = [...weekmask].map((digit) => digit === '1');
    const years = yearsByCalendar.get(calendar) ?? new Map<number, HolidayYear>();
    yearsByCalendar.set(calendar, years);
    this.#years = years;
  }

  /** Whether the weekmask works on this day, holidays aside. */
  inWeek(day: EpochDay): boolean {
    return this.#works[weekdayIndex(day)] as boolean;
  }

  isHoliday(day: EpochDay): boolean {
    const year = this.#yearOf(day);
    return year.isHoliday[day - year.first] === 1;
  }

  /** The holiday's name, or undefined. */
  holidayOn(day: EpochDay): string | undefined {
    return this.#yearOf(day).names.get(day);
  }

  isBusinessDay(day: EpochDay): boolean {
    return this.inWeek(day) && !this.isHoliday(day);
  }

  /** The first business day after (`step` 1) or before (`step` -1) a day, that day not included. */
  next(day: EpochDay, step: 1 | -1): EpochDay {
    for (let away = 1; away <= FURTHEST; away++) {
      if (this.isBusinessDay(day + step * away)) return day + step * away;
    }
    throw new NoBusinessDayError(dayText(day), this.weekmask);
  }

  /** The day itself when it is a business day, else the next one in the direction of `step`. */
  onOrNext(day: EpochDay, step: 1 | -1): EpochDay {
    return this.isBusinessDay(day) ? day : this.next(day, step);
  }

  /** Business days from `first` to `last`, both included. */
  countBetween(first: EpochDay, last: EpochDay): number {
    let count = 0;
    for (let day = first; day <= last; day++) if (this.isBusinessDay(day)) count++;
    return count;
  }

  #yearOf(day: EpochDay): HolidayYear {
    const current = this.#year;
    if (current && day >= current.first && day < current.next) return current;
    const { year } = civilOf(day);
    let found = this.#years.get(year);
    if (!found) {
      found = readYear(this.#calendar, year);
      this.#years.set(year, found);
    }
    this.#year = found;
    return found;
  }
}

const byCalendar = new WeakMap<HolidayCalendar, Map<string, WorkingDays>>();

/** The business days of a calendar under a weekmask; the same object for the same two. */
export function workingDays(calendar: HolidayCalendar, weekmask: string): WorkingDays {
  let byMask = byCalendar.get(calendar);
  if (!byMask) {
    byMask = new Map();
    byCalendar.set(calendar, byMask);
  }
  let found = byMask.get(weekmask);
  if (!found) {
    found = new WorkingDays(calendar, weekmask);
    byMask.set(weekmask, found);
  }
  return found;
}

function readYear(calendar: HolidayCalendar, year: number): HolidayYear {
  const first = epochDayOf(year, 1, 1);
  const next = epochDayOf(year + 1, 1, 1);
  const isHoliday = new Uint8Array(next - first);
  const names = new Map<EpochDay, string>();
  for (let day = first; day < next; day++) {
    const name = calendar.nameOn(dayText(day));
    if (name === undefined) continue;
    isHoliday[day - first] = 1;
    names.set(day, name);
  }
  return { first, next, isHoliday, names };
}
