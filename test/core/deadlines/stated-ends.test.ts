import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { rounds } from '../../harness/rounds.ts';
import { planOf, silent, until } from './planning.ts';

const monthly: PinnedContract = {
  ...silent,
  terms: 'exolyt',
  version: '2023-01-01',
  startsOn: '2026-11-15',
  billing: { cycle: '1 month' },
};
const yearly: PinnedContract = {
  ...silent,
  terms: 'eloomi',
  version: '5.9',
  law: 'DK',
  startsOn: '2026-01-01',
  term: '12 months',
};

/** What a provider’s message tells. */
function told(kind: string, occurredAt: string, data: Fact['data'] = {}, provider = 'stripe'): Fact {
  const id = `${kind}-${occurredAt}`;
  const source = { provider, eventId: id, type: kind };
  return { id, kind, occurredAt, data: { subscription: 'sub_1', ...data }, source };
}
const scheduled = (occurredAt: string, effectiveAt: string, provider?: string) =>
  told('cancellation.scheduled', occurredAt, { effectiveAt }, provider);
const rescinded = (occurredAt: string, data: Fact['data'] = {}, provider?: string) =>
  told('cancellation.rescinded', occurredAt, data, provider);

/** State and last day of the deadlines of some clauses, in the order of their ends. */
function seen(contract: PinnedContract, events: readonly Fact[], ...clauses: readonly string[]) {
  return planOf(contract, events)
    .deadlines.filter(({ clause }) => clauses.includes(clause))
    .map(({ id, state, date }) => `${id} ${state} ${date}`);
}
const renewals = (...events: readonly Fact[]) => seen(monthly, events, 'renewal', 'subscription-end');

const A_YEAR_AHEAD = scheduled('2026-11-16T10:00:00Z', '2027-11-15T10:00:00Z');

