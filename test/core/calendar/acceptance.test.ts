import { describe, expect, it } from 'vitest';
import { combine, computePeriod } from '../../../shared/core/calendar/compute.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { place } from './counting-context.ts';
import { dayOf } from './dated-table.ts';

interface Fact {
  readonly about: string;
  readonly zone: string;
  readonly from: string;
  readonly period: Period;
  readonly holidays?: readonly string[];
  readonly last: string;
  readonly instant?: string;
}

const following = { roll: 'following' } as const;
const before = { direction: 'before' } as const;

const FACTS: readonly Fact[] = [
  {
    about: 'an EU month into Easter',
    zone: 'Europe/Copenhagen',
    from: 'Thursday 5 March 2026',
    period: { n: 1, unit: 'months', ...following },
    holidays: ['2026-04-02', '2026-04-03', '2026-04-05', '2026-04-06'],
    last: 'Tuesday 7 April 2026',
  },
  {
    about: 'an EU month that June is too short for',
    zone: 'Europe/Copenhagen',
    from: 'Sunday 31 May 2026',
    period: { n: 1, unit: 'months', ...following },
    holidays: ['2026-05-24', '2026-05-25'],
    last: 'Tuesday 30 June 2026',
  },
  {
    about: 'federal days past Labor Day',
    zone: 'America/New_York',
    from: 'Saturday 22 August 2026',
    period: { n: 14, unit: 'days', ...following },
    holidays: ['2026-09-07'],
    last: 'Tuesday 8 September 2026',
  },
  {
    about: 'federal days back past Labor Day',
    zone: 'America/New_York',
    from: 'Monday 21 September 2026',
    period: { n: 14, unit: 'days', ...before, roll: 'preceding' },
    holidays: ['2026-09-07'],
    last: 'Friday 4 September 2026',
  },
  {
    about: 'three clear business days ahead of a hearing',
    zone: 'Europe/London',
    from: 'Thursday 12 November 2026',
    period: { n: 3, unit: 'businessDays', ...before, clear: true },
    last: 'Friday 6 November 2026',
  },
  {
    about: 'the corresponding date where September has none',
    zone: 'Europe/London',
    from: 'Sunday 31 May 2026',
    period: { n: 4, unit: 'months' },
    last: 'Wednesday 30 September 2026',
  },
  {
    about: 'a German week',
    zone: 'Europe/Berlin',
    from: 'Tuesday 18 August 2026',
    period: { n: 1, unit: 'weeks', ...following },
    last: 'Tuesday 25 August 2026',
  },
  {
    about: 'a German month whose first day counts, in a leap year',
    zone: 'Europe/Berlin',
    from: 'Tuesday 1 February 2028',
    period: { n: 1, unit: 'months', countsTriggerDay: true },
    last: 'Tuesday 29 February 2028',
  },
  {
    about: 'Danish limitation after three years',
    zone: 'Europe/Copenhagen',
    from: 'Thursday 12 October 2023',
    period: { n: 3, unit: 'years', ...following },
    last: 'Monday 12 October 2026',
  },
  {
    about: 'ten Danish business days over Whit Monday',
    zone: 'Europe/Copenhagen',
    from: 'Friday 15 May 2026',
    period: { n: 10, unit: 'businessDays' },
    holidays: ['2026-05-14', '2026-05-24', '2026-05-25'],
    last: 'Monday 1 June 2026',
  },
  {
    about: 'Finnish days onto Christmas Eve',
    zone: 'Europe/Helsinki',
    from: 'Friday 10 December 2027',
    period: { n: 14, unit: 'days', ...following },
    holidays: ['2027-12-06', '2027-12-24', '2027-12-25', '2027-12-26', '2028-01-01', '2028-01-06'],
    last: 'Monday 27 December 2027',
  },
  {
    about: 'twenty Mexican working days over 16 September',
    zone: 'America/Mexico_City',
    from: 'Monday 7 September 2026',
    period: { n: 20, unit: 'businessDays' },
    holidays: ['2026-09-16'],
    last: 'Tuesday 6 October 2026',
  },
  {
    about: 'ten Romanian days without the first and the last',
    zone: 'Europe/Bucharest',
    from: 'Monday 4 May 2026',
    period: { n: 10, unit: 'days', clear: true, ...following },
    holidays: ['2026-05-01'],
    last: 'Friday 15 May 2026',
  },
  {
    about: 'a short Delaware period',
    zone: 'America/New_York',
    from: 'Monday 10 August 2026',
    period: { n: 10, unit: 'businessDays' },
    last: 'Monday 24 August 2026',
  },
  {
    about: 'a month of notice of new terms',
    zone: 'America/New_York',
    from: 'Friday 15 January 2027',
    period: { n: 30, unit: 'days', ...before },
    last: 'Wednesday 16 December 2026',
  },
  {
    about: 'an export window over Memorial Day',
    zone: 'America/New_York',
    from: 'Monday 18 May 2026',
    period: { n: 15, unit: 'businessDays' },
    holidays: ['2026-05-25', '2026-06-19'],
    last: 'Tuesday 9 June 2026',
  },
  {
    about: 'non-renewal a month ahead of the end of June',
    zone: 'Europe/Copenhagen',
    from: 'Tuesday 30 June 2026',
    period: { n: 1, unit: 'months', ...before, method: 'forwardMax' },
    last: 'Sunday 31 May 2026',
  },
];

describe('facts every version has to get right', () => {
  it.each(FACTS)('$about', ({ zone, from, period, holidays, last }) => {
    const result = computePeriod(dayOf(from), period, place(zone, holidays));
    expect(result.date).toBe(dayOf(last));
  });

  it('the earlier of six months from observation and three years from the error', () => {
    const helsinki = place('Europe/Helsinki');
    const observed = computePeriod('2026-01-15', { n: 6, unit: 'months' }, helsinki);
    const error = computePeriod('2024-02-01', { n: 3, unit: 'years' }, helsinki);
    expect(combine('earliest', [observed, error]).date).toBe(dayOf('Wednesday 15 July 2026'));
    expect(combine('latest', [observed, error]).date).toBe(dayOf('Monday 1 February 2027'));
  });

  it('a trial of seven days that starts before the clocks go back and ends after', () => {
    const period = { n: 7, unit: 'days', countsTriggerDay: true } as const;
    const result = computePeriod('2026-10-20T12:00:00+03:00', period, place('Europe/Helsinki'));
    expect(result).toMatchObject({ date: dayOf('Monday 26 October 2026'), instant: '2026-10-26T22:00:00Z' });
  });

  it('an objection that is still yesterday where the contract lives', () => {
    const result = computePeriod('2026-05-02T05:00:00Z', { n: 3, unit: 'days' }, place('America/Hermosillo'));
    expect(result).toMatchObject({ date: dayOf('Monday 4 May 2026'), instant: '2026-05-05T07:00:00Z' });
  });
});
