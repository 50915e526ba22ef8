import { expect, it } from 'vitest';
import { formatMoney, formatWithFloor } from '../../../shared/core/deadlines/money.ts';

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

const EUR = { currency: 'EUR', amount: 1_000 };
const JPY = { currency: 'JPY', amount: 5 };
const floor = { currency: 'USD', amount: 50_000 };

it.each([
  ['in the currency of the floor alone', [floor], 'USD 500.00'],
  ['in others', [EUR, JPY, floor], 'EUR 10.00 and JPY 5 or USD 500.00, whichever is worth more'],
  ['above the floor in its currency', [EUR, { ...floor, amount: 50_001 }], 'EUR 10.00 and USD 500.01'],
])('a sum with a floor, paid %s', (_, figure, words) => {
  expect(formatWithFloor(figure, floor)).toBe(words);
});