describe('a cancellation that says when it takes effect', () => {
  it('a year ahead: this cycle renews, and the end is known at once', () => {
    expect(renewals(A_YEAR_AHEAD)).toEqual([
      'renewal~2026-11-15 open 2026-12-14',
      'renewal~2027-10-15 met 2027-11-14',
      'subscription-end~2027-10-15 open 2027-11-14',
    ]);
  });

  it('the cycles until then renew, and then it ends', () => {
    const lived = until('2027-12-31T00:00:00Z', monthly, [A_YEAR_AHEAD]);
    const produced = lived.filter(({ cause }) => cause !== undefined).map(({ kind, occurredAt }) => [kind, occurredAt]);
    expect(produced.filter(([kind]) => kind === 'term.renewed')).toHaveLength(11);
    expect(produced).toContainEqual(['term.renewed', '2027-10-15']);
    expect(produced).toContainEqual(['contract.terminated', '2027-11-14']);
    const plan = seen(monthly, lived, 'renewal');
    expect(plan.at(-1)).toBe('renewal~2027-10-15 met 2027-11-14');
    expect(plan.filter((line) => line.includes('open'))).toEqual([]);
  });

  it('in the midst of a cycle: it ends on that day', () => {
    expect(renewals(scheduled('2026-11-16T10:00:00Z', '2026-12-01T09:00:00Z'))).toEqual([
      'subscription-end~2026-11-15 open 2026-12-01',
      'renewal~2026-11-15 met 2026-12-14',
    ]);
  });

  it('with the cycle, by the hour at which the provider begins the next: it ends with the cycle', () => {
    for (const effectiveAt of ['2026-12-14T22:00:00Z', '2026-12-15T10:00:00Z']) {
      expect(renewals(scheduled('2026-11-16T10:00:00Z', effectiveAt))).toEqual([
        'renewal~2026-11-15 met 2026-12-14',
        'subscription-end~2026-11-15 open 2026-12-14',
      ]);
    }
  });

  it('by a bare day, as people say it', () => {
    const data = { effectiveOn: '2027-02-14' };
    const byHand: Fact = { id: 'hand', kind: 'cancellation.scheduled', occurredAt: '2026-11-20', data };
    expect(renewals(byHand)).toEqual([
      'renewal~2026-11-15 open 2026-12-14',
      'renewal~2027-01-15 met 2027-02-14',
      'subscription-end~2027-01-15 open 2027-02-14',
    ]);
  });

  it('without a day it is left to the terms', () => {
    expect(renewals(told('cancellation.scheduled', '2026-11-16T10:00:00Z'))).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]);
  });

  it('that is taken back leaves nothing of the end', () => {
    expect(renewals(A_YEAR_AHEAD, rescinded('2026-11-20T10:00:00Z'))).toEqual(['renewal~2026-11-15 open 2026-12-14']);
  });

  it('the later word corrects the day: nearer, farther, into this cycle and out of it', () => {
    const day = (n: number, effectiveAt: string) => scheduled(`2026-11-${16 + n}T10:00:00Z`, effectiveAt);
    const words = [
      day(1, '2027-02-15T10:00:00Z'),
      day(2, '2027-05-15T10:00:00Z'),
      day(3, '2026-12-15T10:00:00Z'),
      day(4, '2026-12-01T10:00:00Z'),
      day(5, '2027-02-15T10:00:00Z'),
    ];
    const ends = words.map((_, n) => renewals(A_YEAR_AHEAD, ...words.slice(0, n + 1)));
    expect(ends.map((lines) => lines.filter((line) => line.includes('subscription-end')))).toEqual([
      ['subscription-end~2027-01-15 open 2027-02-14'],
      ['subscription-end~2027-04-15 open 2027-05-14'],
      ['subscription-end~2026-11-15 open 2026-12-14'],
      ['subscription-end~2026-11-15 open 2026-12-01'],
      ['subscription-end~2027-01-15 open 2027-02-14'],
    ]);
    expect(ends.map((lines) => lines.find((line) => line.startsWith('renewal~2026-11-15')))).toEqual([
      'renewal~2026-11-15 open 2026-12-14',
      'renewal~2026-11-15 open 2026-12-14',
      'renewal~2026-11-15 met 2026-12-14',
      'renewal~2026-11-15 met 2026-12-14',
      'renewal~2026-11-15 open 2026-12-14',
    ]);
  });

  it('with the beginning itself, in a contract that names no start', () => {
    const { startsOn: _, ...unnamed } = monthly;
    const at = '2026-11-15T10:00:00Z';
    const begun = told('contract.commenced', at);
    expect(seen(unnamed, [begun, scheduled(at, '2026-12-15T10:00:00Z')], 'renewal', 'subscription-end')).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]);
  });

  it('after the fact averts nothing', () => {
    const late = scheduled('2026-12-20T10:00:00Z', '2026-12-01T10:00:00Z');
    expect(renewals(late)).toContain('renewal~2026-11-15 open 2026-12-14');
    expect(renewals(scheduled('2027-01-20T10:00:00Z', '2026-12-28T10:00:00Z'))).toEqual([
      'renewal~2026-11-15 open 2026-12-14',
    ]);
  });
});

describe('where terms ask for notice', () => {
  const notices = (...events: readonly Fact[]) => seen(yearly, events, 'non-renewal-notice', 'subscription-end');

  it('two terms ahead: this term renews', () => {
    expect(notices(scheduled('2026-03-01T10:00:00Z', '2028-01-01T10:00:00Z'))).toEqual([
      'non-renewal-notice~2026-01-01 open 2026-11-30',
      'non-renewal-notice~2027-01-01 met 2027-11-30',
      'subscription-end~2027-01-01 open 2027-12-31',
    ]);
  });

  it('in the midst of a term: the provider’s word goes before the term', () => {
    expect(notices(scheduled('2026-03-01T10:00:00Z', '2026-06-15T10:00:00Z'))).toEqual([
      'subscription-end~2026-01-01 open 2026-06-15',
      'non-renewal-notice~2026-01-01 met 2026-11-30',
    ]);
  });

  it('nothing is left to do for a term that does not come, and for others it is', () => {
    const plan = planOf(yearly, [scheduled('2026-03-01T10:00:00Z', '2028-01-01T10:00:00Z')]);
    const downgrade = plan.deadlines.find(({ id }) => id === 'downgrade-notice~2026-01-01');
    expect(downgrade?.state).toBe('open');
    const soon = planOf(yearly, [scheduled('2026-03-01T10:00:00Z', '2027-01-01T10:00:00Z')]);
    expect(soon.deadlines.find(({ id }) => id === 'downgrade-notice~2026-01-01')?.state).toBe('cancelled');
  });
});

