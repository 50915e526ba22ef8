import { describe, expect, it } from 'vitest';
import { figureInWords, formatMoney } from '../../../shared/core/words/money.ts';

it.each([
  ['EUR', 48_000, 'EUR 480.00'],
  ['eur', 5, 'EUR 0.05'],
  ['USD', 123_456_789, 'USD 1,234,567.89'],
  ['USD', -99, 'USD -0.99'],
  ['JPY', 90_000, 'JPY 90,000'],
  ['KWD', 1_234, 'KWD 1.234'],
  ['HUF', 4_900_000, 'HUF 49,000.00'],
  ['COP', 4_900_000, 'COP 49,000.00'],
  ['IDR', 4_900_000, 'IDR 49,000.00'],
  ['ISK', 49_000, 'ISK 49,000'],
  ['UGX', 500, 'UGX 500'],
  ['MGA', 500, 'MGA 5.00'],
  ['ABC', 500, '500 minor units of ABC'],
  ['constructor', 5, '5 minor units of constructor'],
  ['points', 12, '12 minor units of points'],
])('%s %d reads %s', (currency, amount, words) => {
  expect(formatMoney({ currency, amount })).toBe(words);
});

describe('a figure with a floor', () => {
  const money = (currency: string, amount: number) => ({ currency, amount });
  const floor = money('USD', 50_000);

  it.each([
    ['alone', { floor, sum: [], comparable: true }, [floor], 'USD 500.00'],
    [
      'beside a sum in another currency',
      { floor, sum: [money('MXN', 1_250_000)], comparable: false },
      [money('MXN', 1_250_000), floor],
      'MXN 12,500.00, or USD 500.00, whichever is worth more',
    ],
    [
      'beside sums in both',
      { floor, sum: [money('MXN', 1_250_000), money('USD', 12_500)], comparable: false },
      [money('MXN', 1_250_000), floor],
      'MXN 12,500.00 and USD 125.00, or USD 500.00, whichever is worth more',
    ],
    [
      'that the sum reaches',
      { floor, sum: [money('MXN', 1_250_000), money('USD', 50_000)], comparable: true },
      [money('MXN', 1_250_000), money('USD', 50_000)],
      'MXN 12,500.00 and USD 500.00',
    ],
  ])('%s', (_, least, figure, words) => {
    expect(figureInWords({ figure, floor: least })).toBe(words);
  });

  it('of nothing, without a floor, is nothing', () => {
    expect(figureInWords({ figure: [] })).toBe('nothing');
  });
});
