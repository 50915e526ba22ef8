import { describe, expect, it } from 'vitest';
import { computeChain, computePeriod } from '../../../shared/core/calendar/compute.ts';
import { parseDay } from '../../../shared/core/calendar/days.ts';
import {
  AmbiguousLocalTimeError,
  AmbiguousMonthEndError,
  CalendarError,
  DayOutOfRangeError,
  InvalidArgumentError,
  InvalidDayError,
  InvalidInstantError,
  NoBusinessDayError,
  NonExistentDayError,
  NonExistentLocalTimeError,
  UncoveredYearError,
  UnknownRegimeError,
  UnknownZoneError,
} from '../../../shared/core/calendar/errors.ts';
import { calendarOfDates, holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { regimeIds, underRegime } from '../../../shared/core/calendar/regimes.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';
import { place } from './counting-context.ts';

const DAY = { n: 1, unit: 'days' } as const;

function thrownBy(action: () => unknown): CalendarError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(CalendarError);
    return error as CalendarError;
  }
  return expect.fail('nothing was thrown');
}

describe('anchors that cannot be used', () => {
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '0000-01-01',
    '2026-1-1',
    '20261120',
    '',
    'today',
    '+2026-01-01',
  ])('the day "%s"', (anchor) => {
    expect(thrownBy(() => computePeriod(anchor, DAY, place()))).toBeInstanceOf(InvalidDayError);
    expect(thrownBy(() => computePeriod(anchor, DAY, place())).value).toBe(anchor);
    expect(() => parseDay(anchor)).toThrow(InvalidDayError);
  });

  it.each(['2026-11-20T10:00:00+2', '2026-02-30T10:00:00Z', '2026-11-20T24:00:00Z'])('the moment "%s"', (anchor) => {
    expect(thrownBy(() => computePeriod(anchor, DAY, place()))).toBeInstanceOf(InvalidInstantError);
  });

  it('a local time that a clock change skips or repeats', () => {
    const berlin = place('Europe/Berlin');
    expect(thrownBy(() => computePeriod('2026-03-29T02:30', DAY, berlin))).toBeInstanceOf(NonExistentLocalTimeError);
    expect(thrownBy(() => computePeriod('2026-10-25T02:30', DAY, berlin))).toBeInstanceOf(AmbiguousLocalTimeError);
    expect(computePeriod('2026-10-25T03:30', DAY, berlin).date).toBe('2026-10-26');
  });

  it('no text at all', () => {
    expect(thrownBy(() => computePeriod(20261120 as unknown as string, DAY, place()))).toBeInstanceOf(
      InvalidInstantError,
    );
  });
});

describe('periods that cannot be used', () => {
  const hours = { n: 1, unit: 'hours' } as const;
  it.each<[string, unknown]>([
    ['period.unit', { n: 1, unit: 'fortnights' }],
    ['period.n', { n: -1, unit: 'days' }],
    ['period.n', { n: 1.5, unit: 'days' }],
    ['period.n', { n: Number.NaN, unit: 'days' }],
    ['period.n', { n: '5', unit: 'days' }],
    ['period.n', { unit: 'days' }],
    ['period.n', { n: 201, unit: 'years' }],
    ['period.n', { n: 1e9, unit: 'hours' }],
    ['period.n', { n: 0, unit: 'days', countsTriggerDay: true }],
    ['period.direction', { ...DAY, direction: 'backwards' }],
    ['period.roll', { ...DAY, roll: 'next' }],
    ['period.weekmask', { ...DAY, weekmask: '0000000' }],
    ['period.weekmask', { ...DAY, weekmask: '11111' }],
    ['period.minWorkingDays', { ...DAY, minWorkingDays: -1 }],
    ['period.monthEnd', { ...DAY, monthEnd: 'guess' }],
    ['period.clear', { ...DAY, clear: 'yes' }],
    ['period.clear', { ...DAY, clear: true, countsTriggerDay: true }],
    ['period.method', { ...DAY, method: 'forwardMax' }],
    ['period.roll', { ...DAY, direction: 'before', method: 'forwardMax', roll: 'following' }],
    ['period.roll', { ...DAY, direction: 'before', method: 'forwardMax', roll: 'modifiedFollowing' }],
    ['period.roll', { ...DAY, direction: 'before', method: 'forwardMax', roll: 'modifiedPreceding' }],
    ['period.localTime', { ...DAY, localTime: 'later' }],
    ['period.localTime', { ...hours, localTime: 'later' }],
    ['period.localTime', { ...DAY, endsAt: '17:00', localTime: 'never' }],
    ['period.cutOff', { ...DAY, cutOff: null }],
    ['period.cutOff', { ...DAY, cutOff: '17:00' }],
    ['period.cutOff.until', { ...DAY, cutOff: { at: '17:00', movesTo: 'nextDay', until: 1 } }],
    ['period.basis', { ...DAY, basis: 'abc' }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'note' }] }],
    ['period.continues', { ...DAY, continues: 1 }],
    ['period', null],
    ['period', [DAY]],
    ['period.unit', { ...DAY, fromNextFullHour: true }],
    ['period.rol', { ...DAY, rol: 'following' }],
    ['period.endsAt', { ...DAY, endsAt: '5pm' }],
    ['period.endsAt', { ...DAY, endsAt: '00:00' }],
    ['period.endsAt', { ...DAY, endsAt: '00:00:00' }],
    ['period.cutOff.at', { ...DAY, cutOff: { at: '25:00', movesTo: 'nextDay' } }],
    ['period.cutOff.movesTo', { ...DAY, cutOff: { at: '17:00', movesTo: 'never' } }],
    ['period.countsTriggerDay', { ...hours, countsTriggerDay: true }],
    ['period.clear', { ...hours, clear: true }],
    ['period.minWorkingDays', { ...hours, minWorkingDays: 2 }],
    ['period.thenDayAfter', { ...hours, thenDayAfter: true }],
    ['period.fromNextMidnight', { ...hours, fromNextFullHour: true, fromNextMidnight: true }],
    ['period.direction', { ...hours, fromNextFullHour: true, direction: 'before' }],
  ])('%s in %o', (field, period) => {
    const error = thrownBy(() => computePeriod('2026-11-20', period as Period, place()));
    expect(error.field).toBe(field);
    expect(error.message).toContain(field);
  });

  it('a month without the day, where that is refused', () => {
    const strict = { n: 1, unit: 'months', monthEnd: 'refuse' } as const;
    expect(thrownBy(() => computePeriod('2026-01-31', strict, place()))).toBeInstanceOf(AmbiguousMonthEndError);
    expect(thrownBy(() => computePeriod('2026-01-31', strict, place())).message).toMatch(/2026-01-31.*2026-02/);
    expect(computePeriod('2026-01-28', strict, place()).date).toBe('2026-02-28');
    const latest = { ...strict, direction: 'before', method: 'forwardMax' } as const;
    expect(thrownBy(() => computePeriod('2026-02-28', latest, place()))).toBeInstanceOf(AmbiguousMonthEndError);
    expect(computePeriod('2026-03-30', latest, place()).date).toBe('2026-02-28');
  });

  it('a chain of none', () => {
    expect(thrownBy(() => computeChain('2026-11-20', [], place()))).toBeInstanceOf(InvalidArgumentError);
  });
});

