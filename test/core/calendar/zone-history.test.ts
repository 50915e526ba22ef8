import { describe, expect, it } from 'vitest';
import { UnknownZoneError } from '../../../shared/core/calendar/errors.ts';
import { hasChangedSince, offsetsOf, ZoneOffsets } from '../../../shared/core/calendar/zone-offsets.ts';
import {
  historyText,
  momentIn,
  parseHistory,
  yearOf,
  type ZoneHistory,
} from '../../../shared/core/calendar/zone-table.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

/** Clocks of Europe: an hour later from the last Sunday of March at 01:00 UTC to that of October. */
const NORTH: NonNullable<ZoneHistory['yearly']> = {
  from: 1990,
  changes: [
    { month: 3, day: 25, weekday: 0, seconds: 7200, offset: 7200 },
    { month: 10, day: 25, weekday: 0, seconds: 10_800, offset: 3600 },
  ],
};
/** Clocks of Sydney: back on the first Sunday of April, forward on that of October, at 16:00 UTC the day before. */
const SOUTH: NonNullable<ZoneHistory['yearly']> = {
  from: 2060,
  changes: [
    { month: 4, day: 1, weekday: 0, seconds: 10_800, offset: 36_000 },
    { month: 10, day: 1, weekday: 0, seconds: 7200, offset: 39_600 },
  ],
};

describe('the text of a history', () => {
  it.each<[string, ZoneHistory]>([
    ['2s0', { first: 3600, changes: [] }],
    [
      '-2s0 rs 5k0 334 2s0',
      {
        first: -3600,
        changes: [
          [1000, 7200],
          [5000, 3600],
        ],
      },
    ],
    ['2s0 rs 5k0; 1990 3 25 0 7200 7200 10 25 0 10800 3600', { first: 3600, changes: [[1000, 7200]], yearly: NORTH }],
  ])('%s is read and written', (text, history) => {
    expect(parseHistory(text)).toEqual(history);
    expect(historyText(history)).toBe(text);
  });
});

describe('a yearly change', () => {
  it.each([
    [2026, 25, '2026-03-29T01:00:00Z'],
    [2026, 29, '2026-03-29T01:00:00Z'],
    [2026, 30, '2026-04-05T01:00:00Z'],
    [2028, 25, '2028-03-26T01:00:00Z'],
    [1965, 25, '1965-03-28T01:00:00Z'],
    [1965, 29, '1965-04-04T01:00:00Z'],
  ])('in %d on the first Sunday from %d March on comes at %s', (year, day, moment) => {
    expect(momentIn(year, { month: 3, day, weekday: 0, seconds: 7200, offset: 7200 }, 3600) * 1000).toBe(at(moment));
  });

  it('lies in the year of its moment in UTC', () => {
    expect([yearOf(at('2026-12-31T23:59:59Z')), yearOf(at('2027-01-01T00:00:00Z')), yearOf(-1)]).toEqual([
      2026, 2027, 1969,
    ]);
  });
});

