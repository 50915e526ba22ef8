import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent, until } from './planning.ts';

const monthly: PinnedContract = {
  ...silent,
  terms: 'exolyt',
  version: '2023-01-01',
  startsOn: '2026-12-16',
  billing: { cycle: '1 month' },
};

function told(kind: string, occurredAt: string, periodStartsAt: string, periodEndsAt: string, data: Fact['data'] = {}) {
  const id = `${kind}-${occurredAt}`;
  const source = { provider: 'paddle', eventId: id, type: kind };
  return { id, kind, occurredAt, source, data: { subscription: 'sub_1', periodStartsAt, periodEndsAt, ...data } };
}

const renewals = (contract: PinnedContract, ...events: readonly Fact[]) =>
  planOf(contract, events)
    .deadlines.filter(({ clause }) => clause === 'renewal')
    .map(({ id, state, date }) => `${id} ${state} ${date}`);

describe('cycles of the provider’s own billing periods', () => {
  const converted = told('trial.converted', '2026-12-30T09:00:00Z', '2026-12-30T09:00:00Z', '2027-01-30T09:00:00Z');

  it('after a trial they run from the first period that is billed', () => {
    expect(renewals(monthly, converted)).toEqual(['renewal~2026-12-16 open 2027-01-29']);
    const lived = until('2027-03-05T00:00:00Z', monthly, [converted]);
    expect(renewals(monthly, ...lived)).toEqual([
      'renewal~2026-12-16 lapsed 2027-01-29',
      // Cycles that begin on the 30th begin on the last day of February.
      'renewal~2027-01-30 lapsed 2027-02-27',
      'renewal~2027-02-28 open 2027-03-29',
    ]);
  });

  it('a change of fees takes effect with such a cycle, and the explanation says why', () => {
    const changed: Fact = { id: 'p', kind: 'price.changed', occurredAt: '2027-01-02', data: { price: 'p-1' } };
    const fees = deadlineOf(planOf(monthly, [converted, changed]), 'fee-change~p-1');
    expect(fees.date).toBe('2027-01-29');
    expect(fees.steps.find(({ code }) => code === 'cycle-stated')).toMatchObject({
      opensOn: '2026-12-16',
      from: '2027-01-15',
      to: '2027-01-29',
      event: converted.id,
    });
  });

  it('where they agree with what the contract says, nothing is said of them', () => {
    const begun = told('contract.commenced', '2026-12-16T09:00:00Z', '2026-12-16T09:00:00Z', '2027-01-16T09:00:00Z');
    expect(planOf(monthly, [begun]).deadlines.map(({ steps, ...rest }) => [rest, steps.length])).toEqual(
      planOf(monthly, []).deadlines.map(({ steps, ...rest }) => [rest, steps.length]),
    );
  });

  it('are those of the provider from the first day of the contract, although the subscription is older', () => {
    const older = told('contract.commenced', '2026-05-01T09:00:00Z', '2026-12-01T09:00:00Z', '2027-01-01T09:00:00Z');
    expect(renewals(monthly, ...until('2027-01-05T00:00:00Z', monthly, [older]))).toEqual([
      'renewal~2026-12-16 lapsed 2026-12-31',
      'renewal~2027-01-01 open 2027-01-31',
    ]);
  });

  it('a billing date that is moved, and moved back', () => {
    const moved = told('term.moved', '2026-12-20T09:00:00Z', '2026-12-16T09:00:00Z', '2027-02-01T16:00:00Z');
    const back = told('term.moved', '2026-12-21T09:00:00Z', '2026-12-16T09:00:00Z', '2027-01-16T09:00:00Z');
    expect(renewals(monthly, moved)).toEqual(['renewal~2026-12-16 open 2027-01-31']);
    expect(renewals(monthly, back, moved)).toEqual(['renewal~2026-12-16 open 2027-01-15']);
  });

  it('what a repeated telling shows counts, although it says nothing else', () => {
    const snapshot = (at: string, ends: string) =>
      told('cancellation.rescinded', at, '2026-12-16T09:00:00Z', ends, { snapshot: true });
    const events = [
      snapshot('2026-12-17T09:00:00Z', '2027-01-16T09:00:00Z'),
      snapshot('2026-12-18T09:00:00Z', '2027-01-25T09:00:00Z'),
    ];
    expect(renewals(monthly, ...events)).toEqual(['renewal~2026-12-16 open 2027-01-24']);
  });

  it('only those of the subscription that was billed first', () => {
    const other = { ...converted.data, subscription: 'sub_2', periodEndsAt: '2027-02-15T09:00:00Z' };
    const add: Fact = { ...converted, id: 'other', occurredAt: '2026-12-31T09:00:00Z', data: other };
    expect(renewals(monthly, converted, add)).toEqual(['renewal~2026-12-16 open 2027-01-29']);
  });

  it('those that a person records by days, before the provider tells of any', () => {
    const data = { periodStartsOn: '2026-12-16', periodEndsOn: '2027-01-21' };
    const own: Fact = { id: 'own', kind: 'term.moved', occurredAt: '2026-12-17', data };
    expect(renewals(monthly, own)).toEqual(['renewal~2026-12-16 open 2027-01-20']);
    expect(renewals(monthly, own, converted)).toEqual(['renewal~2026-12-16 open 2027-01-29']);
  });

  it('neither the time an invoice is for, nor a period that is over', () => {
    const invoice = told('invoice.issued', '2026-12-17T09:00:00Z', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z', {
      invoice: 'in_1',
    });
    const over = told('contract.resumed', '2027-01-10T09:00:00Z', '2026-12-16T09:00:00Z', '2027-01-05T09:00:00Z');
    expect(renewals(monthly, invoice, over)).toEqual(['renewal~2026-12-16 open 2027-01-15']);
  });
});