describe('places that cannot be used', () => {
  it('an unknown zone', () => {
    expect(thrownBy(() => computePeriod('2026-11-20', DAY, place('Mars/Olympus')))).toBeInstanceOf(UnknownZoneError);
  });

  it('a year that the holidays do not cover', () => {
    const context = { timezone: 'UTC', holidays: holidayCalendar(['RO'], loadHolidayTables()) };
    const error = thrownBy(() => computePeriod('2040-12-20', { n: 10, unit: 'businessDays' }, context));
    expect(error).toBeInstanceOf(UncoveredYearError);
    expect(error).toMatchObject({ set: 'RO', year: 2041, code: 'uncovered-year' });
  });

  it('holidays that are no names or no days', () => {
    for (const names of [null, 5, [5]]) {
      expect(thrownBy(() => holidayCalendar(names as never, loadHolidayTables())).field).toBe('holidays');
    }
    for (const dates of [null, '2026-12-25', ['2026-02-30'], [null]]) {
      expect(thrownBy(() => calendarOfDates('given', dates as never)).field).toBe('holidayDates');
    }
    expect(thrownBy(() => holidayCalendar(['RO+x:2026-02-30'], loadHolidayTables()))).toMatchObject({
      field: 'holidays',
      value: '2026-02-30',
      code: 'invalid-holiday-date',
    });
  });

  it('a day that the zone left out', () => {
    const apia = place('Pacific/Apia');
    expect(thrownBy(() => computePeriod('2011-12-29', DAY, apia))).toBeInstanceOf(NonExistentDayError);
    expect(computePeriod('2011-12-29', { ...DAY, n: 2 }, apia).instant).toBe('2011-12-31T10:00:00Z');
    const hour = { n: 1, unit: 'hours' } as const;
    expect(thrownBy(() => computePeriod('2011-12-30', hour, apia))).toBeInstanceOf(NonExistentDayError);
  });

  it('a calendar without any business day', () => {
    const holidays = { name: 'never', version: 'never', days: new Map(), nameOn: () => 'closed' };
    const context = { timezone: 'UTC', holidays };
    expect(thrownBy(() => computePeriod('2026-11-20', { n: 1, unit: 'businessDays' }, context))).toBeInstanceOf(
      NoBusinessDayError,
    );
  });

  it('a year beyond the calendar', () => {
    expect(thrownBy(() => computePeriod('9999-12-31', DAY, place()))).toBeInstanceOf(DayOutOfRangeError);
    expect(thrownBy(() => computePeriod('0001-01-01', { ...DAY, direction: 'before' }, place()))).toBeInstanceOf(
      DayOutOfRangeError,
    );
  });

  it('a regime nobody ships', () => {
    const error = thrownBy(() => underRegime('de-hgb', DAY));
    expect(error).toBeInstanceOf(UnknownRegimeError);
    for (const id of regimeIds()) expect(error.message).toContain(id);
  });
});
