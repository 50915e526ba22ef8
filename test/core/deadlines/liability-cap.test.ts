import { describe, expect, it } from 'vitest';
import { contractOn, deadlineOf, facts, packOf, planOf, silent } from './planning.ts';

const breach = 'breach.alleged@2026-03-15T10:00:00Z,breach=b1';
const cap = (...events: string[]) => {
  const { figure, steps } = deadlineOf(planOf(silent, facts(breach, ...events)), 'liability-cap~b1');
  return { figure, step: steps.at(-1) };
};

describe('what was paid in the 12 months before a breach on Sunday 15 March 2026', () => {
  it('monthly payments on the 15th are twelve, not thirteen', () => {
    const months = Array.from({ length: 13 }, (_, n) => new Date(Date.UTC(2025, 2 + n, 15)).toISOString().slice(0, 10));
    const { figure } = cap(...months.map((day, n) => `payment.received@${day},payment=p${n},amount=1000,currency=EUR`));
    expect(figure).toEqual([{ currency: 'EUR', amount: 12_000 }]);
  });

  it('currencies stay apart, in one order', () => {
    const { figure, step } = cap(
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
    expect(step).toMatchObject({ code: 'sum', figure });
  });

  it('refunds take nothing away, as the pack assumes and says', () => {
    const paid = 'payment.received@2025-06-01,amount=1000,currency=EUR';
    expect(cap(paid, 'refund.issued@2025-06-05,amount=1000,currency=EUR').figure).toEqual([
      { currency: 'EUR', amount: 1000 },
    ]);
    const { assumptions } = deadlineOf(planOf(silent, facts(breach, paid)), 'liability-cap~b1');
    expect(assumptions).toContain('paid-means-received');
  });

  it('a payment two messages tell of counts once; one without an amount is said to be missing', () => {
    const { figure, step } = cap(
      'payment.received@2025-06-01,id=m1,payment=p1,amount=1000,currency=EUR',
      'payment.received@2025-06-02,id=m2,payment=p1,amount=1000,currency=EUR',
      'payment.received@2025-06-03,payment=p2',
      'payment.received@2025-06-04,amount=70',
    );
    expect(figure).toEqual([{ currency: 'EUR', amount: 1000 }]);
    expect(step).toMatchObject({ code: 'sum', counted: 3, withoutAmount: 2 });
  });

  it('nothing paid is nothing, and is said', () => {
    expect(cap()).toEqual({ figure: [], step: expect.objectContaining({ code: 'sum', counted: 0 }) });
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
  const limited = (...paid: readonly string[]) => {
    const payments = paid.map((money, n) => `payment.received@2026-0${n + 1}-10,payment=p${n},${money}`);
    const told = facts(...payments, 'breach.alleged@2026-11-20,breach=b1,by=customer');
    const { figure, floor } = deadlineOf(planOf(salexops, told), 'liability-cap~b1');
    return { figure: sums(figure), sum: sums(floor?.sum), comparable: floor?.comparable };
  };
  const sums = (figure: readonly { currency: string; amount: number }[] = []) =>
    figure.map(({ currency, amount }) => `${currency} ${amount}`);

  it.each([
    ['nothing', [], { figure: ['USD 50000'], sum: [], comparable: true }],
    [
      'less than the floor',
      ['amount=10000,currency=USD'],
      { figure: ['USD 50000'], sum: ['USD 12500'], comparable: true },
    ],
    [
      'more than the floor',
      ['amount=50000,currency=USD'],
      { figure: ['USD 62500'], sum: ['USD 62500'], comparable: true },
    ],
    [
      'in another currency',
      ['amount=1000000,currency=MXN'],
      { figure: ['MXN 1250000', 'USD 50000'], sum: ['MXN 1250000'], comparable: false },
    ],
    [
      'in both, in dollars less than the floor',
      ['amount=1000000,currency=MXN', 'amount=10000,currency=USD'],
      { figure: ['MXN 1250000', 'USD 50000'], sum: ['MXN 1250000', 'USD 12500'], comparable: false },
    ],
    [
      'in both, in dollars as much as the floor',
      ['amount=1000000,currency=MXN', 'amount=40000,currency=USD'],
      { figure: ['MXN 1250000', 'USD 50000'], sum: ['MXN 1250000', 'USD 50000'], comparable: true },
    ],
  ])('paid %s', (_, paid, expected) => {
    expect(limited(...paid)).toEqual(expected);
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

describe('what was paid before the day on which a breach was caused', () => {
  const [contract, catalog] = contractOn(
    packOf(
      `- id: cap
  ref: "1"
  title: Limit of liability
  means: What was paid in the 12 months before the breach.
  nature: figure
  obligor: provider
  on: breach.alleged
  about: breach
  lookBack: { length: 12 months, from: [data.causedOn, trigger], sums: payment.received }`,
    ),
  );
  const payments = ['2024-11-20', '2025-11-19', '2026-06-30'].map(
    (day, n) => `payment.received@${day},payment=p${n},amount=${10 ** n * 100},currency=EUR`,
  );
  const capOf = (...alleged: string[]) =>
    deadlineOf(planOf(contract, facts(...payments, ...alleged), catalog), 'cap~b1');

  // By hand: the 12 months before 20 November 2025 are 20 November 2024 to 19 November 2025, so the first two count.
  it('are counted back from that day, where the allegation names it', () => {
    const { figure, date, opensOn, steps } = capOf('breach.alleged@2026-11-20,breach=b1,causedOn=2025-11-20');
    expect({ figure, date, opensOn }).toEqual({
      figure: [{ currency: 'EUR', amount: 1100 }],
      date: '2025-11-20',
      opensOn: '2024-11-20',
    });
    expect(steps).toContainEqual(expect.objectContaining({ code: 'fact-day', field: 'data.causedOn' }));
  });

  // By hand: the 12 months before 20 November 2026 begin on 20 November 2025, so only the payment of June counts.
  it('are those before the allegation where nobody said when it was', () => {
    const { figure, date } = capOf('breach.alleged@2026-11-20,breach=b1');
    expect({ figure, date }).toEqual({ figure: [{ currency: 'EUR', amount: 10_000 }], date: '2026-11-20' });
  });

  it('are counted anew once the day is told', () => {
    const { figure, state } = capOf(
      'breach.alleged@2026-11-20,breach=b1',
      'breach.alleged@2026-11-24,id=later,breach=b1,causedOn=2025-11-20',
    );
    expect({ figure, state }).toEqual({ figure: [{ currency: 'EUR', amount: 1100 }], state: 'met' });
  });
});
