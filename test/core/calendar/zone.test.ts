import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousLocalTimeError,
  InvalidInstantError,
  InvalidLocalTimeError,
  NonExistentLocalTimeError,
  UnknownZoneError,
} from '../../../shared/core/calendar/errors.ts';
import {
  atLocalTime,
  checkZone,
  endOfDay,
  localDateTime,
  localDay,
  startOfDay,
  toInstant,
} from '../../../shared/core/calendar/zone.ts';
import { ZoneOffsets } from '../../../shared/core/calendar/zone-offsets.ts';
import { parseHistory, ZONE_TABLES } from '../../../shared/core/calendar/zone-table.ts';
import { rounds } from '../../harness/rounds.ts';
import { moments, zones } from './arbitrary-periods.ts';

const hoursOf = (day: string, zone: string) =>
  (Date.parse(endOfDay(day, zone)) - Date.parse(startOfDay(day, zone))) / 3_600_000;

describe('days in a zone', () => {
  it.each([
    ['2026-12-15', 'Europe/Bucharest', '2026-12-15T22:00:00Z'],
    ['2026-07-15', 'Europe/Bucharest', '2026-07-15T21:00:00Z'],
    ['2026-07-15', 'America/Hermosillo', '2026-07-16T07:00:00Z'],
    ['2026-07-15', '-05:00', '2026-07-16T05:00:00Z'],
    ['2026-07-15', 'Asia/Kolkata', '2026-07-15T18:30:00Z'],
    ['2026-07-15', 'UTC', '2026-07-16T00:00:00Z'],
    ['2025-12-31', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z'],
  ])('%s in %s is over at %s', (day, zone, instant) => {
    expect(endOfDay(day, zone)).toBe(instant);
  });

  it.each([
    ['2026-03-29', 'Europe/Helsinki', 23],
    ['2026-10-25', 'Europe/Helsinki', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-06-01', 'Europe/Helsinki', 24],
    ['2026-03-29', '+02:00', 24],
  ])('%s in %s has %d hours', (day, zone, hours) => {
    expect(hoursOf(day, zone)).toBe(hours);
  });

  it('begins where the clocks begin to show it when midnight does not exist', () => {
    expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00Z');
    expect(localDateTime(startOfDay('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24T01:00:00+03:00');
    expect(hoursOf('2026-04-24', 'Africa/Cairo')).toBe(23);
  });

  it('ends a day before the one that Samoa left out when that one would have begun', () => {
    expect(endOfDay('2011-12-29', 'Pacific/Apia')).toBe('2011-12-30T10:00:00Z');
    expect(localDay('2011-12-30T10:00:00Z', 'Pacific/Apia')).toBe('2011-12-31');
  });

  it.each([
    ['2026-05-02T05:00:00Z', 'America/Hermosillo', '2026-05-01'],
    ['2026-05-02T23:59:59.999-07:00', 'America/Hermosillo', '2026-05-02'],
    ['2026-10-25T00:59:59Z', 'Europe/Helsinki', '2026-10-25'],
    ['2026-10-24T21:00:00Z', 'Europe/Helsinki', '2026-10-25'],
    ['2026-10-25T21:59:59Z', 'Europe/Helsinki', '2026-10-25'],
    ['2026-10-25T22:00:00Z', 'Europe/Helsinki', '2026-10-26'],
  ])('%s falls, in %s, on %s', (instant, zone, day) => {
    expect(localDay(instant, zone)).toBe(day);
  });

  it('gives the offset of a moment that is itself a clock change', () => {
    expect(localDateTime('2026-10-25T01:00:00Z', 'Europe/Helsinki')).toBe('2026-10-25T03:00:00+02:00');
    expect(localDateTime('2026-10-25T00:59:59.999Z', 'Europe/Helsinki')).toBe('2026-10-25T03:59:59.999+03:00');
  });
});

const textOf = (zone: string) =>
  ZONE_TABLES.flatMap(({ zones }) => zones).findLast(([names]) => names.split(' ').includes(zone))?.[1] ?? '';

describe('offsets', () => {
  const change = Date.parse('2026-10-25T01:00:00Z');

  it.each([
    ['first asked at a change', [change, change - 1]],
    ['first asked just before it', [change - 1, change]],
  ])('%s are right on both sides of it', (_, order) => {
    const offsets = new ZoneOffsets('Europe/Paris', parseHistory(textOf('Europe/Paris')));
    const found = new Map(order.map((moment) => [moment, offsets.at(moment) / 3_600_000]));
    expect([found.get(change - 1), found.get(change)]).toEqual([2, 1]);
  });

  it('agree with Temporal at any moment', () => {
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const there = Temporal.Instant.from(moment).toZonedDateTimeISO(zone);
        expect(localDateTime(moment, zone)).toBe(there.toString({ timeZoneName: 'never' }));
        expect(startOfDay(localDay(moment, zone), zone)).toBe(there.startOfDay().toInstant().toString());
      }),
      { numRuns: rounds(500) },
    );
  });
});

describe('local times', () => {
  it('are read by the clocks of the zone', () => {
    expect(atLocalTime('2026-11-20', '17:00', 'Europe/Bucharest')).toBe('2026-11-20T15:00:00Z');
    expect(atLocalTime('2026-03-29', '09:00', 'Europe/Berlin')).toBe('2026-03-29T07:00:00Z');
  });

  it.each([
    ['compatible', '2026-03-29T01:30:00Z'],
    ['later', '2026-03-29T01:30:00Z'],
    ['earlier', '2026-03-29T00:30:00Z'],
  ] as const)('that are skipped mean, under %s, %s', (policy, instant) => {
    expect(atLocalTime('2026-03-29', '02:30', 'Europe/Berlin', policy)).toBe(instant);
  });

  it.each([
    ['compatible', '2026-10-25T00:30:00Z'],
    ['earlier', '2026-10-25T00:30:00Z'],
    ['later', '2026-10-25T01:30:00Z'],
  ] as const)('that come twice mean, under %s, %s', (policy, instant) => {
    expect(atLocalTime('2026-10-25', '02:30', 'Europe/Berlin', policy)).toBe(instant);
  });

  it('can be refused', () => {
    expect(() => atLocalTime('2026-03-29', '02:30', 'Europe/Berlin', 'refuse')).toThrow(NonExistentLocalTimeError);
    expect(() => atLocalTime('2026-10-25', '02:30', 'Europe/Berlin', 'refuse')).toThrow(AmbiguousLocalTimeError);
  });

  it('may have seconds', () => {
    expect(atLocalTime('2026-11-20', '17:01:30', 'UTC')).toBe('2026-11-20T17:01:30Z');
  });

  it.each(['24:00', '9:00', '17', '17:60', '', '17:00:60', '17:00:1', ' 17:00', '17:00 ', ['17:00']])(
    'refuse "%s"',
    (time) => {
      expect(() => atLocalTime('2026-11-20', time as string, 'UTC')).toThrow(InvalidLocalTimeError);
    },
  );
});

describe('zones', () => {
  it.each(['Europe/Bucharest', 'UTC', '-05:00', '+05:30', 'America/Hermosillo'])('%s is usable', (zone) => {
    expect(checkZone(zone)).toBe(zone);
  });

  it.each(['Mars/Olympus', '', 'Europe/Bucharest ', '-5', '+24:00', '-05:00:30', 'CET', 'EST', 'est'])(
    '"%s" is refused',
    (zone) => {
      expect(() => checkZone(zone)).toThrow(UnknownZoneError);
    },
  );

  it('asks what EST is meant to be', () => {
    expect(() => checkZone('EST')).toThrow(/America\/New_York.*-05:00/);
  });
});

describe('instants', () => {
  it.each([
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00Z'],
    ['2026-11-20T10:00Z', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00.120Z', '2026-11-20T10:00:00.120Z'],
    ['2026-11-20T10:00:00.000000Z', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00.1239999Z', '2026-11-20T10:00:00.123Z'],
    ['2026-11-20T10:00:00.1Z', '2026-11-20T10:00:00.100Z'],
    ['2026-11-20T23:30:00-03:30', '2026-11-21T03:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(toInstant(text)).toBe(instant);
  });

  it.each([
    '2026-11-20',
    '2026-11-20T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T10:00:60Z',
    'now',
    '',
    ['2026-11-20T10:00Z'],
  ])('"%s" is refused', (text) => {
    expect(() => toInstant(text as string)).toThrow(InvalidInstantError);
  });
});