describe('offsets by a history', () => {
  const north = () =>
    new ZoneOffsets('north', {
      first: 1800,
      changes: [[at('1980-01-01T00:00:00Z') / 1000, 3600]],
      yearly: NORTH,
    });
  const south = () =>
    new ZoneOffsets('south', {
      first: 36_000,
      changes: [
        [at('2000-01-01T00:00:00Z') / 1000, 35_000],
        [at('2058-01-01T00:00:00Z') / 1000, 37_000],
      ],
      yearly: SOUTH,
    });

  it.each([
    ['1979-12-31T23:59:59Z', 0.5],
    ['1980-01-01T00:00:00Z', 1],
    ['1990-03-25T00:59:59Z', 1],
    ['1990-03-25T01:00:00Z', 2],
    ['2050-07-01T00:00:00Z', 2],
    ['2050-12-31T23:59:59Z', 1],
    ['2051-01-01T00:00:00Z', 1],
    ['2051-03-26T00:59:59Z', 1],
    ['2051-03-26T01:00:00Z', 2],
    ['2051-10-29T01:00:00Z', 1],
    ['2150-07-01T00:00:00Z', 2],
  ])('in the north at %s is %d hours', (moment, hours) => {
    expect(north().at(at(moment)) / HOUR).toBe(hours);
  });

  it.each([
    ['1999-12-31T00:00:00Z', 36_000],
    ['2055-06-01T00:00:00Z', 35_000],
    ['2058-01-01T00:00:00Z', 37_000],
    ['2059-12-31T00:00:00Z', 37_000],
    ['2060-01-01T00:00:00Z', 37_000],
    ['2060-04-03T15:59:59Z', 37_000],
    ['2060-04-03T16:00:00Z', 36_000],
    ['2060-10-02T16:00:00Z', 39_600],
    ['2061-01-01T00:00:00Z', 39_600],
    ['2061-04-02T16:00:00Z', 36_000],
    ['2099-12-31T00:00:00Z', 39_600],
  ])('in the south at %s is %d seconds', (moment, seconds) => {
    expect(south().at(at(moment)) / 1000).toBe(seconds);
  });

  it.each([
    ['2049-12-31T00:00:00Z', '2050-06-01T00:00:00Z', '2051-06-01T00:00:00Z'],
    ['2052-12-31T00:00:00Z', '2053-06-01T00:00:00Z', '2053-01-01T00:00:00Z'],
    ['2053-06-01T00:00:00Z', '2053-12-31T00:00:00Z', '2054-06-01T00:00:00Z'],
    ['2026-10-25T01:00:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z'],
  ])('are the same whatever was asked before: %s, %s, %s', (...moments) => {
    const one = north();
    expect(moments.map((moment) => one.at(at(moment)))).toEqual(moments.map((moment) => north().at(at(moment))));
  });

  it('of a zone before its yearly changes begin end with the first of them', () => {
    const one = south();
    expect([one.spanAt(at('2059-06-01T00:00:00Z')), one.spanAt(at('2060-02-01T00:00:00Z'))]).toEqual([
      { from: at('2058-01-01T00:00:00Z'), to: at('2060-04-03T16:00:00Z'), offset: 37_000_000 },
      { from: at('2058-01-01T00:00:00Z'), to: at('2060-04-03T16:00:00Z'), offset: 37_000_000 },
    ]);
    expect(one.spanAt(at('1970-01-01T00:00:00Z')).from).toBe(Number.NEGATIVE_INFINITY);
    expect(new ZoneOffsets('fixed', { first: 0, changes: [] }).spanAt(at('2300-01-01T00:00:00Z'))).toEqual({
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      offset: 0,
    });
  });

  it('are steady further than a day and a half from a change', () => {
    const change = at('2026-03-29T01:00:00Z');
    const away = 1.5 * 24 * HOUR;
    const steady = (moment: number) => north().steadyAround(moment);
    expect([steady(change - away - 1), steady(change - away), steady(change - 1)]).toEqual([
      HOUR,
      undefined,
      undefined,
    ]);
    expect([steady(change), steady(change + away), steady(change + away + 1)]).toEqual([
      undefined,
      undefined,
      2 * HOUR,
    ]);
  });
});

describe('the offsets of a name', () => {
  it.each([
    ['+05:30', 5.5],
    ['-05:30', -5.5],
    ['+00:00', 0],
    ['-12:00', -12],
    ['Asia/Kolkata', 5.5],
    ['asia/kolkata', 5.5],
    ['UTC', 0],
  ])('%s are %d hours from UTC, by the newest table or by a table of its name', (zone, hours) => {
    for (const table of [undefined, '2026c']) {
      const found = offsetsOf(zone, table);
      expect([found.zone, found.at(at('2026-06-01T00:00:00Z')) / HOUR]).toEqual([zone, hours]);
      expect(offsetsOf(zone, table)).toBe(found);
    }
    expect(hasChangedSince('2026c', zone)).toBe(false);
  });

  it.each([null, 5, undefined, '05:30', '+5:30', '+05:60', '+05:30 '])('%j are not known', (zone) => {
    expect(() => offsetsOf(zone as string)).toThrow(UnknownZoneError);
  });
});
