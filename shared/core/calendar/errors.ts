/** Base of all calendar errors: a stable code, the field at fault and its value. */
export abstract class CalendarError extends Error {
  abstract readonly code: string;
  /** The setting or argument that cannot be used; absent where the error concerns the computation as a whole. */
  readonly field: string | undefined;
  readonly value: unknown;

  constructor(message: string, field: string | undefined, value: unknown) {
    super(message);
    this.field = field;
    this.value = value;
  }
}

/** A holiday table was asked about a year it says nothing about. */
export class UncoveredYearError extends CalendarError {
  override readonly name = 'UncoveredYearError';
  override readonly code = 'uncovered-year';
  readonly set: string;
  readonly year: number;

  /** `years`: the first and the last year that the set covers. */
  constructor(set: string, year: number, { from, to }: { readonly from: number; readonly to: number }) {
    super(
      `holiday set "${set}" does not cover the year ${year}, only ${from} to ${to}; extend the table or choose another set`,
      'holidays',
      year,
    );
    this.set = set;
    this.year = year;
  }
}

/** A holiday set was named that no table defines. */
export class UnknownHolidaySetError extends CalendarError {
  override readonly name = 'UnknownHolidaySetError';
  override readonly code = 'unknown-holiday-set';
  readonly set: string;
  readonly known: readonly string[];

  /** `namedBy`: what names it, `acme@1, clause export`, where that is not what the caller gave. */
  constructor(set: string, known: readonly string[], namedBy?: string) {
    const where = namedBy === undefined ? '' : `${namedBy}: `;
    super(`${where}unknown holiday set "${set}"; known sets are ${known.join(', ')}`, 'holidays', set);
    this.set = set;
    this.known = known;
  }
}

/** A day that does not exist, or is not written as `2026-11-20`. */
export class InvalidDayError extends CalendarError {
  override readonly name = 'InvalidDayError';
  override readonly code = 'invalid-day';

  constructor(value: unknown, field = 'day') {
    super(`${field} "${String(value)}" is not a day of the calendar; write it as 2026-11-20`, field, value);
  }
}

/** Counting left the years 1 to 9999. */
export class DayOutOfRangeError extends CalendarError {
  override readonly name = 'DayOutOfRangeError';
  override readonly code = 'day-out-of-range';

  constructor(value: number) {
    super(
      `day number ${value} (from 1 January 1970) lies outside the years 1 to 9999; use a shorter period`,
      'day',
      value,
    );
  }
}

/** A moment that does not exist or lacks its offset. */
export class InvalidInstantError extends CalendarError {
  override readonly name = 'InvalidInstantError';
  override readonly code = 'invalid-instant';

  constructor(value: unknown, field = 'instant') {
    super(
      `${field} "${String(value)}" is not a moment; write it with its offset, 2026-11-20T10:00:00+02:00 or 2026-11-20T08:00:00Z`,
      field,
      value,
    );
  }
}

/** A zone that no database lists, or an abbreviation that may mean civil time or a fixed offset. */
export class UnknownZoneError extends CalendarError {
  override readonly name = 'UnknownZoneError';
  override readonly code = 'unknown-zone';

  constructor(value: unknown, remedy = 'use a name such as Europe/Bucharest or an offset such as -05:00') {
    super(`time zone "${String(value)}" is not usable; ${remedy}`, 'timezone', value);
  }
}

/** A local time written other than `HH:MM`. */
export class InvalidLocalTimeError extends CalendarError {
  override readonly name = 'InvalidLocalTimeError';
  override readonly code = 'invalid-local-time';

  constructor(value: unknown, field = 'time') {
    super(`${field} "${String(value)}" is not a time of day; write it as 17:00`, field, value);
  }
}

/** A local time that a clock change skips. */
export class NonExistentLocalTimeError extends CalendarError {
  override readonly name = 'NonExistentLocalTimeError';
  override readonly code = 'non-existent-local-time';

  constructor(value: string, zone: string, field = 'time', remedy = 'choose another time or give the offset') {
    super(`${value} does not exist in ${zone}: the clocks skip it; ${remedy}`, field, value);
  }
}

