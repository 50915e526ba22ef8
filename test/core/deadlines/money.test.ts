import { expect, it } from 'vitest';
import { formatMoney } from '../../../shared/core/deadlines/money.ts';

it.each([
  ['EUR', 48_000, 'EUR 480.00'],
  ['eur', 5, 'EUR 0.05'],
  ['USD', 123_456_789, 'USD 1,234,567.89'],
  ['USD', -99, 'USD -0.99'],
  ['JPY', 90_000, 'JPY 90,000'],
  ['KWD', 1_234, 'KWD 1.234'],
  ['points', 12, '12 minor units of points'],
])('%s %d reads %s', (currency, amount, words) => {
  expect(formatMoney({ currency, amount })).toBe(words);
});
