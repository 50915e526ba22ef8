import { describe, expect, it } from 'vitest';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { explainedCount } from '../../../shared/core/words/explanation.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const context = { timezone: 'Europe/London', holidays: holidayCalendar(['GB-ENG'], sourceTerms().holidays) };
const tenDays = (movesTo: 'nextDay' | 'nextBusinessDay'): Period => ({
  n: 10,
  unit: 'days',
  cutOff: { at: '17:00', movesTo },
});

describe('what arrives late, or on a day that is no business day', () => {
  it.each([
    ['2026-11-27T16:59:59Z', '2026-12-07'],
    ['2026-11-27T17:00:00Z', '2026-12-10'],
    ['2026-11-28T10:00:00Z', '2026-12-10'],
    ['2026-11-28T17:30:00Z', '2026-12-10'],
    ['2026-11-28', '2026-12-10'],
    ['2026-11-29T16:00:00Z', '2026-12-10'],
    ['2026-11-30T08:00:00Z', '2026-12-10'],
    ['2026-11-30', '2026-12-10'],
    // A bank holiday: Boxing Day on Monday 28 December.
    ['2026-12-25T09:00:00Z', '2027-01-08'],
    ['2026-12-28', '2027-01-08'],
  ])('%s counts for the next business day: due on %s', (arrived, last) => {
    expect(computePeriod(arrived, tenDays('nextBusinessDay'), context).date).toBe(last);
  });

  it.each([
    ['2026-11-28T10:00:00Z', '2026-12-08'],
    ['2026-11-28T17:00:00Z', '2026-12-09'],
    ['2026-11-28', '2026-12-08'],
  ])('%s counts for the day, or the next one, where late events count for the next day: %s', (arrived, last) => {
    expect(computePeriod(arrived, tenDays('nextDay'), context).date).toBe(last);
  });

  it('is told plainly', () => {
    const { steps } = computePeriod('2026-12-26T09:00:00Z', tenDays('nextBusinessDay'), context);
    const told = steps.map((step) => explainedCount(step).text);
    expect(told).toContain(
      'Saturday 26 December 2026 is a holiday (Boxing Day), so what arrives then counts for the next business day, Tuesday 29 December 2026. Also passed over: Sunday 27 December 2026; Monday 28 December 2026 (Boxing Day (substitute day)).',
    );
  });
});
