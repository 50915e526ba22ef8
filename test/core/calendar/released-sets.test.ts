import { describe, expect, it } from 'vitest';
import { parseHolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { checkReleasedSets, digestsOf } from '../../../shared/core/calendar/released-sets.ts';

const provenance = { generator: 'g', library: 'l', licence: 'c', attribution: [], corrections: 'o' };
const set = (version: string, holidays: readonly object[], about = 'for a test') => ({
  version,
  about,
  from: 2020,
  to: 2030,
  holidays,
});
const DAY = { name: 'Day', dates: ['2026-03-02'] };
const EVERY = { name: 'Every', every: '05-01' };
const tablesWith = (now: object, then: object = set('2026.1', [DAY])) =>
  parseHolidayTables([
    { name: 'B.json', content: { provenance, sets: { B: now, A: set('2026.1', [EVERY]) } } },
    { name: 'B@2026.1.json', content: { provenance, sets: { B: then } } },
  ]);
const tables = tablesWith(set('2026.2', [DAY, EVERY]));

describe('released sets', () => {
  const released = () => digestsOf(tables);

  it('have a digest for each version, in the order of their labels', () => {
    expect(Object.keys(released())).toEqual(['A@2026.1', 'B@2026.1', 'B@2026.2']);
    for (const digest of Object.values(released())) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Object.values(released())).size).toBe(3);
  });

  it('pass as they were, whatever is said about them, and beside versions that are not released', () => {
    expect(() => checkReleasedSets(tables, released())).not.toThrow();
    expect(() => checkReleasedSets(tables, { 'A@2026.1': released()['A@2026.1'] ?? '' })).not.toThrow();
    expect(digestsOf(tablesWith(set('2026.2', [DAY, EVERY], 'said otherwise')))).toEqual(released());
  });

  it('are refused with another holiday, by the file that holds them', () => {
    const now = tablesWith(set('2026.2', [DAY]));
    expect(() => checkReleasedSets(now, released())).toThrow(/B@2026\.2 was released with other holidays/);
    const then = tablesWith(set('2026.2', [DAY, EVERY]), set('2026.1', []));
    expect(() => checkReleasedSets(then, released())).toThrow(/B@2026\.1\.json.*B@2026\.1 was released with other/s);
  });

  it('are refused where one is gone', () => {
    const gone = { ...released(), 'B/C@2025.1': 'x' };
    expect(() => checkReleasedSets(tables, gone)).toThrow(/B~C@2025\.1\.json.*B\/C@2025\.1 was released, and is gone/s);
  });

  it.each([
    ['a name', { ...EVERY, name: 'Other' }],
    ['a local name', { ...EVERY, local: 'Dag' }],
    ['the day of each year', { ...EVERY, every: '05-02' }],
    ['the first year', { ...EVERY, from: 2021 }],
    ['the last year', { ...EVERY, to: 2029 }],
  ])('have another digest with another %s', (_, holiday) => {
    const digest = (one: object) => digestsOf(tablesWith(set('2026.2', [one])))['B@2026.2'];
    expect(digest(holiday)).not.toBe(digest(EVERY));
  });
});
