import { describe, expect, it } from 'vitest';
import { withNext } from '../../../scripts/next-edition.ts';
import { newestEdition, othersThanNewest, tablesOf, withEditions } from '../../../shared/core/calendar/editions.ts';
import { type Edition, parseHolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';

const provenance = { generator: 'g', library: 'l', licence: 'c', attribution: [], corrections: 'o' };
const set = (version: string, ...dates: string[]) => ({
  version,
  about: 'for a test',
  from: 2020,
  to: 2030,
  holidays: dates.length > 0 ? [{ name: 'Day', dates }] : [],
});

/** A in two versions, and B, which came with the second edition. */
const tables = parseHolidayTables([
  { name: 'A@2026.1.json', content: { provenance, sets: { A: set('2026.1') } } },
  { name: 'A.json', content: { provenance, sets: { A: set('2026.2', '2026-03-02'), B: set('2026.2', '2026-03-03') } } },
]);
const first: Edition = { edition: 1, zones: '2026c', rules: 1, sets: { A: '2026.1' } };
const second: Edition = { edition: 2, zones: '2026c', rules: 1, sets: { A: '2026.2', B: '2026.2' } };
const editions = withEditions(tables, 'editions.json', [first, second]);

describe('an edition', () => {
  it('stands for one version of each set; a set that came later is in the version in which it came', () => {
    const named = (edition: number) => {
      const calendar = holidayCalendar(['A', 'B'], tablesOf(editions, edition));
      return [calendar.version, calendar.nameOn('2026-03-02'), calendar.nameOn('2026-03-03')];
    };
    expect(named(1)).toEqual(['A@2026.1+B@2026.2', undefined, 'Day']);
    expect(named(2)).toEqual(['A@2026.2+B@2026.2', 'Day', 'Day']);
  });

  it('that is the newest, or not known, stands for the tables as they are', () => {
    for (const edition of [2, 3, 99]) expect(tablesOf(editions, edition)).toBe(editions);
    expect(tablesOf(editions, 1)).toBe(tablesOf(editions, 1));
    expect([newestEdition(editions), newestEdition(tables)]).toEqual([2, undefined]);
  });

  it('between others stands for the versions of its time', () => {
    const raised = parseHolidayTables([
      { name: 'A@2026.1.json', content: { provenance, sets: { A: set('2026.1') } } },
      { name: 'A@2026.2.json', content: { provenance, sets: { A: set('2026.2') } } },
      { name: 'B@2026.2.json', content: { provenance, sets: { B: set('2026.2') } } },
      { name: 'A.json', content: { provenance, sets: { A: set('2026.3'), B: set('2026.3'), C: set('2026.3') } } },
    ]);
    const third: Edition = { ...second, edition: 3, sets: { A: '2026.3', B: '2026.3', C: '2026.3' } };
    const three = withEditions(raised, 'editions.json', [first, second, third]);
    const versions = (edition: number) =>
      [...tablesOf(three, edition).sets].map(([name, { version }]) => name + version);
    expect(versions(1)).toEqual(['A2026.1', 'B2026.2', 'C2026.3']);
    expect(versions(2)).toEqual(['A2026.2', 'B2026.2', 'C2026.3']);
    expect(versions(3)).toEqual(['A2026.3', 'B2026.3', 'C2026.3']);
  });

  it('says by which zones and rules it counts, where they are not the newest', () => {
    const others = (of: Partial<Edition>) =>
      othersThanNewest({ ...tables, editions: [{ ...first, ...of }, second] }, 1);
    expect(others({})).toEqual({});
    expect(others({ zones: '2020a' })).toEqual({ zones: '2020a' });
    expect(others({ rules: 0 })).toEqual({ rules: 0 });
    expect(others({ zones: '2020a', rules: 0 })).toEqual({ zones: '2020a', rules: 0 });
    expect(othersThanNewest(editions, 99)).toEqual({});
  });

  it('is given out when a set was raised or added, and not otherwise', () => {
    expect(withNext([], tables)).toEqual([{ ...second, edition: 1 }]);
    expect(withNext([first], tables)).toEqual([first, second]);
    expect(withNext([first, second], tables)).toEqual([first, second]);
  });

  it.each([
    ['a gap in the numbers', [first, { ...second, edition: 3 }], /edition 3 stands where 2 should be/],
    ['a version that is gone', [{ ...first, sets: { A: '2025.1' } }, second], /edition 1: A@2025\.1 is not at hand/],
    ['a table of zones that is gone', [{ ...first, zones: '1999a' }], /no table of zone offsets 1999a/],
    ['rules of a later release', [{ ...second, edition: 1, rules: 2 }], /not known to this release/],
    ['an earlier version as the newest', [first], /edition 1 has another version of A; give out the next number/],
    [
      'a set that the newest does not name',
      [{ ...second, edition: 1, sets: { A: '2026.2' } }],
      /edition 1 does not name B; give out the next number/,
    ],
    ['an unknown field', [{ ...first, colour: 'red' }], /colour/],
  ])('is refused with %s', (_, content, problem) => {
    expect(() => withEditions(tables, 'editions.json', content)).toThrow(problem);
  });
});
