import { describe, expect, it } from 'vitest';
import { figureInWords } from '../../../shared/core/deadlines/money.ts';
import { deadlineOf, facts, planOf, silent } from './planning.ts';

const breach = 'breach.alleged@2026-03-15T10:00:00Z,breach=b1';
const cap = (...events: string[]) => {
  const { figure, steps } = deadlineOf(planOf(silent, facts(breach, ...events)), 'liability-cap~b1');
  return { figure, text: steps.at(-1)?.text };
};

describe('what was paid in the 12 months before a breach on Sunday 15 March 2026', () => {
  it('monthly payments on the 15th are twelve, not thirteen', () => {
    const months = Array.from({ length: 13 }, (_, n) => new Date(Date.UTC(2025, 2 + n, 15)).toISOString().slice(0, 10));
    const { figure } = cap(...months.map((day, n) => `payment.received@${day},payment=p${n},amount=1000,currency=EUR`));
    expect(figure).toEqual([{ currency: 'EUR', amount: 12_000 }]);
  });

  it('currencies stay apart, in one order', () => {
    const { figure, text } = cap(
      'payment.received@2025-06-01,amount=99,currency=usd',
      'payment.received@2025-07-01,amount=123456,currency=EUR',
      'payment.received@2025-08-01,amount=500,currency=JPY',
      'payment.received@2025-09-01,amount=1,currency=USD',
    );
    expect(figure).toEqual([
      { currency: 'EUR', amount: 123_456 },
      { currency: 'JPY', amount: 500 },
      { currency: 'USD', amount: 100 },
    ]);
    expect(text).toContain('in all EUR 1,234.56 and JPY 500 and USD 1.00.');
  });

  it('refunds take nothing away, as the pack assumes and says', () => {
    const paid = 'payment.received@2025-06-01,amount=1000,currency=EUR';
    expect(cap(paid, 'refund.issued@2025-06-05,amount=1000,currency=EUR').figure).toEqual([
      { currency: 'EUR', amount: 1000 },
    ]);
    const { steps } = deadlineOf(planOf(silent, facts(breach, paid)), 'liability-cap~b1');
    expect(steps.map(({ assumption }) => assumption)).toContain('paid-means-received');
  });

  it('a payment two messages tell of counts once; one without an amount is said to be missing', () => {
    const { figure, text } = cap(
      'payment.received@2025-06-01,id=m1,payment=p1,amount=1000,currency=EUR',
      'payment.received@2025-06-02,id=m2,payment=p1,amount=1000,currency=EUR',
      'payment.received@2025-06-03,payment=p2',
      'payment.received@2025-06-04,amount=70',
    );
    expect(figure).toEqual([{ currency: 'EUR', amount: 1000 }]);
    expect(text).toContain('came 3 times');
    expect(text).toContain('Not in that sum: 2 without an amount or without a currency.');
  });

  it('nothing paid is nothing, and is said', () => {
    expect(cap()).toEqual({ figure: [], text: expect.stringContaining('in all nothing.') });
  });

  it('a breach after the contract ended still has its limit', () => {
    const result = planOf(silent, facts('contract.terminated@2026-03-01', breach));
    expect(deadlineOf(result, 'liability-cap~b1').state).toBe('met');
  });

  it('each breach has its own figure', () => {
    const events = facts(
      breach,
      'payment.received@2026-03-20,amount=1000,currency=EUR',
      'breach.alleged@2026-04-01,breach=b2',
    );
    expect(deadlineOf(planOf(silent, events), 'liability-cap~b2').figure).toEqual([{ currency: 'EUR', amount: 1000 }]);
    expect(deadlineOf(planOf(silent, events), 'liability-cap~b1').figure).toEqual([]);
  });
});

describe('125 % of what was paid, and no less than USD 500', () => {
  const salexops = { ...silent, terms: 'salexops', version: '2026-01' };
  const said = (...paid: readonly string[]) => {
    const payments = paid.map((money, n) => `payment.received@2026-0${n + 1}-10,payment=p${n},${money}`);
    const told = facts(...payments, 'breach.alleged@2026-11-20,breach=b1,by=customer');
    return figureInWords(deadlineOf(planOf(salexops, told), 'liability-cap~b1'));
  };

  it.each([
    ['nothing', [], 'USD 500.00'],
    ['less than the floor', ['amount=10000,currency=USD'], 'USD 500.00'],
    ['more than the floor', ['amount=50000,currency=USD'], 'USD 625.00'],
    ['in another currency', ['amount=1000000,currency=MXN'], 'MXN 12,500.00, or USD 500.00, whichever is worth more'],
    [
      'in both, in dollars less than the floor',
      ['amount=1000000,currency=MXN', 'amount=10000,currency=USD'],
      'MXN 12,500.00 and USD 125.00, or USD 500.00, whichever is worth more',
    ],
    [
      'in both, in dollars as much as the floor',
      ['amount=1000000,currency=MXN', 'amount=40000,currency=USD'],
      'MXN 12,500.00 and USD 500.00',
    ],
  ])('paid %s', (_, paid, words) => {
    expect(said(...paid)).toBe(words);
  });
});

describe('a payment that two messages tell of', () => {
  it.each([
    ['first without its amount', ['2025-06-01,payment=p', '2025-06-02,payment=p,amount=500,currency=EUR'], 500],
    [
      'first from before the time',
      ['2025-03-14,payment=p,amount=500,currency=EUR', '2025-03-15,payment=p,amount=500,currency=EUR'],
      0,
    ],
  ])('%s', (_, told, amount) => {
    const { figure } = cap(...told.map((payment) => `payment.received@${payment}`));
    expect(figure).toEqual(amount === 0 ? [] : [{ currency: 'EUR', amount }]);
  });
});
