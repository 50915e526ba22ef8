import { describe, expect, it } from 'vitest';
import { UncoveredYearError } from '../../../shared/core/calendar/errors.ts';
import { parseHolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { holidayCalendar, knownHolidaySets } from '../../../shared/core/calendar/holidays.ts';

const provenance = { generator: 'g', library: 'l', licence: 'c', attribution: [], corrections: 'o' };
const set = (from: number, to: number, holidays: readonly object[], more: object = {}) => ({
  version: '2026.1',
  about: 'for a test',
  from,
  to,
  holidays,
  ...more,
});
const MAY = { name: 'May Day', every: '05-01' };
const tables = () =>
  parseHolidayTables([
    {
      name: 'B.json',
      content: {
        provenance,
        sets: { B: set(2020, 2030, [MAY, { name: 'Local', local: 'Lokal', dates: ['2026-06-01'] }]) },
      },
    },
    {
      name: 'A.json',
      content: { provenance, sets: { A: set(2022, 2028, [MAY, { name: 'Also', dates: ['2026-06-01'] }]) } },
    },
    {
      name: 'C.json',
      content: {
        provenance,
        sets: {
          C: set(2020, 2030, [MAY, { name: 'Old', every: '07-01', to: 2024 }]),
          'C-1': set(2022, 2028, [{ name: 'Own', every: '08-01', from: 2023 }], { extends: 'C' }),
        },
      },
    },
  ]);

describe('holiday sets that are joined', () => {
  it('name a day once where they agree, and with both names where they do not', () => {
    const both = holidayCalendar(['A', 'B'], tables());
    expect(both).toMatchObject({ name: 'A+B', version: 'A@2026.1+B@2026.1' });
    expect([both.nameOn('2026-05-01'), both.nameOn('2026-06-01'), both.nameOn('2026-06-02')]).toEqual([
      'May Day',
      'Also / Local (Lokal)',
      undefined,
    ]);
  });

  it('answer for the years that all of them cover, and say which', () => {
    const both = holidayCalendar(['A', 'B'], tables());
    expect([both.nameOn('2022-05-01'), both.nameOn('2028-05-01')]).toEqual(['May Day', 'May Day']);
    for (const day of ['2021-12-31', '2029-01-01']) {
      expect(() => both.nameOn(day)).toThrow(UncoveredYearError);
      expect(() => both.nameOn(day)).toThrow(/"A" does not cover the year 202[19], only 2022 to 2028/);
    }
  });

  it('take from what they extend the years that are their own', () => {
    const { days } = holidayCalendar(['C-1'], tables());
    expect([...days.keys()].filter((day) => day.endsWith('05-01'))).toHaveLength(7);
    expect([...days].filter(([, name]) => name === 'Old').map(([day]) => day)).toEqual([
      '2022-07-01',
      '2023-07-01',
      '2024-07-01',
    ]);
    expect([...days].filter(([, name]) => name === 'Own').map(([day]) => day)).toEqual(
      [2023, 2024, 2025, 2026, 2027, 2028].map((year) => `${year}-08-01`),
    );
  });

  it('may be written together, with spaces, with days of their own and more than once', () => {
    const joined = holidayCalendar(['B + A', '+x:2026-12-31', 'none', 'A'], tables());
    expect(joined).toMatchObject({ name: 'B+A+x:2026-12-31', version: 'B@2026.1+A@2026.1+x:2026-12-31' });
    expect(joined.nameOn('2026-12-31')).toBe('day named as a holiday');
    const named = holidayCalendar(['A', 'x:2026-05-01'], tables());
    expect(named.nameOn('2026-05-01')).toBe('May Day');
    expect(holidayCalendar([], tables())).toMatchObject({ name: 'none', version: 'none' });
  });

  it('are known by their names in order', () => {
    expect(knownHolidaySets(tables())).toEqual(['none', 'A', 'B', 'C', 'C-1']);
    expect(() => holidayCalendar(['D'], tables())).toThrow(/none, A, B, C, C-1/);
  });
});
