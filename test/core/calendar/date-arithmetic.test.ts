import { describe, expect, it } from 'vitest';
import { asOnePeriod, computeChain, cycleEndOnOrAfter } from '../../../shared/core/calendar/compute.ts';
import { AmbiguousMonthEndError } from '../../../shared/core/calendar/errors.ts';
import { parsePeriods } from '../../../shared/core/calendar/period-text.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { place } from './counting-context.ts';

/** The day counted from `from` over all lengths of `text`, which are added up where they are of one family. */
function counted(from: string, text: string, direction: string, settings: Partial<Period> = {}): string {
  const period = { ...settings, direction: direction as 'after' | 'before' };
  return computeChain(from, asOnePeriod(parsePeriods(text), period), place()).date;
}

/** As `counted`, but each length leads to a day of its own, from which the next one is counted. */
function oneByOne(from: string, text: string, direction: string): string {
  const lengths = parsePeriods(text).map((length) => ({ ...length, direction: direction as 'after' | 'before' }));
  return computeChain(from, lengths, place()).date;
}

const rows = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()) as [string, string, string, string, string]);

/** from | lengths | direction | day. Every month on the way has the day that is looked for. */
const EXACT = `
  2026-01-01 | 1 day | after | 2026-01-02
  2026-12-31 | 1 day | after | 2027-01-01
  2024-02-28 | 1 day | after | 2024-02-29
  2023-02-28 | 1 day | after | 2023-03-01
  1900-02-28 | 1 day | after | 1900-03-01
  2000-02-28 | 1 day | after | 2000-02-29
  2026-03-01 | 1 day | before | 2026-02-28
  2024-03-01 | 1 day | before | 2024-02-29
  2027-01-01 | 1 day | before | 2026-12-31
  2026-01-31 | 2 weeks | after | 2026-02-14
  2026-01-14 | 2 weeks | before | 2025-12-31
  2026-01-01 | 365 days | after | 2027-01-01
  2028-01-01 | 365 days | after | 2028-12-31
  2028-01-01 | 366 days | after | 2029-01-01
  1999-12-31 | 1000 days | after | 2002-09-26
  2026-11-30 | 36525 days | before | 1926-11-30
  2026-01-15 | 1 month | after | 2026-02-15
  2026-01-28 | 1 month | after | 2026-02-28
  2026-02-28 | 1 month | after | 2026-03-28
  2026-02-28 | 1 month | before | 2026-01-28
  2026-03-30 | 6 months | after | 2026-09-30
  2026-12-31 | 1 month | after | 2027-01-31
  2026-12-15 | 1 month | after | 2027-01-15
  2026-01-15 | 1 month | before | 2025-12-15
  2026-01-31 | 12 months | after | 2027-01-31
  2026-01-31 | 2 months | after | 2026-03-31
  2026-07-31 | 1 month | after | 2026-08-31
  2026-08-31 | 1 month | before | 2026-07-31
  2026-10-31 | 5 months | before | 2026-05-31
  2024-02-29 | 4 years | after | 2028-02-29
  2096-02-29 | 8 years | after | 2104-02-29
  2024-02-29 | 24 years | before | 2000-02-29
  2026-06-30 | 10 years | after | 2036-06-30
  2026-06-30 | 100 years | before | 1926-06-30
  2026-01-15 | 1 year and 1 month | after | 2027-02-15
  2026-01-15 | 1 month and 15 days | after | 2026-03-02
  2026-03-15 | 1 month and 15 days | before | 2026-01-31
  2026-11-30 | 1 year, 2 months and 3 days | after | 2028-02-02
  2026-01-30 | 1 year, 1 month and 1 day | before | 2024-12-29
  2024-01-29 | 1 month and 1 day | after | 2024-03-01
`;

