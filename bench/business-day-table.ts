import { civilOf, type EpochDay, epochDayOf } from '../shared/core/calendar/days.ts';
import { UncoveredYearError } from '../shared/core/calendar/errors.ts';
import type { HolidayCalendar } from '../shared/core/calendar/types.ts';
import { WorkingDays } from '../shared/core/calendar/working-days.ts';

/** Which years a table answers for, and the working week. */
export interface BusinessDayTableOptions {
  readonly fromYear: number;
  readonly toYear: number;
  /** `1111100` when absent. */
  readonly weekmask?: string;
}

/**
 * Business-day arithmetic on day numbers for whole columns of days, by two lookups a day and without explanations.
 * Gives the same days as `computePeriod`. Leaving the years of the table throws `UncoveredYearError`.
 */
export class BusinessDayTable {
  readonly calendar: string;
  readonly first: EpochDay;
  readonly last: EpochDay;
  /** Business days from `first` up to and including each day. */
  readonly #upTo: Int32Array;
  /** The business days themselves, in order. */
  readonly #days: Int32Array;

  /** @throws UncoveredYearError when the calendar does not cover the years */
  constructor(calendar: HolidayCalendar, { fromYear, toYear, weekmask = '1111100' }: BusinessDayTableOptions) {
    this.calendar = calendar.name;
    this.first = epochDayOf(fromYear, 1, 1);
    this.last = epochDayOf(toYear, 12, 31);
    const working = new WorkingDays(calendar, weekmask);
    const length = Math.max(0, this.last - this.first + 1);
    const upTo = new Int32Array(length);
    const days = new Int32Array(length);
    let count = 0;
    for (let index = 0; index < length; index++) {
      if (working.isBusinessDay(this.first + index)) days[count++] = this.first + index;
      upTo[index] = count;
    }
    this.#upTo = upTo;
    this.#days = days.slice(0, count);
  }

  /** The `n`-th business day strictly after a day, or strictly before it when `n` is negative; the day itself for 0. */
  add(day: EpochDay, n: number): EpochDay {
    if (n === 0) return day;
    const upTo = this.#upTo[n > 0 ? day - this.first : day - 1 - this.first] as number;
    const found = this.#days[n > 0 ? upTo + n - 1 : upTo + n];
    if (found === undefined) throw this.#outside(day, n);
    return found;
  }

  /** `add` for every day of a column, with one length for all; written to `out`, which may be the column itself. */
  addAll(days: Int32Array, n: number, out: Int32Array = new Int32Array(days.length)): Int32Array {
    if (n <= 0) {
      for (let index = 0; index < days.length; index++) out[index] = this.add(days[index] as number, n);
      return out;
    }
    const upTo = this.#upTo;
    const businessDays = this.#days;
    const first = this.first;
    for (let index = 0; index < days.length; index++) {
      const day = days[index] as number;
      const found = businessDays[(upTo[day - first] as number) + n - 1];
      if (found === undefined) throw this.#outside(day, n);
      out[index] = found;
    }
    return out;
  }

  /** The day itself when it is a business day, else the next (`following`) or the one before (`preceding`). */
  roll(day: EpochDay, convention: 'following' | 'preceding'): EpochDay {
    const index = day - this.first;
    const upTo = this.#upTo[index] as number;
    const before = index === 0 ? 0 : (this.#upTo[index - 1] as number);
    if (upTo > before) return day;
    const found = this.#days[convention === 'following' ? upTo : upTo - 1];
    if (found === undefined) throw this.#outside(day, convention === 'following' ? 1 : -1);
    return found;
  }

  /** `roll` for every day of a column. */
  rollAll(
    days: Int32Array,
    convention: 'following' | 'preceding',
    out: Int32Array = new Int32Array(days.length),
  ): Int32Array {
    for (let index = 0; index < days.length; index++) out[index] = this.roll(days[index] as number, convention);
    return out;
  }

  /** Business days from one day to another, both included. */
  countBetween(from: EpochDay, to: EpochDay): number {
    const before = from === this.first ? 0 : this.#upTo[from - 1 - this.first];
    const until = this.#upTo[to - this.first];
    if (before === undefined || until === undefined) throw this.#outside(before === undefined ? from : to, 0);
    return Math.max(0, until - before);
  }

  /** The error for a count that left the table, with the nearest year outside. */
  #outside(day: EpochDay, direction: number): UncoveredYearError {
    const early = day < this.first || (direction < 0 && day <= this.last);
    const covered = { from: civilOf(this.first).year, to: civilOf(this.last).year };
    return new UncoveredYearError(this.calendar, civilOf(early ? this.first - 1 : this.last + 1).year, covered);
  }
}
