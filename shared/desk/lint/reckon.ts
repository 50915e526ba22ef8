import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { asOnePeriod, computeChain, computePeriod, cycleEndOnOrAfter } from '../../core/calendar/compute.ts';
import { addDays, daysBetween } from '../../core/calendar/days.ts';
import { AmbiguousMonthEndError, CalendarError, NonExistentDayError } from '../../core/calendar/errors.ts';
import { instantText } from '../../core/calendar/instants.ts';
import { parsePeriod, parsePeriods } from '../../core/calendar/period-text.ts';
import type { CountingContext, Day, HolidayCalendar, Period } from '../../core/calendar/types.ts';
import { endOfDay, startOfDay } from '../../core/calendar/zone.ts';
import { dayOf } from '../../core/events/event.ts';
import { closingOf } from '../../core/terms/shapes/questions.ts';
import type { WindowUntilDay } from '../../core/terms/shapes/window.ts';
import {
  anchorsOf,
  type Counting,
  eventIn,
  periodsOf,
  rollsOn,
  type SingleCounting,
  singlesIn,
} from '../../core/terms/written-counting.ts';

/** The days on which every clause is tried: four years, of which 2028 has a 29 February. */
export const FIRST_DAY = '2026-01-01';
export const LAST_DAY = '2029-12-31';
export const DAYS: readonly Day[] = Array.from({ length: daysBetween(FIRST_DAY, LAST_DAY) + 1 }, (_, index) =>
  addDays(FIRST_DAY, index),
);

/** A last day, and the instant of its expiry in milliseconds since 1970. */
export interface End {
  readonly date: Day;
  readonly epoch: number;
}

/** For each of `DAYS` the last day counted from it; undefined if it cannot be counted. */
export type Ends = readonly (End | undefined)[];

/**
 * When an event comes on its day: at the start of the day, which also stands for an event without an hour, a minute later, or
 * in its last minute. Hours that end at midnight end with the day before, so the first minute matters.
 */
export const TIMES = ['day-begins', 'first-minute', 'last-minute'] as const;
export type TimeOfDay = (typeof TIMES)[number];

type CycleLength = Pick<Period, 'n' | 'unit'>;

/** If the contract sets the length of a cycle, the length that most contracts have is tried. */
const TYPICAL: Readonly<Record<string, string>> = { 'contract.term': '12 months', 'contract.billing': '1 month' };

/**
 * Counts clauses from every one of `DAYS`, each way of counting once. The day that a clause counts from (of the event
 * or named in its data) is taken to be that day. If the clause counts from its cycle, the cycle begins on that day.
 */
export class Reckoner {
  readonly #forward = new WeakMap<HolidayCalendar, Map<string, Map<string, Ends>>>();
  readonly #back = new WeakMap<HolidayCalendar, Map<string, Map<string, End>>>();

  /** For each of `DAYS` the last day of the clause itself. */
  endsOf(rule: ClauseInForce, time: TimeOfDay = 'day-begins'): Ends {
    const { shape } = rule.clause;
    switch (shape.kind) {
      case 'period':
        return this.ends(shape.counting, rule, time);
      case 'window':
        return shape.closes === undefined ? this.#untilDay(shape, rule) : this.ends(shape.closes, rule, time);
      case 'atOnce':
        return shape.from === 'trigger' ? this.#withEvent(rule, time) : UNKNOWN;
      case 'allowance':
      case 'lookBack':
      case 'none':
        return UNKNOWN;
    }
  }

