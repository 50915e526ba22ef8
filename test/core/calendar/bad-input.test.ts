import { describe, expect, it } from 'vitest';
import {
  asOnePeriod,
  combine,
  computeChain,
  computePeriod,
  computeWindow,
  lookBack,
} from '../../../shared/core/calendar/compute.ts';
import { parseDay } from '../../../shared/core/calendar/days.ts';
import {
  AmbiguousLocalTimeError,
  AmbiguousMonthEndError,
  CalendarError,
  DayOutOfRangeError,
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
    '2026-11-200',
    '2026/11-20',
    '2026-11/20',
    '2026-11-00',
    '2026-11-0:',
    '2026-11-1/',
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
    expect(thrownBy(() => parseDay(null as unknown as string, 'from'))).toMatchObject({ field: 'from', value: null });
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
    ['period.n', { n: 73_051, unit: 'days' }],
    ['period.n', { n: 1e9, unit: 'hours' }],
    ['period.n', { n: 0, unit: 'days', countsTriggerDay: true }],
    ['period.direction', { ...DAY, direction: 'backwards' }],
    ['period.roll', { ...DAY, roll: 'next' }],
    ['period.weekmask', { ...DAY, weekmask: '0000000' }],
    ['period.weekmask', { ...DAY, weekmask: '11111' }],
    ['period.weekmask', { ...DAY, weekmask: '21111100' }],
    ['period.weekmask', { ...DAY, weekmask: '11111002' }],
    ['period.weekmask', { ...DAY, weekmask: 1_111_110 }],
    ['period.minWorkingDays', { ...DAY, minWorkingDays: -1 }],
    ['period.minWorkingDays', { ...DAY, minWorkingDays: 367 }],
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
    ['period.basis', { ...DAY, basis: ['article 3', 3] }],
    ['period.remarks', { ...DAY, remarks: [null] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'rumour' }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'note' }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'scope', scope: 1 }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'no-rule', law: 'the law', unit: 'moons' }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'no-rule', unit: 'days' }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'rule-overridden', citation: 'article 3' }] }],
    ['period.remarks', { ...DAY, remarks: [{ kind: 'rule-overridden', setting: 'roll' }] }],
    ['period.continues', { ...DAY, continues: 1 }],
    ['period', null],
    ['period', '1 day'],
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
    ['period.method', { ...hours, direction: 'before', method: 'forwardMax' }],
    ['period.endsAt', { ...hours, endsAt: '17:00' }],
    ['period.cutOff', { ...hours, cutOff: { at: '17:00', movesTo: 'nextDay' } }],
    ['period.fromNextFullHour', { ...hours, fromNextFullHour: 1 }],
    ['period.fromNextMidnight', { ...hours, fromNextMidnight: 1 }],
    ['period.fromNextMidnight', { ...hours, fromNextFullHour: true, fromNextMidnight: true }],
    ['period.direction', { ...hours, fromNextFullHour: true, direction: 'before' }],
  ])('%s in %o', (field, period) => {
    const error = thrownBy(() => computePeriod('2026-11-20', period as Period, place()));
    expect(error.field).toBe(field);
    expect(error.message).toContain(field);
    const at = field.split('.').slice(1);
    expect(error.value).toEqual(at.reduce((one, name) => (one as Record<string, unknown>)[name], period));
  });

  it.each<Period>([
    { n: 200, unit: 'years' },
    { n: 73_050, unit: 'days' },
    { n: 1, unit: 'days', minWorkingDays: 366 },
    { n: 1, unit: 'hours', roll: 'following', localTime: 'later' },
    { n: 1, unit: 'days', direction: 'before', method: 'forwardMax', roll: 'preceding' },
    {
      n: 1,
      unit: 'days',
      remarks: [
        { kind: 'no-rule', law: 'the law', unit: 'days', direction: 'after' },
        { kind: 'rule-overridden', citation: 'article 3', setting: 'roll', ruled: 'none', given: 'following' },
        { kind: 'scope', scope: 'letters' },
      ],
    },
  ])('but %o can', (period) => {
    expect(computePeriod('2026-11-20T10:00:00Z', period, place()).steps).not.toEqual([]);
  });

  it('a setting that does not exist, with those that do', () => {
    const error = thrownBy(() => computePeriod('2026-11-20', { ...DAY, rol: 'following' } as Period, place()));
    expect(error.message).toMatch(/known are n, unit, .*roll/);
  });

  it('a month without the day, where that is refused', () => {
    const strict = { n: 1, unit: 'months', monthEnd: 'refuse' } as const;
    expect(thrownBy(() => computePeriod('2026-01-31', strict, place()))).toBeInstanceOf(AmbiguousMonthEndError);
    expect(thrownBy(() => computePeriod('2026-01-31', strict, place())).message).toMatch(/2026-01-31.*2026-02(?!-)/);
    expect(computePeriod('2026-01-28', strict, place()).date).toBe('2026-02-28');
    const latest = { ...strict, direction: 'before', method: 'forwardMax' } as const;
    const tooShort = thrownBy(() => computePeriod('2026-02-28', latest, place()));
    expect(tooShort).toBeInstanceOf(AmbiguousMonthEndError);
    expect(tooShort.message).toMatch(/2026-01-31.*2026-02(?!-)/);
    expect(computePeriod('2026-03-30', latest, place()).date).toBe('2026-02-28');
  });

  it('a choice among none, or by a rule that there is not', () => {
    expect(thrownBy(() => combine('earliest', []))).toMatchObject({ field: 'combine', value: 'earliest' });
    const one = computePeriod('2026-11-20', DAY, place());
    expect(thrownBy(() => combine('first' as 'earliest', [one]))).toMatchObject({ field: 'combine', value: 'first' });
  });

  it('a window that opens at nothing known, and a look back by what has no first day', () => {
    const window = { opens: 'yesterday' as 'dayAfter', closes: DAY };
    expect(thrownBy(() => computeWindow('2026-11-20', window, place()))).toMatchObject({ field: 'opens' });
    const cutOff = { at: '17:00', movesTo: 'nextDay' } as const;
    expect(thrownBy(() => lookBack('2026-11-20', { n: 5, unit: 'hours' }, place())).field).toBe('period.unit');
    expect(thrownBy(() => lookBack('2026-11-20', { ...DAY, cutOff }, place())).field).toBe('period.cutOff');
  });

  it('a chain of none', () => {
    expect(thrownBy(() => computeChain('2026-11-20', [], place()))).toMatchObject({ field: 'periods', value: [] });
    expect(thrownBy(() => asOnePeriod([]))).toMatchObject({ field: 'periods', value: [] });
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
