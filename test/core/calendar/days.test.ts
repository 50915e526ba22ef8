import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, compareDays, daysBetween, dayText, parseDay } from '../../../shared/core/calendar/days.ts';
import { DayOutOfRangeError, InvalidDayError } from '../../../shared/core/calendar/errors.ts';
import { addMonths } from '../../../shared/core/calendar/months.ts';
import { formatDay, weekdayName } from '../../../shared/core/words/days.ts';
import { rounds } from '../../harness/rounds.ts';

const anyDay = fc.integer({ min: -719_162, max: 2_932_896 });

describe('civil days', () => {
  it('are numbered as Temporal numbers them, over all years', () => {
    fc.assert(
      fc.property(anyDay, (epochDay) => {
        const expected = Temporal.PlainDate.from('1970-01-01').add({ days: epochDay }).toString();
        expect(dayText(epochDay)).toBe(expected);
        expect(parseDay(expected)).toBe(epochDay);
      }),
      { numRuns: rounds(2000) },
    );
  });

  it('move by months as Temporal moves them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400_000, max: 400_000 }),
        fc.integer({ min: -600, max: 600 }),
        (epochDay, months) => {
          const { day, missing } = addMonths(epochDay, months);
          const from = Temporal.PlainDate.from(dayText(epochDay));
          const to = from.add({ months });
          expect(dayText(day)).toBe(to.toString());
          expect(missing).toBe(to.day !== from.day);
        },
      ),
      { numRuns: rounds(2000) },
    );
  });

  it('leave out 29 February of a century, and keep it every fourth', () => {
    expect(parseDay('2000-02-29')).toBe(parseDay('2000-03-01') - 1);
    for (const day of ['1900-02-29', '2100-02-29', '2023-02-29']) expect(() => parseDay(day)).toThrow(InvalidDayError);
    expect(dayText(addMonths(parseDay('2096-02-29'), 48).day)).toBe('2100-02-28');
  });

  it('reach from year 1 to year 9999', () => {
    expect([dayText(parseDay('0001-01-01')), dayText(parseDay('9999-12-31'))]).toEqual(['0001-01-01', '9999-12-31']);
    expect(() => dayText(parseDay('0001-01-01') - 1)).toThrow(DayOutOfRangeError);
    expect(() => dayText(parseDay('9999-12-31') + 1)).toThrow(DayOutOfRangeError);
    expect([dayText(parseDay('0999-12-31') + 1), dayText(parseDay('1000-01-01') - 1)]).toEqual([
      '1000-01-01',
      '0999-12-31',
    ]);
  });

  it('have names, an order and distances', () => {
    expect(weekdayName('2026-11-20')).toBe('Friday');
    expect(weekdayName('1969-12-31')).toBe('Wednesday');
    expect(formatDay('2028-02-29')).toBe('Tuesday 29 February 2028');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(compareDays('2026-12-31', '2027-01-01')).toBeLessThan(0);
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
  });
});
