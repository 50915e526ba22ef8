import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UncoveredYearError } from '../../../shared/core/calendar/errors.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { localDateTime, localDay } from '../../../shared/core/calendar/zone.ts';
import { openFrom } from '../../../shared/core/notices/send-window.ts';
import { sendWindowOf } from '../../../shared/runtime/send-window.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const { holidays: tables } = sourceTerms();
const WINDOW = { from: '08:00', until: '18:00' };
const romania = holidayCalendar(['RO'], tables);
const none = holidayCalendar([], tables);
const BUCHAREST = 'Europe/Bucharest';

describe('the send window', () => {
  it.each([
    ['08:00-18:00', { from: '08:00', until: '18:00' }],
    ['00:00-23:59', { from: '00:00', until: '23:59' }],
    ['18:00-08:00', undefined],
    ['08:00-08:00', undefined],
    ['08:00-24:00', undefined],
    ['8:00-18:00', undefined],
    ['08:00', undefined],
    ['08:00-18:00-19:00', undefined],
    ['', undefined],
  ])('is read from %s', (text, read) => expect(sendWindowOf(text)).toEqual(read));

  it.each([
    ['stays within it', '2026-11-20T10:15:00+02:00', '2026-11-20T10:15:00+02:00'],
    ['stays at its first instant', '2026-11-20T08:00:00+02:00', '2026-11-20T08:00:00+02:00'],
    ['waits for the morning', '2026-11-20T00:00:00+02:00', '2026-11-20T08:00:00+02:00'],
    ['waits from its last instant on', '2026-11-19T18:00:00+02:00', '2026-11-20T08:00:00+02:00'],
    ['stays just before that', '2026-11-19T17:59:59+02:00', '2026-11-19T17:59:59+02:00'],
    ['waits from Friday evening to Monday', '2026-11-20T19:00:00+02:00', '2026-11-23T08:00:00+02:00'],
    ['waits over a Saturday', '2026-11-21T09:00:00+02:00', '2026-11-23T08:00:00+02:00'],
    ['waits over holidays', '2026-11-30T09:00:00+02:00', '2026-12-02T08:00:00+02:00'],
    ['waits over Christmas into the next year', '2027-12-31T18:00:00+02:00', '2028-01-03T08:00:00+02:00'],
    ['opens by the clocks after they went forward', '2027-03-27T12:00:00+02:00', '2027-03-29T08:00:00+03:00'],
    ['opens by the clocks after they went back', '2026-10-24T12:00:00+03:00', '2026-10-26T08:00:00+02:00'],
  ])('%s: %s', (_, at, expected) => {
    const opens = openFrom(at, WINDOW, { timezone: BUCHAREST, holidays: romania });
    expect(localDateTime(opens, BUCHAREST)).toBe(expected);
  });

  it('is by the clocks of the reader', () => {
    const at = '2026-11-20T07:00:00Z';
    const opens = (timezone: string) => openFrom(at, WINDOW, { timezone, holidays: none });
    expect(opens('Europe/Bucharest')).toBe(at);
    expect(opens('America/New_York')).toBe('2026-11-20T13:00:00Z');
    expect(opens('Asia/Tokyo')).toBe(at);
    expect(opens('Pacific/Auckland')).toBe('2026-11-22T19:00:00Z');
  });

  it('opens where the clocks skip its beginning', () => {
    // On Friday, 24 April 2026 the clocks of Cairo go from 00:00 to 01:00.
    const opens = openFrom(
      '2026-04-23T20:00:00Z',
      { from: '00:30', until: '03:00' },
      { timezone: 'Africa/Cairo', holidays: none },
    );
    expect(localDateTime(opens, 'Africa/Cairo')).toBe('2026-04-24T01:30:00+03:00');
  });

  it('cannot be told in a year whose holidays nobody knows yet', () => {
    const far = { timezone: BUCHAREST, holidays: romania };
    expect(() => openFrom('2150-01-01T09:00:00Z', WINDOW, far)).toThrow(UncoveredYearError);
  });

  it('opens never earlier, always within, and at the first instant that is', () => {
    const minute = fc.integer({ min: 0, max: 20 * 24 * 60 });
    const zones = fc.constantFrom(BUCHAREST, 'UTC', 'America/St_Johns', 'Pacific/Auckland', 'Asia/Kolkata');
    const isWithin = (at: string, timezone: string) => {
      const [day, time] = [localDay(at, timezone), localDateTime(at, timezone).slice(11, 16)];
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      const isWorking = weekday !== 0 && weekday !== 6 && romania.nameOn(day) === undefined;
      return isWorking && WINDOW.from <= time && time < WINDOW.until;
    };
    fc.assert(
      fc.property(minute, zones, fc.constantFrom('2026-03-20', '2026-10-20', '2026-12-20'), (n, timezone, from) => {
        const at = new Date(Date.parse(`${from}T00:00:00Z`) + n * 60_000).toISOString().replace('.000Z', 'Z');
        const opens = openFrom(at, WINDOW, { timezone, holidays: romania });
        expect(isWithin(opens, timezone)).toBe(true);
        // The slow way: minute by minute.
        let slow = Date.parse(at);
        while (!isWithin(new Date(slow).toISOString(), timezone)) slow += 60_000;
        expect(Date.parse(opens)).toBe(slow);
      }),
      { numRuns: 60 },
    );
  });
});