/** A local time that a clock change repeats. */
export class AmbiguousLocalTimeError extends CalendarError {
  override readonly name = 'AmbiguousLocalTimeError';
  override readonly code = 'ambiguous-local-time';

  constructor(value: string, zone: string, field = 'time', remedy = 'give the offset') {
    super(`${value} happens twice in ${zone}: the clocks go back over it; ${remedy}`, field, value);
  }
}

/** A day that a zone left out when it moved across the date line. */
export class NonExistentDayError extends CalendarError {
  override readonly name = 'NonExistentDayError';
  override readonly code = 'non-existent-day';

  constructor(day: string, zone: string) {
    super(
      `${day} does not exist in ${zone}, which left it out; count in another zone or name the day meant`,
      'day',
      day,
    );
  }
}

/** A date given where holidays are named does not exist or is not written as one. */
export class InvalidHolidayDateError extends CalendarError {
  override readonly name = 'InvalidHolidayDateError';
  override readonly code = 'invalid-holiday-date';

  constructor(value: unknown, field = 'holidayDates') {
    super(`holiday date "${String(value)}" is not a day that exists; write it as 2026-12-31`, field, value);
  }
}

/** Words that do not name a length of time. */
export class InvalidPeriodTextError extends CalendarError {
  override readonly name = 'InvalidPeriodTextError';
  override readonly code = 'invalid-period-text';

  constructor(
    value: unknown,
    remedy = 'write it as "15 business days", "6 months", "72 hours" or "1 month and 15 days"',
  ) {
    super(`period "${String(value)}" cannot be read; ${remedy}`, 'period', value);
  }
}

/** A setting of a period that is out of range, or that contradicts another one. */
export class InvalidPeriodError extends CalendarError {
  override readonly name = 'InvalidPeriodError';
  override readonly code = 'invalid-period';

  constructor(field: string, value: unknown, remedy: string) {
    super(`period.${field} is ${JSON.stringify(value) ?? String(value)}: ${remedy}`, `period.${field}`, value);
  }
}

/** An argument beside the period, such as a rule for choosing among several, that cannot be used. */
export class InvalidArgumentError extends CalendarError {
  override readonly name = 'InvalidArgumentError';
  override readonly code = 'invalid-argument';

  constructor(field: string, value: unknown, remedy: string) {
    super(`${field} is ${JSON.stringify(value) ?? String(value)}: ${remedy}`, field, value);
  }
}

/** The month has no such day, and the period says to refuse that. */
export class AmbiguousMonthEndError extends CalendarError {
  override readonly name = 'AmbiguousMonthEndError';
  override readonly code = 'ambiguous-month-end';

  constructor(from: string, month: string) {
    super(
      `counting from ${from} ends in ${month}, which has no such day, and monthEnd is "refuse"; set monthEnd to "clamp" for the last day of the month`,
      'period.monthEnd',
      from,
    );
  }
}

/** No business day within a year: the weekmask and the holidays leave none. */
export class NoBusinessDayError extends CalendarError {
  override readonly name = 'NoBusinessDayError';
  override readonly code = 'no-business-day';

  constructor(from: string, weekmask: string) {
    super(
      `no business day follows within a year of ${from}; check the weekmask and the holidays`,
      'period.weekmask',
      weekmask,
    );
  }
}

/** A regime that is not among those shipped. */
export class UnknownRegimeError extends CalendarError {
  override readonly name = 'UnknownRegimeError';
  override readonly code = 'unknown-regime';

  constructor(value: string, known: readonly string[]) {
    super(`unknown regime "${value}"; known regimes are ${known.join(', ')}`, 'regime', value);
  }
}

/** A billing cycle that cannot be laid out. */
export class InvalidCycleError extends CalendarError {
  override readonly name = 'InvalidCycleError';
  override readonly code = 'invalid-cycle';

  constructor(field: string, value: unknown, remedy: string) {
    super(`cycle.${field} is ${JSON.stringify(value) ?? String(value)}: ${remedy}`, `cycle.${field}`, value);
  }
}
