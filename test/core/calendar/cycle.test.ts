import { describe, expect, it } from 'vitest';
import { type BillingCycle, cycleEndOnOrAfter } from '../../../shared/core/calendar/compute.ts';
import { addDays } from '../../../shared/core/calendar/days.ts';
import { InvalidCycleError } from '../../../shared/core/calendar/errors.ts';

/** The first days of the cycles that follow each other from a day on. */
function starts(from: string, cycle: BillingCycle, count: number): string[] {
  const days: string[] = [];
  let day = from;
  while (days.length < count) {
    const { opensOn, date } = cycleEndOnOrAfter(day, cycle, 'UTC');
    days.push(opensOn);
    day = addDays(date, 1);
  }
  return days;
}

describe('billing cycles', () => {
  it('remember the anchor day through short months', () => {
    const cycle = { every: '1 month', start: '2026-01-31' };
    expect(starts('2026-01-31', cycle, 5)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(starts('2028-01-31', cycle, 2)).toEqual(['2028-01-31', '2028-02-29']);
  });

  it.each([
    ['2026-02-14', '2026-02-27'],
    ['2026-02-27', '2026-02-27'],
    ['2026-02-28', '2026-03-30'],
    ['2026-03-30', '2026-03-30'],
    ['2026-03-31', '2026-04-29'],
  ])('%s lies in the cycle that ends on %s', (day, end) => {
    expect(cycleEndOnOrAfter(day, { every: '1 month', anchorDay: 31 }, 'UTC').date).toBe(end);
    expect(cycleEndOnOrAfter(day, { every: '1 month', start: '2025-12-31' }, 'UTC').date).toBe(end);
  });

  it('begin short where the first day is not the anchor day', () => {
    const late = { every: '1 month', anchorDay: 31, start: '2026-01-15' };
    expect(starts('2026-01-15', late, 3)).toEqual(['2026-01-15', '2026-01-31', '2026-02-28']);
    const early = { every: '1 month', anchorDay: 5, start: '2026-01-15' };
    expect(starts('2026-01-15', early, 3)).toEqual(['2026-01-15', '2026-02-05', '2026-03-05']);
  });

  it.each([
    [{ every: '12 months', start: '2026-03-01' }, '2026-12-01', '2027-02-28'],
    [{ every: '1 year', start: '2024-02-29' }, '2025-02-27', '2025-02-27'],
    [{ every: '1 year', start: '2024-02-29' }, '2028-02-28', '2028-02-28'],
    [{ every: '1 year', start: '2024-03-15' }, '2024-06-01', '2025-03-14'],
    [{ every: '2 years', start: '2024-03-15' }, '2024-06-01', '2026-03-14'],
    [{ every: '3 months', start: '2026-01-31' }, '2026-05-01', '2026-07-30'],
    [{ every: '4 weeks', start: '2026-01-05' }, '2026-02-02', '2026-03-01'],
    [{ every: '30 days', start: '2026-01-01' }, '2026-01-30', '2026-01-30'],
    [{ every: '1 month', start: '2026-06-10' }, '2026-01-01', '2026-07-09'],
    [{ every: '4 weeks', start: '2026-01-05' }, '2025-11-01', '2026-02-01'],
    [{ every: '1200 days', start: '2026-01-01' }, '2026-01-01', '2029-04-14'],
    // The first cycle ends before the next anchor day; the others are whole.
    [{ every: '3 months', start: '2026-01-20', anchorDay: 15 }, '2026-01-20', '2026-02-14'],
    [{ every: '3 months', start: '2026-01-20', anchorDay: 15 }, '2026-02-15', '2026-05-14'],
    [{ every: '3 months', start: '2026-01-20', anchorDay: 15 }, '2026-08-15', '2026-11-14'],
    [{ every: '3 months', start: '2026-01-20', anchorDay: 25 }, '2026-01-24', '2026-01-24'],
    [{ every: '3 months', start: '2026-01-20', anchorDay: 25 }, '2026-01-25', '2026-04-24'],
    [{ every: '3 months', start: '2026-01-20', anchorDay: 20 }, '2026-01-20', '2026-04-19'],
  ])('%o: the cycle of %s ends on %s', (cycle, day, end) => {
    expect(cycleEndOnOrAfter(day, cycle, 'UTC').date).toBe(end);
  });

  it('end with their last day, in the zone of the contract', () => {
    const result = cycleEndOnOrAfter('2026-06-15', { every: '1 month', anchorDay: 1 }, 'Europe/Helsinki');
    expect(result).toMatchObject({ date: '2026-06-30', instant: '2026-06-30T21:00:00Z' });
  });

  it.each<[BillingCycle, string]>([
    [{ every: '72 hours', anchorDay: 1 }, 'cycle.every'],
    [{ every: '5 business days', start: '2026-01-01' }, 'cycle.every'],
    [{ every: '0 months', anchorDay: 1 }, 'cycle.every'],
    [{ every: '1201 days', start: '2026-01-01' }, 'cycle.every'],
    [{ every: null as never, start: '2026-01-01' }, 'cycle.every'],
    [{ every: '1 month', anchorDay: 32 }, 'cycle.anchorDay'],
    [{ every: '1 month', anchorDay: 0 }, 'cycle.anchorDay'],
    [{ every: '1 month', anchorDay: 1.5 }, 'cycle.anchorDay'],
    [{ every: '1 month' }, 'cycle.anchorDay'],
    [{ every: '2 months', anchorDay: 1 }, 'cycle.start'],
    [{ every: '4 weeks' }, 'cycle.start'],
    [{ every: '4 weeks', start: '2026-01-05', anchorDay: 3 }, 'cycle.anchorDay'],
  ])('%o is refused for its %s', (cycle, field) => {
    expect(() => cycleEndOnOrAfter('2026-01-01', cycle, 'UTC')).toThrow(InvalidCycleError);
    expect(() => cycleEndOnOrAfter('2026-01-01', cycle, 'UTC')).toThrow(expect.objectContaining({ field }));
  });

  it('say so where the day lies before the first of them', () => {
    const step = (day: string) => cycleEndOnOrAfter(day, { every: '1 month', start: '2026-09-15' }, 'UTC').steps[0];
    expect(step('2026-04-03')).toMatchObject({ code: 'cycle-end', beforeFirst: true, opensOn: '2026-09-15' });
    expect(step('2026-09-15')).toMatchObject({ code: 'cycle-end', beforeFirst: false, opensOn: '2026-09-15' });
    expect(step('2026-09-15')).toMatchObject({ anchorDay: null });
    const anchored = cycleEndOnOrAfter('2026-09-15', { every: '1 month', anchorDay: 4 }, 'UTC');
    expect(anchored.steps).toMatchObject([{ anchorDay: 4 }]);
  });
});