  ends(counting: Counting, rule: ClauseInForce, time: TimeOfDay = 'day-begins'): Ends {
    return this.#each(rule, `${JSON.stringify(counting)} ${time}`, (day) =>
      endOfCounting(counting, { day, time }, rule),
    );
  }

  /** The days that lie a length of time before the given last days. */
  before(length: string, ends: Ends, { context }: ClauseInForce): Ends {
    const inHours = isInHours(length);
    const known = this.#knownFor(this.#back, context, length);
    return ends.map((end) => {
      if (end === undefined) return undefined;
      const from = inHours ? instantText(end.epoch) : end.date;
      const found = known.get(from) ?? orNone(() => endBefore(length, end, context));
      if (found) known.set(from, found);
      return found;
    });
  }

  /** Why a way of counting fails on the first or the last of `DAYS`; undefined if it does not fail. */
  faultOf(counting: Counting, rule: ClauseInForce): CalendarError | undefined {
    return firstFault([FIRST_DAY, LAST_DAY], (day) => endOfCounting(counting, { day, time: 'day-begins' }, rule));
  }

  /** Why a length cannot be counted back from the first or the last known end of `DAYS`; undefined if it can. */
  faultBefore(length: string, rule: ClauseInForce): CalendarError | undefined {
    const ends = this.endsOf(rule);
    const known = [ends[0], ends.at(-1)].filter((end) => end !== undefined);
    return firstFault(known, (end) => endBefore(length, end, rule.context));
  }

  #withEvent(rule: ClauseInForce, time: TimeOfDay): Ends {
    return this.#each(rule, `at once ${time}`, (day) => ({ date: day, epoch: epochOf(day, time, rule.context) }));
  }

  #untilDay({ until, lastDay }: WindowUntilDay, rule: ClauseInForce): Ends {
    if (until.startsWith('data.')) return UNKNOWN;
    const dayBefore = lastDay === 'day-before';
    return this.#each(rule, `until ${until} ${dayBefore}`, (day) => {
      const closing = dayOfCycle(until, day, rule);
      return wholeDay(dayBefore ? addDays(closing, -1) : closing, rule.context);
    });
  }

  #each(rule: ClauseInForce, what: string, count: (day: Day) => End | undefined): Ends {
    const { context } = rule;
    const known = this.#knownFor(this.#forward, context, 'all');
    const { n, unit } = cycleLengthOf(rule);
    const key = `${n} ${unit} ${what}`;
    const ends = known.get(key) ?? DAYS.map((day) => orNone(() => count(day)));
    known.set(key, ends);
    return ends;
  }

  /** The results known for one place. They depend on its holidays and its zone. */
  #knownFor<Value>(
    all: WeakMap<HolidayCalendar, Map<string, Map<string, Value>>>,
    { holidays, timezone }: CountingContext,
    what: string,
  ): Map<string, Value> {
    const places = all.get(holidays) ?? new Map<string, Map<string, Value>>();
    all.set(holidays, places);
    const key = `${timezone} ${what}`;
    const known = places.get(key) ?? new Map<string, Value>();
    places.set(key, known);
    return known;
  }
}

