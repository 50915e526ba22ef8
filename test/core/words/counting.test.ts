import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePeriod, cycleEndOnOrAfter } from '../../../shared/core/calendar/compute.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { explainedCount } from '../../../shared/core/words/explanation.ts';
import { dayPeriods, holidayDates, hourPeriods, moments, zones } from '../calendar/arbitrary-periods.ts';
import { place } from '../calendar/counting-context.ts';

const lastSentence = (anchor: string, period: Period, zone: string) => {
  const step = computePeriod(anchor, period, place(zone)).steps.at(-1);
  return step && explainedCount(step).text;
};

describe('what is said of a count', () => {
  it('every step says something, and says it whole', () => {
    fc.assert(
      fc.property(moments, fc.oneof(dayPeriods, hourPeriods), holidayDates, zones, (moment, period, holidays, zone) => {
        const { steps } = computePeriod(moment, period, place(zone, holidays));
        for (const { code, text } of steps.map((step) => explainedCount(step))) {
          expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(text).toMatch(/^[A-Z0-9].*[.]$/);
          expect(text).not.toMatch(/undefined|NaN|null|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['2026-03-29', 'earlier', 'the clocks skip that time; the time before the gap is meant'],
    ['2026-03-29', 'compatible', 'the clocks skip that time; the time after the gap is meant'],
    ['2026-10-25', 'later', 'the clocks show that time twice; the second is meant'],
  ] as const)('02:30 of %s, read as %s', (day, localTime, said) => {
    expect(lastSentence(day, { n: 0, unit: 'days', endsAt: '02:30', localTime }, 'Europe/Berlin')).toContain(said);
  });

  it('a time that the clocks show once needs no such words', () => {
    const period = { n: 0, unit: 'days', endsAt: '02:30', localTime: 'refuse' } as const;
    expect(lastSentence('2026-10-24', period, 'Europe/Berlin')).toBe(
      'Saturday 24 October 2026 counts only until 02:30 in Europe/Berlin: 2026-10-24T00:30:00Z.',
    );
  });

  it('hours that roll into a gap', () => {
    const period = { n: 24, unit: 'hours', roll: 'following', weekmask: '1111101' } as const;
    expect(lastSentence('2026-03-27T02:30:00+01:00', period, 'Europe/Berlin')).toBe(
      'Saturday 28 March 2026 is not a working day of the week, so the period runs to the same time on the next business day, Sunday 29 March 2026 (the clocks skip that time; the time after the gap is meant): 2026-03-29T03:30:00+02:00 (2026-03-29T01:30:00Z).',
    );
  });

  it('a day before the first cycle, and one within it', () => {
    const said = (day: string) =>
      cycleEndOnOrAfter(day, { every: '1 month', start: '2026-09-15' }, 'UTC').steps.map(
        (step) => explainedCount(step).text,
      );
    expect(said('2026-04-03').join()).toMatch(/Friday 3 April 2026 lies before the first one, which runs from/);
    expect(said('2026-09-15').join()).toMatch(/the one holding Tuesday 15 September 2026 runs from/);
  });

  it('holidays passed over', () => {
    const steps = computePeriod(
      '2026-11-27',
      { n: 3, unit: 'businessDays' },
      place('UTC', ['2026-11-30', '2026-12-05']),
    ).steps;
    expect(steps.map((step) => explainedCount(step).text)).toContainEqual(
      expect.stringMatching(
        / leads to Thursday 3 December 2026\. Passed over as a holiday: Monday 30 November 2026 \(.+\)\.$/,
      ),
    );
  });
});