/** from | lengths | direction | day. The month has no such day: the count goes on from its last day. */
const ROUNDED_DOWN = `
  2026-01-31 | 1 month | after | 2026-02-28
  2024-01-31 | 1 month | after | 2024-02-29
  2026-01-29 | 1 month | after | 2026-02-28
  2026-01-30 | 1 month | after | 2026-02-28
  2024-01-30 | 1 month | after | 2024-02-29
  2026-03-31 | 1 month | after | 2026-04-30
  2026-05-31 | 1 month | after | 2026-06-30
  2026-08-31 | 1 month | after | 2026-09-30
  2026-10-31 | 1 month | after | 2026-11-30
  2026-08-31 | 6 months | after | 2027-02-28
  2026-12-31 | 2 months | after | 2027-02-28
  2027-12-31 | 2 months | after | 2028-02-29
  2026-01-31 | 13 months | after | 2027-02-28
  2026-01-31 | 25 months | after | 2028-02-29
  2024-02-29 | 1 year | after | 2025-02-28
  2024-02-29 | 3 years | after | 2027-02-28
  2096-02-29 | 4 years | after | 2100-02-28
  1896-02-29 | 4 years | after | 1900-02-28
  2026-03-31 | 1 month | before | 2026-02-28
  2024-03-31 | 1 month | before | 2024-02-29
  2026-03-29 | 1 month | before | 2026-02-28
  2024-03-30 | 1 month | before | 2024-02-29
  2026-05-31 | 1 month | before | 2026-04-30
  2026-07-31 | 1 month | before | 2026-06-30
  2026-12-31 | 1 month | before | 2026-11-30
  2026-08-31 | 6 months | before | 2026-02-28
  2024-02-29 | 1 year | before | 2023-02-28
  2104-02-29 | 4 years | before | 2100-02-28
  2026-01-31 | 1 month and 1 day | after | 2026-03-01
  2026-01-31 | 1 month and 15 days | after | 2026-03-15
  2024-01-31 | 1 month and 2 weeks | after | 2024-03-14
  2026-03-31 | 1 month and 1 day | before | 2026-02-27
  2026-05-31 | 1 month and 30 days | before | 2026-03-31
  2024-02-29 | 1 year and 1 day | after | 2025-03-01
  2026-08-31 | 1 year and 1 month | after | 2027-09-30
  2026-12-31 | 1 month and 1 month | after | 2027-02-28
  2026-05-31 | 1 month and 2 months | before | 2026-02-28
  2026-10-31 | 1 year and 1 month | after | 2027-11-30
`;

/** from | lengths | direction | each length rounded down by itself | added up first, so that nothing is rounded. */
const ADDED_UP = `
  2024-02-29 | 1 year, 1 month and 1 day | after | 2025-03-29 | 2025-03-30
  2026-01-31 | 1 month and 1 month | after | 2026-03-28 | 2026-03-31
  2024-02-29 | 1 year and 1 month | after | 2025-03-28 | 2025-03-29
  2024-02-29 | 1 year and 1 month | before | 2023-01-28 | 2023-01-29
`;

describe('date arithmetic', () => {
  it.each(rows(EXACT))('%s, %s %s: %s', (from, text, direction, day) => {
    expect(counted(from, text, direction)).toBe(day);
    expect(counted(from, text, direction, { monthEnd: 'refuse' })).toBe(day);
  });

  it.each(rows(ROUNDED_DOWN))('%s, %s %s: %s, the last day of a shorter month', (from, text, direction, day) => {
    expect(counted(from, text, direction)).toBe(day);
    expect(() => counted(from, text, direction, { monthEnd: 'refuse' })).toThrow(AmbiguousMonthEndError);
  });

  it.each(rows(ADDED_UP))('%s, %s %s: %s one by one, %s added up', (from, text, direction, rounded, day) => {
    expect(oneByOne(from, text, direction)).toBe(rounded);
    expect(counted(from, text, direction)).toBe(day);
    expect(counted(from, text, direction, { monthEnd: 'refuse' })).toBe(day);
  });

  it.each([
    ['1900-02-14', '1900-02-01', '1900-02-28'],
    ['2000-02-29', '2000-02-01', '2000-02-29'],
    ['2023-02-01', '2023-02-01', '2023-02-28'],
    ['2024-02-28', '2024-02-01', '2024-02-29'],
    ['2100-02-28', '2100-02-01', '2100-02-28'],
    ['2026-01-31', '2026-01-01', '2026-01-31'],
    ['2026-04-01', '2026-04-01', '2026-04-30'],
    ['2026-06-30', '2026-06-01', '2026-06-30'],
    ['2026-09-15', '2026-09-01', '2026-09-30'],
    ['2026-11-30', '2026-11-01', '2026-11-30'],
    ['2026-12-31', '2026-12-01', '2026-12-31'],
  ])('the month of %s runs from %s to %s', (day, first, last) => {
    expect(cycleEndOnOrAfter(day, { every: '1 month', anchorDay: 1 }, 'UTC')).toMatchObject({
      opensOn: first,
      date: last,
    });
  });
});
