import { describe, expect, it } from 'vitest';
import { BusinessDayTable } from '../../bench/business-day-table.ts';
import { computePeriod } from '../../shared/core/calendar/compute.ts';
import { dayText, epochDayOf, parseDay } from '../../shared/core/calendar/days.ts';
import { UncoveredYearError } from '../../shared/core/calendar/errors.ts';
import { holidayCalendar } from '../../shared/core/calendar/holidays.ts';
import type { HolidayCalendar } from '../../shared/core/calendar/types.ts';
import { loadHolidayTables } from '../../shared/runtime/holiday-tables.ts';

const tables = loadHolidayTables();
const years = { fromYear: 2015, toYear: 2040 };
const FIRST = epochDayOf(2016, 1, 1);
const LAST = epochDayOf(2039, 12, 31);
const CASES_PER_SET = 125_000;

/** Numbers that look random and are the same in every run. */
function* lottery(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Holidays as epoch days, asked of the calendar by the text that the platform's own Date writes. */
function holidaysOf(calendar: HolidayCalendar): Set<number> {
  const holidays = new Set<number>();
  for (let day = epochDayOf(2015, 1, 1); day <= epochDayOf(2040, 12, 31); day++) {
    if (calendar.nameOn(new Date(day * 86_400_000).toISOString().slice(0, 10))) holidays.add(day);
  }
  return holidays;
}

/** One day at a time: the count anybody would do with a calendar on the wall. */
function slowly(day: number, n: number, holidays: ReadonlySet<number>, weekmask: string): number {
  const step = n > 0 ? 1 : -1;
  let at = day;
  for (let left = Math.abs(n); left > 0; ) {
    at += step;
    // 1 January 1970 was a Thursday.
    if (weekmask[(((at + 3) % 7) + 7) % 7] === '1' && !holidays.has(at)) left--;
  }
  return at;
}

describe('the table of business days', () => {
  it.each([
    ['DK', '1111100'],
    ['FI-150/1930', '1111100'],
    ['US', '1111100'],
    ['US-DE', '1111100'],
    ['GB-ENG', '1111100'],
    ['RO', '1111100'],
    ['MX-LFT74', '1111110'],
    ['DE-BY', '1111110'],
  ])(`agrees with a slow loop on ${CASES_PER_SET} random cases: %s, %s`, (set, weekmask) => {
    const calendar = holidayCalendar([set], tables);
    const table = new BusinessDayTable(calendar, { ...years, weekmask });
    const holidays = holidaysOf(calendar);
    const random = lottery(set.length * 7919 + set.charCodeAt(0));
    const wrong: string[] = [];
    for (let i = 0; i < CASES_PER_SET; i++) {
      const day = FIRST + Math.floor(random.next().value * (LAST - FIRST));
      const n = Math.floor(random.next().value * 81) - 40;
      const found = table.add(day, n);
      if (found !== slowly(day, n, holidays, weekmask)) wrong.push(`${dayText(day)} ${n}: ${dayText(found)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('gives a whole column what it gives each day, and the public function too', () => {
    const holidays = holidayCalendar(['RO'], tables);
    const table = new BusinessDayTable(holidays, years);
    const random = lottery(1);
    const days = Int32Array.from({ length: 3000 }, () => FIRST + Math.floor(random.next().value * (LAST - FIRST)));
    for (const n of [15, 1, 0, -1, -20]) {
      const column = table.addAll(days, n);
      days.forEach((day, index) => {
        expect(column[index]).toBe(table.add(day, n));
        const period = { n: Math.abs(n), unit: 'businessDays', direction: n < 0 ? 'before' : 'after' } as const;
        expect(parseDay(computePeriod(dayText(day), period, { timezone: 'UTC', holidays }).date)).toBe(column[index]);
      });
    }
    for (const roll of ['following', 'preceding'] as const) {
      const column = table.rollAll(days, roll);
      days.forEach((day, index) => {
        const period = { n: 0, unit: 'days', roll } as const;
        expect(parseDay(computePeriod(dayText(day), period, { timezone: 'UTC', holidays }).date)).toBe(column[index]);
      });
    }
  });

  it('counts the business days between two days', () => {
    const table = new BusinessDayTable(holidayCalendar(['RO'], tables), years);
    const between = (from: string, to: string) => table.countBetween(parseDay(from), parseDay(to));
    expect(between('2026-11-23', '2026-11-29')).toBe(5);
    expect(between('2026-11-30', '2026-12-04')).toBe(3);
    expect(between('2015-01-01', '2015-01-05')).toBe(1);
    expect(between('2026-12-04', '2026-11-30')).toBe(0);
  });

  it('names the year in which a count leaves it, and never answers from beyond', () => {
    const table = new BusinessDayTable(holidayCalendar(['RO'], tables), years);
    const last = Int32Array.of(parseDay('2040-12-20'));
    expect(() => table.addAll(last, 15)).toThrow(UncoveredYearError);
    expect(() => table.add(parseDay('2040-12-20'), 15)).toThrow(expect.objectContaining({ year: 2041, set: 'RO' }));
    expect(() => table.add(parseDay('2015-01-05'), -15)).toThrow(expect.objectContaining({ year: 2014 }));
    expect(table.roll(parseDay('2015-01-01'), 'following')).toBe(parseDay('2015-01-05'));
    expect(() => table.roll(parseDay('2015-01-01'), 'preceding')).toThrow(expect.objectContaining({ year: 2014 }));
    expect(() => table.roll(parseDay('2040-12-31') + 1, 'following')).toThrow(UncoveredYearError);
    expect(() => table.add(parseDay('2014-12-31'), 1)).toThrow(UncoveredYearError);
    expect(() => table.addAll(Int32Array.of(parseDay('2014-12-31')), 1)).toThrow(UncoveredYearError);
    expect(() => table.countBetween(parseDay('2014-01-01'), parseDay('2016-01-01'))).toThrow(UncoveredYearError);
    expect(() => new BusinessDayTable(holidayCalendar(['RO'], tables), { fromYear: 2010, toYear: 2040 })).toThrow(
      UncoveredYearError,
    );
  });
});
