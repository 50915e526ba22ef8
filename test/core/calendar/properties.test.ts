import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import { addDays, compareDays, dayText, parseDay } from '../../../shared/core/calendar/days.ts';
import { ROLLS } from '../../../shared/core/calendar/types.ts';
import { workingDays } from '../../../shared/core/calendar/working-days.ts';
import { rounds } from '../../harness/rounds.ts';
import {
  dayPeriods,
  days,
  epochDays,
  holidayDates,
  hourPeriods,
  moments,
  weekmasks,
  zones,
} from './arbitrary-periods.ts';
import { place } from './counting-context.ts';
import { replay } from './replay.ts';

const plain = { n: 1, unit: 'days' } as const;

describe('whatever is counted', () => {
  it('a later trigger never ends earlier', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 40 }), dayPeriods, holidayDates, (day, gap, period, holidays) => {
        const context = place('UTC', holidays);
        const early = computePeriod(day, period, context);
        const late = computePeriod(addDays(day, gap), period, context);
        expect(compareDays(early.date, late.date)).toBeLessThanOrEqual(0);
      }),
      { numRuns: rounds(400) },
    );
  });

  it('a later moment never ends earlier', () => {
    fc.assert(
      fc.property(moments, moments, hourPeriods, holidayDates, zones, (one, other, period, holidays, zone) => {
        const context = place(zone, holidays);
        const [early, late] = [one, other]
          .sort()
          .map((moment) => computePeriod(moment, { ...period, roll: 'none' }, context));
        expect(Date.parse(early?.instant as string)).toBeLessThanOrEqual(Date.parse(late?.instant as string));
      }),
      { numRuns: rounds(200) },
    );
  });

  it('the explanation, redone step by step, leads to the same day and instant', () => {
    fc.assert(
      fc.property(days, dayPeriods, holidayDates, zones, (day, period, holidays, zone) => {
        const { steps, date, instant } = computePeriod(day, period, place(zone, holidays));
        expect(replay({ steps })).toEqual({ date, instant });
      }),
      { numRuns: rounds(400) },
    );
  });

  it('every holiday on the way is named where it changes the count', () => {
    fc.assert(
      fc.property(days, holidayDates, weekmasks, fc.integer({ min: 1, max: 40 }), (day, holidays, weekmask, n) => {
        const period = { n, unit: 'businessDays', weekmask } as const;
        const { steps, date } = computePeriod(day, period, place('UTC', holidays));
        const named = JSON.stringify(steps);
        const met = new Set(
          holidays.filter((holiday) => compareDays(holiday, day) > 0 && compareDays(holiday, date) < 0),
        );
        for (const holiday of met) {
          expect(named).toContain(`"day":"${holiday}"`);
        }
      }),
      { numRuns: rounds(200) },
    );
  });

  it('a rolled day is a business day, and a business day stays', () => {
    fc.assert(
      fc.property(
        epochDays,
        fc.constantFrom(...ROLLS),
        holidayDates,
        weekmasks,
        (epochDay, roll, holidays, weekmask) => {
          fc.pre(roll !== 'none');
          const context = place('UTC', holidays);
          const working = workingDays(context.holidays, weekmask);
          const { date } = computePeriod(dayText(epochDay - 1), { ...plain, roll, weekmask }, context);
          expect(working.isBusinessDay(parseDay(date))).toBe(true);
          if (working.isBusinessDay(epochDay)) expect(date).toBe(dayText(epochDay));
        },
      ),
      { numRuns: rounds(300) },
    );
  });

  it('a modified roll stays in the month', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('modifiedFollowing', 'modifiedPreceding'), weekmasks, (day, roll, weekmask) => {
        const { date } = computePeriod(addDays(day, -1), { ...plain, roll, weekmask }, place());
        expect(date.slice(0, 7)).toBe(day.slice(0, 7));
      }),
      { numRuns: rounds(300) },
    );
  });
});

describe('there and back', () => {
  const there = fc.constantFrom('days', 'weeks', 'years365');

  it('days and weeks return to the day', () => {
    fc.assert(
      fc.property(days, there, fc.integer({ min: 0, max: 50 }), (day, unit, n) => {
        const { date } = computePeriod(day, { n, unit }, place());
        expect(computePeriod(date, { n, unit, direction: 'before' }, place()).date).toBe(day);
      }),
    );
  });

  it('business days return to a business day', () => {
    fc.assert(
      fc.property(days, holidayDates, weekmasks, fc.integer({ min: 1, max: 60 }), (day, holidays, weekmask, n) => {
        const context = place('UTC', holidays);
        const period = { n, unit: 'businessDays', weekmask } as const;
        const start = dayText(workingDays(context.holidays, weekmask).onOrNext(parseDay(day), 1));
        const { date } = computePeriod(start, period, context);
        expect(computePeriod(date, { ...period, direction: 'before' }, context).date).toBe(start);
      }),
      { numRuns: rounds(200) },
    );
  });

  it('months return up to the 28th', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 48 }), (day, n) => {
        fc.pre(Number(day.slice(8)) <= 28);
        const { date } = computePeriod(day, { n, unit: 'months' }, place());
        expect(computePeriod(date, { n, unit: 'months', direction: 'before' }, place()).date).toBe(day);
      }),
    );
  });

  it('the latest start ends in time, and a day later does not', () => {
    fc.assert(
      fc.property(
        days,
        dayPeriods,
        holidayDates,
        (end, { method: _, roll: _roll, thenDayAfter: _after, ...settings }, holidays) => {
          const context = place('UTC', holidays);
          const period = { ...settings, direction: 'after' } as const;
          const { date } = computePeriod(end, { ...period, direction: 'before', method: 'forwardMax' }, context);
          expect(compareDays(computePeriod(date, period, context).date, end)).toBeLessThanOrEqual(0);
          expect(compareDays(computePeriod(addDays(date, 1), period, context).date, end)).toBeGreaterThan(0);
        },
      ),
      { numRuns: rounds(300) },
    );
  });

  it('no day after the latest start ends in time, tried one by one', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('days', 'businessDays', 'weeks', 'months'),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 8 }),
        fc.boolean(),
        weekmasks,
        holidayDates,
        (end, unit, n, minWorkingDays, clear, weekmask, holidays) => {
          const context = place('UTC', holidays);
          const period = { n, unit, minWorkingDays, clear, weekmask } as const;
          const inTime = (day: string) => compareDays(computePeriod(day, period, context).date, end) <= 0;
          let latest = addDays(end, 10);
          while (!inTime(latest)) latest = addDays(latest, -1);
          const asked = { ...period, direction: 'before', method: 'forwardMax' } as const;
          expect(computePeriod(end, asked, context).date).toBe(latest);
          const rolled = computePeriod(end, { ...asked, roll: 'preceding' }, context).date;
          expect(compareDays(rolled, latest)).toBeLessThanOrEqual(0);
          expect(inTime(rolled)).toBe(true);
        },
      ),
      { numRuns: rounds(200) },
    );
  });
});