describe('an invoice for the next cycle', () => {
  const yearly: PinnedContract = {
    ...silent,
    terms: 'eloomi',
    version: '5.9',
    law: 'DK',
    startsOn: '2026-01-01',
    term: '24 months',
  };
  const state = (periodStartsAt: string, periodEndsAt: string) => {
    const data = { invoice: 'in_1', amount: 4900, currency: 'EUR' };
    const issued = told('invoice.issued', '2026-12-01T09:00:00Z', periodStartsAt, periodEndsAt, data);
    return deadlineOf(planOf(yearly, [issued]), 'invoice-due~2026-01-01').state;
  };

  it.each([
    ['the year to come', '2027-01-01T10:00:00Z', '2028-01-01T10:00:00Z', 'met'],
    ['the rest of the term', '2026-12-31T23:30:00Z', '2028-12-31T23:30:00Z', 'met'],
    ['the month to come', '2027-01-01T10:00:00Z', '2027-02-01T10:00:00Z', 'open'],
    ['this month', '2026-12-01T10:00:00Z', '2027-01-01T10:00:00Z', 'open'],
    ['the year that is ending', '2026-01-01T10:00:00Z', '2027-01-01T10:00:00Z', 'open'],
    ['a year that begins in a month', '2027-02-01T10:00:00Z', '2028-02-01T10:00:00Z', 'open'],
  ])('for %s', (_, starts, ends, expected) => {
    expect(state(starts, ends)).toBe(expected);
  });

  it('that a person records with days', () => {
    const stateBy = (periodStartsOn: string, periodEndsOn: string) => {
      const data = { invoice: 'in_1', periodStartsOn, periodEndsOn };
      const issued: Fact = { id: 'i', kind: 'invoice.issued', occurredAt: '2026-12-01', data };
      return deadlineOf(planOf(yearly, [issued]), 'invoice-due~2026-01-01').state;
    };
    expect(stateBy('2027-01-01', '2028-01-01')).toBe('met');
    expect(stateBy('2026-12-01', '2027-01-01')).toBe('open');
  });

  it('that does not say what it is for may be it', () => {
    const issued: Fact = { id: 'i', kind: 'invoice.issued', occurredAt: '2026-12-01', data: { invoice: 'in_1' } };
    expect(deadlineOf(planOf(yearly, [issued]), 'invoice-due~2026-01-01').state).toBe('met');
  });
});

describe('cycles that begin with the end of a trial', () => {
  const CLAUSE = `- id: fees
  ref: "7"
  title: Changed fees
  means: Fees change with the end of a cycle.
  nature: effect
  obligor: customer
  on: price.changed
  about: price
  cycle: billing
  period: { length: 2 weeks, endsWith: cycle }`;
  const CYCLES = 'cycles: { billing: { every: 1 month, beginsWith: { on: trial.started, from: data.endsOn } } }\n';
  const endOf = (startsOn: string, ...events: string[]) => {
    const [contract, catalog] = contractOn(packOf(CLAUSE, CYCLES), { startsOn });
    return deadlineOf(planOf(contract, facts(...events), catalog), 'fees~p');
  };

  it.each([
    ['announced as it is charged', ['price.changed@2026-12-30,price=p'], '2027-01-29'],
    ['announced during the trial, after which two weeks lie', ['price.changed@2026-12-16,price=p'], '2027-01-29'],
    [
      'the trial was made longer',
      ['trial.started@2026-12-20,endsOn=2027-01-10', 'price.changed@2026-12-21,price=p'],
      '2027-02-09',
    ],
    [
      'another trial is told of once the first cycle is over',
      ['price.changed@2027-02-05,price=p', 'trial.started@2027-02-06,endsOn=2027-02-20'],
      '2027-02-27',
    ],
  ])('%s', (_, events, date) => {
    const fees = endOf('2026-12-16', 'trial.started@2026-12-16,endsOn=2026-12-30', ...events);
    expect(fees.date).toBe(date);
    expect(fees.steps.find(({ code }) => code === 'cycle-begins')).toMatchObject({ kind: 'trial.started' });
  });

  it('a trial that was over before the contract began moves nothing', () => {
    const fees = endOf('2026-12-16', 'trial.started@2026-11-01,endsOn=2026-11-15', 'price.changed@2026-12-16,price=p');
    expect(fees.date).toBe('2027-01-15');
  });

  it('a deadline that stands moves along', () => {
    const fees = endOf('2026-12-16', 'price.changed@2026-12-16,price=p', 'trial.started@2026-12-17,endsOn=2026-12-30');
    expect(fees.date).toBe('2027-01-29');
  });
});
