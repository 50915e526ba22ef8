/** A civil day as ISO text, `2026-11-20`. It has no zone and no time. */
export type Day = string;

/** A moment as ISO text in UTC, `2026-11-20T08:00:00Z`. */
export type InstantText = string;

/** An IANA zone name, or a fixed offset such as `-05:00` where a contract says so. */
export type Zone = string;

export const UNITS = ['hours', 'days', 'businessDays', 'weeks', 'months', 'years', 'years365'] as const;
export type Unit = (typeof UNITS)[number];

export const ROLLS = ['none', 'following', 'preceding', 'modifiedFollowing', 'modifiedPreceding'] as const;
export type Roll = (typeof ROLLS)[number];

/**
 * One length of time and every setting that decides how it is counted.
 * Absent settings mean: forward, trigger day not counted, not clear, subtract, no roll, Monday to Friday.
 *
 * @example
 * // Counted from Friday 20 November 2026, without holidays, the last day is:
 * { n: 15, unit: 'businessDays' }                      // Friday 11 December: five in each of three weeks
 * { n: 30, unit: 'days' }                              // Sunday 20 December
 * { n: 30, unit: 'days', roll: 'following' }           // Monday 21 December
 * { n: 10, unit: 'days', countsTriggerDay: true }      // Sunday 29 November: the 20th is day 1
 * { n: 10, unit: 'days', clear: true }                 // Tuesday 1 December: ten whole days lie between
 * { n: 1, unit: 'months', direction: 'before' }        // Tuesday 20 October, the latest day for a notice
 *
 * @example
 * // The ends of months. One month from 31 January 2027 ends on 28 February. Back from 28 February it is
 * { n: 1, unit: 'months', direction: 'before' }                         // 28 January
 * { n: 1, unit: 'months', direction: 'before', method: 'forwardMax' }   // 31 January: a month from then ends in time
 *
 * @example
 * // Hours lead to a moment: from 20 November 2026, 10:20, to 23 November, 11:00
 * { n: 72, unit: 'hours', fromNextFullHour: true }
 */
export interface Period {
  readonly n: number;
  readonly unit: Unit;
  readonly direction?: 'after' | 'before';
  /** The anchor day is day 1 of the period. */
  readonly countsTriggerDay?: boolean;
  /** Neither end day counts: one day later going forward, one day earlier going back. */
  readonly clear?: boolean;
  /** Backward only. `forwardMax` is the latest day `d` with `d + period <= anchor`. */
  readonly method?: 'subtract' | 'forwardMax';
  readonly roll?: Roll;
  /** Seven digits, Monday first; `1111100` when absent. */
  readonly weekmask?: string;
  /** Extend until the period holds this many working days. */
  readonly minWorkingDays?: number;
  /** The result is the day after the last day. */
  readonly thenDayAfter?: boolean;
  /** Hours begin at the next full hour: the hour in which the event falls does not count. */
  readonly fromNextFullHour?: boolean;
  /** Hours begin when the day of the event is over. */
  readonly fromNextMidnight?: boolean;
  /** What to do where the month has no such day. */
  readonly monthEnd?: 'clamp' | 'refuse';
  /** The last day ends at this local time, `17:00`, instead of running to midnight. */
  readonly endsAt?: string;
  /**
   * What `endsAt`, or the time to which hours roll, means where a clock change skips or repeats it. `endsAt` refuses
   * when absent.
   */
  readonly localTime?: 'compatible' | 'earlier' | 'later' | 'refuse';
  /**
   * An event at or after this local time counts as happening on the next day, or the next business day. In the second
   * case an event on a day that is no business day counts for the next business day as well, whatever its time.
   */
  readonly cutOff?: CutOff;
  /** The rules of law the settings follow; each becomes a step of the explanation. */
  readonly basis?: readonly string[];
  /** What else a reader must know about the rules; each becomes a step of the explanation. */
  readonly remarks?: readonly Remark[];
  /** In a chain: this part and the one before it are one period with one end. Set by `asOnePeriod`. */
  readonly continues?: boolean;
}

/** A reservation about the body of law a period is counted by. */
export type Remark =
  | { readonly kind: 'note'; readonly note: string }
  /** The purpose the law is made for; left out when a statute is counted by its own regime. */
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'no-rule'; readonly law: string; readonly unit: Unit; readonly direction: 'after' | 'before' }
  | {
      readonly kind: 'rule-overridden';
      readonly citation: string;
      readonly setting: string;
      readonly ruled: unknown;
      readonly given: unknown;
    };

/** The time of day from which an event counts as happening on a later day. */
export interface CutOff {
  /** Local time, `17:00`. */
  readonly at: string;
  readonly movesTo: 'nextDay' | 'nextBusinessDay';
}

/** A zone as one table of offsets has it: on which civil day a moment lies depends on the table. */
export interface ZoneByTable {
  readonly timezone: Zone;
  /** The table, `2026c`; the newest when absent. */
  readonly zones?: string;
}

/**
 * Where, and with which holidays and rules a period is counted. Days are read by the table of offsets that is named here, so
 * that a counted day stays when a zone changes. The instant at which a day begins or ends is always that of the newest table.
 */
export interface CountingContext extends ZoneByTable {
  readonly holidays: HolidayCalendar;
  /** The number of the rules of counting; the newest when absent. */
  readonly rules?: number;
}

/** A set of holidays, or the union of several. Asking for a year it does not cover throws `UncoveredYearError`. */
export interface HolidayCalendar {
  /** `RO`, `DK+US`, or `none`. */
  readonly name: string;
  /** `RO@2026.1`; recorded with every deadline computed with the calendar. */
  readonly version: string;
  /** The holiday's name on that day, or undefined. */
  nameOn(day: Day): string | undefined;
  /** Every holiday of the years that it covers, by its day. */
  readonly days: ReadonlyMap<Day, string>;
}