describe('several who speak of the end', () => {
  const byHand: Fact = { id: 'hand', kind: 'cancellation.scheduled', occurredAt: '2026-11-20T10:00:00Z', data: {} };

  it('a snapshot that nothing is scheduled takes back nothing that a person recorded', () => {
    const snapshot = rescinded('2026-11-21T10:00:00Z', { snapshot: true }, 'paddle');
    expect(renewals(byHand, snapshot)).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]);
  });

  it('nor where the provider had scheduled an end of its own, which it does take back', () => {
    const own = scheduled('2026-11-20T11:00:00Z', '2026-12-01T10:00:00Z', 'paddle');
    const snapshot = rescinded('2026-11-21T10:00:00Z', { snapshot: true }, 'paddle');
    expect(renewals(byHand, own)).toContain('subscription-end~2026-11-15 open 2026-12-01');
    expect(renewals(byHand, own, snapshot)).toContain('subscription-end~2026-11-15 open 2026-12-14');
  });

  it.each(['stripe', 'paddle'])('an end of one subscription that is taken back leaves that of another, at %s', (by) => {
    const end = '2026-12-15T10:00:00Z';
    const other = (fact: Fact): Fact => ({ ...fact, data: { ...fact.data, subscription: 'sub_2' } });
    const both = [scheduled('2026-11-16T10:00:00Z', end, by), other(scheduled('2026-11-17T10:00:00Z', end, by))];
    const back = rescinded('2026-11-18T10:00:00Z', by === 'paddle' ? { snapshot: true } : {}, by);
    const ends = ['renewal~2026-11-15 met 2026-12-14', 'subscription-end~2026-11-15 open 2026-12-14'];
    expect(renewals(...both, other(back)).sort()).toEqual(ends);
    expect(renewals(...both, back).sort()).toEqual(ends);
    const again = other({ ...back, id: 'again', occurredAt: '2026-11-19T10:00:00Z' });
    expect(renewals(...both, back, again)).toEqual(['renewal~2026-11-15 open 2026-12-14']);
  });

  it('a word on the only subscription goes on from one that names none', () => {
    const { subscription: _, ...unnamed } = A_YEAR_AHEAD.data;
    const before: Fact = { ...A_YEAR_AHEAD, data: unnamed };
    expect(renewals(before, scheduled('2026-11-17T10:00:00Z', '2026-12-15T10:00:00Z')).sort()).toEqual([
      'renewal~2026-11-15 met 2026-12-14',
      'subscription-end~2026-11-15 open 2026-12-14',
    ]);
    expect(renewals(before, scheduled('2026-11-17T10:00:00Z', '2028-02-15T10:00:00Z')).at(-1)).toBe(
      'subscription-end~2028-01-15 open 2028-02-14',
    );
  });

  it('the first end of several is the end', () => {
    const other = scheduled('2026-11-17T10:00:00Z', '2027-03-15T10:00:00Z', 'paddle');
    expect(renewals(A_YEAR_AHEAD, other)).toContain('subscription-end~2027-02-15 open 2027-03-14');
    const taken = rescinded('2026-11-18T10:00:00Z', { snapshot: true }, 'paddle');
    expect(renewals(A_YEAR_AHEAD, other, taken)).toContain('subscription-end~2027-10-15 open 2027-11-14');
  });
});

describe('in any order', () => {
  it('comes to the same', () => {
    const events = [
      A_YEAR_AHEAD,
      scheduled('2026-11-17T10:00:00Z', '2027-02-15T10:00:00Z'),
      scheduled('2026-11-18T10:00:00Z', '2027-11-15T10:00:00Z'),
      rescinded('2026-11-19T10:00:00Z'),
      scheduled('2026-11-20T10:00:00Z', '2026-12-05T10:00:00Z'),
      rescinded('2026-11-20T10:00:00Z', { formerly: '2026-12-05T10:00:00Z' }),
    ];
    const inOrder = planOf(monthly, events);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(planOf(monthly, shuffled)).toEqual(inOrder);
      }),
      { numRuns: rounds(100) },
    );
    expect(renewals(...events)).toEqual(['renewal~2026-11-15 open 2026-12-14']);
  });
});