/** Undefined for a day from which counting fails. The reason is reported once, by `faultOf`. */
function orNone(count: () => End | undefined): End | undefined {
  try {
    return count();
  } catch (error) {
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

function firstFault<Value>(values: readonly Value[], count: (value: Value) => unknown): CalendarError | undefined {
  for (const value of values) {
    try {
      count(value);
    } catch (error) {
      if (error instanceof CalendarError && !isMeant(error)) return error;
    }
  }
  return undefined;
}

/** A day that the pack refuses to count from, or that a zone skipped, is not a fault of the pack. */
function isMeant(error: CalendarError): boolean {
  return error instanceof AmbiguousMonthEndError || error instanceof NonExistentDayError;
}

const UNKNOWN: Ends = DAYS.map(() => undefined);

/** The length of a clause's cycles; the usual length if the contract sets it. */
export function cycleLengthOf({ cycle }: ClauseInForce): CycleLength {
  if (cycle === undefined) return parsePeriod('12 months');
  return 'missing' in cycle ? parsePeriod(TYPICAL[cycle.missing] ?? '12 months') : cycle.every;
}

/** Whether a length is in hours only, so that it leads to a moment instead of a day. */
export function isInHours(length: string): boolean {
  return parsePeriods(length).every(({ unit }) => unit === 'hours');
}

/** Whether a length of the clause has a part in hours. */
export function countsHours({ clause }: ClauseInForce): boolean {
  const counting = closingOf(clause);
  const lengths = counting ? singlesIn(counting).flatMap(({ length }) => length ?? []) : [];
  return lengths.some((length) => parsePeriods(length).some(({ unit }) => unit === 'hours'));
}

interface Coming {
  readonly day: Day;
  readonly time: TimeOfDay;
}

function endOfCounting(counting: Counting, event: Coming, rule: ClauseInForce): End | undefined {
  const ends = singlesIn(counting).flatMap((single) => endOfSingle(single, event, rule) ?? []);
  const [first] = ends;
  if (first === undefined) return undefined;
  return ends.reduce((chosen, end) => {
    const later = end.epoch > chosen.epoch;
    return (counting.earlierOf === undefined ? later : end.epoch < chosen.epoch) ? end : chosen;
  }, first);
}

/** Undefined if the last day is a day that the event carries: it is unknown without the event. */
function endOfSingle(single: SingleCounting, event: Coming, rule: ClauseInForce): End | undefined {
  if (single.day !== undefined) return undefined;
  const { context } = rule;
  const anchors = anchorsOf(single);
  // A day that only another event tells is not known here.
  const named = countedFrom(anchors.find((anchor) => eventIn(anchor) === undefined) ?? anchors[0], event, rule);
  const from = single.overBefore ? lastDayBefore(named, single, context) : named;
  const end = single.inEach ? endInEach(single, from, context) : asEnd(computeChain(from, periodsOf(single), context));
  if (single.takesEffect === 'as-it-begins') {
    return { date: end.date, epoch: epochOf(end.date, 'day-begins', context) };
  }
  if (single.endsWith === undefined) return end;
  const cycle = { every: cycleLengthOf(rule), start: FIRST_DAY };
  return asEnd(cycleEndOnOrAfter(end.date, cycle, context.timezone));
}

/** Only the event itself has an hour. Its named days and the days of a cycle are whole days. */
function countedFrom(anchor: string | undefined, { day, time }: Coming, rule: ClauseInForce): string {
  if (anchor === 'trigger' && time !== 'day-begins') return instantText(epochOf(day, time, rule.context));
  return dayOfCycle(anchor, day, rule);
}

/** As `lastDayBefore` of a deadline: the last day on which the period may end. */
function lastDayBefore(named: string, single: SingleCounting, context: CountingContext): Day {
  const day = addDays(dayOf(named, context.timezone), -1);
  return rollsOn(single) ? computePeriod(day, { n: 0, unit: 'days', roll: 'preceding' }, context).date : day;
}

const MINUTE_MS = 60_000;

/** The moment at which an event comes, in milliseconds since 1970. */
export function epochOf(day: Day, time: TimeOfDay, { timezone }: CountingContext): number {
  if (time !== 'last-minute') return Date.parse(startOfDay(day, timezone)) + (time === 'first-minute' ? MINUTE_MS : 0);
  return Date.parse(endOfDay(day, timezone)) - MINUTE_MS;
}

function endInEach(single: SingleCounting, from: string, context: CountingContext): End {
  const { timezones = [], take } = single.inEach ?? {};
  const [period] = periodsOf(single);
  const ends = timezones
    .map((timezone) => asEnd(computePeriod(from, period as Period, { ...context, timezone })))
    .sort((a, b) => a.epoch - b.epoch);
  return (take === 'latest' ? ends.at(-1) : ends[0]) as End;
}

/** The day that lies a length of time before a last day; for a length in hours, the moment. */
function endBefore(length: string, end: End, context: CountingContext): End {
  const periods = asOnePeriod(parsePeriods(length), { direction: 'before' });
  return asEnd(computeChain(isInHours(length) ? instantText(end.epoch) : end.date, periods, context));
}

/** The day of an anchor in the cycle that begins on a day; the day itself for what is no end of a cycle. */
function dayOfCycle(anchor: string | undefined, day: Day, rule: ClauseInForce): Day {
  if (anchor !== 'cycle.end' && anchor !== 'cycle.next') return day;
  const cycle = { every: cycleLengthOf(rule), start: day };
  const lastDay = cycleEndOnOrAfter(day, cycle, rule.context.timezone).date;
  return anchor === 'cycle.next' ? addDays(lastDay, 1) : lastDay;
}

function wholeDay(day: Day, { timezone }: CountingContext): End {
  return { date: day, epoch: Date.parse(endOfDay(day, timezone)) };
}

function asEnd({ date, instant }: { readonly date: Day; readonly instant: string }): End {
  return { date, epoch: Date.parse(instant) };
}
