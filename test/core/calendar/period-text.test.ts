import { describe, expect, it } from 'vitest';
import { InvalidPeriodTextError } from '../../../shared/core/calendar/errors.ts';
import { describePeriod, parsePeriod, parsePeriods, sameLength } from '../../../shared/core/calendar/period-text.ts';

describe('a length in words', () => {
  it.each([
    ['15 business days', { n: 15, unit: 'businessDays' }],
    ['30 working days', { n: 30, unit: 'businessDays' }],
    ['1 business day', { n: 1, unit: 'businessDays' }],
    ['30 days', { n: 30, unit: 'days' }],
    ['30 calendar days', { n: 30, unit: 'days' }],
    ['6 months', { n: 6, unit: 'months' }],
    ['72 hours', { n: 72, unit: 'hours' }],
    ['1 year', { n: 1, unit: 'years' }],
    ['3 years', { n: 3, unit: 'years' }],
    ['1 year of 365 days', { n: 1, unit: 'years365' }],
    ['2 years of 365 days', { n: 2, unit: 'years365' }],
    ['2 weeks', { n: 2, unit: 'weeks' }],
    ['  2   Weeks ', { n: 2, unit: 'weeks' }],
    ['2  years  of  365  days', { n: 2, unit: 'years365' }],
    ['200 years', { n: 200, unit: 'years' }],
    ['73050 days', { n: 73_050, unit: 'days' }],
  ])('%s', (text, period) => {
    expect(parsePeriod(text)).toEqual(period);
  });

  it('may hold several, in order', () => {
    expect(parsePeriods('1 month and 15 days')).toEqual([
      { n: 1, unit: 'months' },
      { n: 15, unit: 'days' },
    ]);
    for (const text of [
      '1 year, 2 months and 3 days',
      '1 year,2 months  and  3 days',
      '1 year ,  2 months,  and  3 days',
    ])
      expect(parsePeriods(text).map(describePeriod)).toEqual(['1 year', '2 months', '3 days']);
  });

  it.each(['15 business days', '1 month', '2 years of 365 days', '1 hour'])(
    '%s is described as it was written',
    (text) => {
      expect(describePeriod(parsePeriod(text))).toBe(text);
    },
  );

  it.each([
    'soon',
    '',
    '-5 days',
    '1.5 months',
    '5',
    'days',
    '5 fortnights',
    '1 month of 365 days',
    '1 week of 365 days',
    '5 days and',
    '99999 years',
    '201 years',
    '1 business month',
    '30days',
  ])('"%s" is refused by name', (text) => {
    expect(() => parsePeriods(text)).toThrow(InvalidPeriodTextError);
    expect(() => parsePeriods(text)).toThrow(`"${text}"`);
  });

  it('is read up to 200 characters', () => {
    const text = `1 day${' '.repeat(195)}`;
    expect(parsePeriods(text)).toEqual([{ n: 1, unit: 'days' }]);
    expect(() => parsePeriods(`${text} `)).toThrow(InvalidPeriodTextError);
    expect(() => parsePeriods(5 as unknown as string)).toThrow(InvalidPeriodTextError);
  });

  it('refuses several where one is wanted', () => {
    expect(() => parsePeriod('1 month and 15 days')).toThrow(InvalidPeriodTextError);
  });
});

describe('the same length in other words', () => {
  it.each([
    ['1 year', '12 months'],
    ['12 months', '1 Year'],
    ['1 year and 6 months', '18 months'],
    ['2 weeks', '14 days'],
    ['30 calendar days', '30 days'],
    ['1 year of 365 days', '365 days'],
  ])('%s is %s', (one, other) => {
    expect(sameLength(one, other)).toBe(true);
  });

  it.each([
    ['1 year', '365 days'],
    ['1 month', '30 days'],
    ['1 day', '24 hours'],
    ['5 days', '5 business days'],
    ['1 month and 15 days', '15 days and 1 month'],
  ])('%s is not %s', (one, other) => {
    expect(sameLength(one, other)).toBe(false);
  });
});
