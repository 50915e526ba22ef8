import fc from 'fast-check';
import { dayText, epochDayOf } from '../../../shared/core/calendar/days.ts';
import { type Period, ROLLS } from '../../../shared/core/calendar/types.ts';

const FIRST = epochDayOf(2020, 1, 1);
const LAST = epochDayOf(2035, 12, 31);

/** A day number of the years 2020 to 2035. */
export const epochDays = fc.integer({ min: FIRST, max: LAST });

export const days = epochDays.map(dayText);

/** Holidays thick enough that most periods meet some, in clusters as at Christmas and Easter. */
export const holidayDates = fc
  .array(fc.tuple(fc.integer({ min: FIRST - 400, max: LAST + 2000 }), fc.integer({ min: 1, max: 4 })), {
    maxLength: 400,
  })
  .map((clusters) => clusters.flatMap(([first, length]) => Array.from({ length }, (_, i) => dayText(first + i))));

export const weekmasks = fc.constantFrom('1111100', '1111100', '1111110', '1111001', '0101010', '1111111');

export const zones = fc.constantFrom(
  'Europe/Bucharest',
  'America/New_York',
  'America/Hermosillo',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  '-05:00',
  'UTC',
);

/** Periods counted in days, with any settings that go together. */
export const dayPeriods: fc.Arbitrary<Period> = fc
  .record({
    n: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom('days', 'businessDays', 'weeks', 'months', 'years', 'years365'),
    direction: fc.constantFrom('after', 'before'),
    ends: fc.constantFrom('plain', 'plain', 'counted', 'clear'),
    latest: fc.boolean(),
    roll: fc.constantFrom(...ROLLS),
    weekmask: weekmasks,
    minWorkingDays: fc.constantFrom(0, 0, 2, 5),
    thenDayAfter: fc.boolean(),
  })
  .map(({ n, unit, direction, ends, latest, roll, ...rest }) => ({
    ...rest,
    // A latest start may not move on.
    roll: latest && direction === 'before' && roll !== 'none' ? 'preceding' : roll,
    n: unit === 'years' || unit === 'years365' ? (n % 4) + 1 : n,
    unit,
    direction,
    countsTriggerDay: ends === 'counted',
    clear: ends === 'clear',
    method: latest && direction === 'before' ? 'forwardMax' : 'subtract',
  })) as fc.Arbitrary<Period>;

/** Periods counted in hours. */
export const hourPeriods: fc.Arbitrary<Period> = fc
  .record({
    n: fc.integer({ min: 0, max: 500 }),
    direction: fc.constantFrom('after', 'before'),
    start: fc.constantFrom('event', 'hour', 'midnight'),
    roll: fc.constantFrom(...ROLLS),
    weekmask: weekmasks,
  })
  .map(({ start, ...rest }) => ({
    ...rest,
    unit: 'hours',
    fromNextFullHour: start === 'hour' && rest.direction === 'after',
    fromNextMidnight: start === 'midnight' && rest.direction === 'after',
  })) as fc.Arbitrary<Period>;

/** Moments of the years 2020 to 2035 in UTC, to the second. */
export const moments = fc
  .integer({ min: FIRST * 86_400, max: LAST * 86_400 })
  .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000', ''));
