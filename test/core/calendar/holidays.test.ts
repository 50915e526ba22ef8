import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UncoveredYearError, UnknownHolidaySetError } from '../../../shared/core/calendar/errors.ts';
import { InvalidHolidayTableError, parseHolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import {
  calendarOfDates,
  holidayCalendar,
  InvalidHolidayDateError,
  knownHolidaySets,
} from '../../../shared/core/calendar/holidays.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';

const tables = loadHolidayTables();

describe('a holiday calendar', () => {
  it('names the holiday in English and in the language of the place', () => {
    const denmark = holidayCalendar(['DK'], tables);
    expect(denmark.nameOn('2023-05-05')).toBe('Prayer Day (Store Bededag)');
    expect(denmark.nameOn('2024-04-26')).toBeUndefined();
    expect(holidayCalendar(['GB-ENG'], tables).nameOn('2026-08-31')).toBe('Summer bank holiday');
  });

  it('keeps holidays that fall on a weekend', () => {
    expect(holidayCalendar(['DE'], tables).nameOn('2026-10-03')).toContain('German Unity Day');
  });

  it('names both holidays of a shared day', () => {
    const shared = holidayCalendar(['RO'], tables).nameOn('2026-06-01');
    expect(shared?.split(' / ').sort()).toEqual([
      "Children's Day (Ziua Copilului)",
      'Whit Monday (A doua zi de Rusalii)',
    ]);
  });

  it.each([
    [['RO'], 'RO', 'RO@2026.1'],
    [['DK', 'US'], 'DK+US', 'DK@2026.1+US@2026.1'],
    [['DK+US'], 'DK+US', 'DK@2026.1+US@2026.1'],
    [['DK', 'none', 'DK'], 'DK', 'DK@2026.1'],
    [['FI-150/1930'], 'FI-150/1930', 'FI-150/1930@2026.1'],
    [['DK', '+x:2026-12-31'], 'DK+x:2026-12-31', 'DK@2026.1+x:2026-12-31'],
    [['none'], 'none', 'none'],
    [[], 'none', 'none'],
  ])('%j has name and version', (names, name, version) => {
    const calendar = holidayCalendar(names, tables);
    expect(calendar.name).toBe(name);
    expect(calendar.version).toBe(version);
  });

  it('joins sets, and says both names where they share a day', () => {
    const both = holidayCalendar(['DK+US'], tables);
    expect(both.nameOn('2026-05-14')).toBe('Ascension Day (Kristi Himmelfartsdag)');
    expect(both.nameOn('2026-11-26')).toBe('Thanksgiving Day');
    expect(both.nameOn('2026-12-25')).toBe('Christmas Day (Juledag) / Christmas Day');
  });

  it('adds explicit dates, alone or to a set', () => {
    expect(holidayCalendar(['DK+x:2026-12-31'], tables).nameOn('2026-12-31')).toBe('day named as a holiday');
    expect(holidayCalendar(['DK'], tables).nameOn('2026-12-31')).toBeUndefined();
    expect(holidayCalendar(['none+x:2055-12-31'], tables).nameOn('2055-12-31')).toBeDefined();
  });

  it('is the same object when asked for again, so that its table is built once', () => {
    expect(holidayCalendar(['DE', 'DK'], tables)).toBe(holidayCalendar(['DE+DK'], tables));
  });
});

describe('a holiday calendar refuses to guess', () => {
  it.each(['2014-12-31', '2041-01-01', '12026-01-01', '-2026-01-01', '', 'tomorrow'])('%j is not covered', (day) => {
    expect(() => holidayCalendar(['RO'], tables).nameOn(day)).toThrow(UncoveredYearError);
  });

  it('answers on the first and last covered day', () => {
    expect(holidayCalendar(['RO'], tables).nameOn('2015-01-01')).toContain("New Year's Day");
    expect(holidayCalendar(['RO'], tables).nameOn('2040-12-31')).toBeUndefined();
  });

  it('refuses a union outside the years of any of its sets, and names that set', () => {
    const narrow = parseHolidayTables([
      file({ A: { ...set, from: 2020, to: 2022, holidays: [] }, B: { ...set, from: 2021, to: 2030, holidays: [] } }),
    ]);
    const union = holidayCalendar(['A+B'], narrow);
    expect(union.nameOn('2021-06-01')).toBeUndefined();
    expect(() => union.nameOn('2023-06-01')).toThrow(expect.objectContaining({ set: 'A', year: 2023 }));
    expect(() => union.nameOn('2020-06-01')).toThrow(expect.objectContaining({ set: 'B', year: 2020 }));
  });

  it('has no uncovered year without a set', () => {
    for (const names of [[], ['none']]) expect(holidayCalendar(names, tables).nameOn('1832-02-29')).toBeUndefined();
  });

  it.each(['XX', 'ro', 'DK++US', 'DK+', '', 'toString'])('the set %j is unknown', (name) => {
    const attempt = () => holidayCalendar([name], tables);
    expect(attempt).toThrow(UnknownHolidaySetError);
    expect(attempt).toThrow(/known sets? .*none.*DK.*US-MA/s);
  });

  it.each(['x:2026-02-30', 'x:31.12.2026', 'x:', 'x:2026-12-31T00:00'])(
    'the explicit date %j does not exist',
    (name) => {
      expect(() => holidayCalendar(['DK', `+${name}`], tables)).toThrow(InvalidHolidayDateError);
    },
  );
});

describe('a calendar of given dates', () => {
  it('holds those and no others, in any year', () => {
    const calendar = calendarOfDates('given', ['2026-04-06', '2099-01-01']);
    expect(calendar.name).toBe('given');
    expect(calendar.nameOn('2026-04-06')).toBeDefined();
    expect(calendar.nameOn('2099-01-01')).toBeDefined();
    expect(calendar.nameOn('2026-04-07')).toBeUndefined();
  });

  it('refuses a date that does not exist', () => {
    expect(() => calendarOfDates('given', ['2027-02-29'])).toThrow(InvalidHolidayDateError);
  });
});

const set = { version: '2026.1', about: 'for a test', from: 2015, to: 2040 };
const provenance = { generator: 'g', library: 'l', licence: 'c', attribution: [], corrections: 'o' };

function file(sets: Record<string, unknown>) {
  return { name: 'T.json', content: { provenance, sets } };
}

describe('a holiday table', () => {
  it('carries where it comes from', () => {
    const romania = tables.sets.get('RO');
    expect(romania?.provenance.library).toMatch(/^date-holidays \d/);
    expect(romania?.provenance.licence).toMatch(/^CC-BY-SA-3\.0 /);
    expect(romania?.provenance.attribution.length).toBeGreaterThan(1);
    expect(knownHolidaySets(tables)[0]).toBe('none');
  });

  it.each([
    ['an unknown key', { ...set, holidays: [], colour: 'red' }],
    ['an unreadable version', { ...set, version: 'new', holidays: [] }],
    ['a day that does not exist', { ...set, holidays: [{ name: 'A', dates: ['2026-02-29'] }] }],
    ['a yearly day that some years lack', { ...set, holidays: [{ name: 'A', every: '02-29' }] }],
    ['a day outside the years', { ...set, holidays: [{ name: 'A', dates: ['2041-01-01'] }] }],
    ['years in the wrong order', { ...set, from: 2041, holidays: [] }],
    ['an unknown base', { ...set, extends: 'Q', holidays: [] }],
  ])('with %s is refused', (_problem, content) => {
    expect(() => parseHolidayTables([file({ T: content })])).toThrow(InvalidHolidayTableError);
  });

  it('refuses a reserved name, a second definition, and a base that covers fewer years', () => {
    const empty = { ...set, holidays: [] };
    for (const name of ['none', 'A+B', 'x:1', 'A B', 'A@1']) {
      expect(() => parseHolidayTables([file({ [name]: empty })])).toThrow(/reserved/);
    }
    expect(() => parseHolidayTables([file({ T: empty }), file({ T: empty })])).toThrow(/second time/);
    const narrow = { ...empty, from: 2020 };
    expect(() => parseHolidayTables([file({ T: { ...empty, extends: 'B' }, B: narrow })])).toThrow(/cannot extend/);
  });

  it('is refused by file name when it is missing or not JSON', () => {
    const directory = mkdtempSync(join(tmpdir(), 'holidays-'));
    expect(() => loadHolidayTables(directory)).toThrow(/no such file/);
    writeFileSync(join(directory, 'DK.json'), '{');
    expect(() => loadHolidayTables(directory)).toThrow(/DK\.json: not JSON/);
  });
});
