import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { deadlineOf, facts, planOf, silent } from './planning.ts';

// A year of eloomi from 1 March; by hand, the last day for a notice is 31 January, over at 23:00 in UTC. It is tracked from 20
// November 2026, in the year that ends with 28 February 2027; the year before ended with 28 February 2026.

const eloomi: PinnedContract = {
  ...silent,
  ...{ terms: 'eloomi', version: '5.9', revision: 2, law: 'DK' },
  ...{ startsOn: '2023-03-01', term: '12 months', trackedFrom: '2026-11-20' },
};
const NOTICE = 'non-renewal-notice~2026-03-01';
const noticeOf = (contract: PinnedContract, ...events: string[]) =>
  deadlineOf(planOf(contract, facts(...events)), contract.terms === 'eloomi' ? NOTICE : 'renewal~2026-11-01');

/** The clauses for which an event is reported as one of a cycle that is not tracked. */
const leftAside = ({ notApplied }: ReturnType<typeof planOf>) =>
  notApplied.flatMap(({ clause, reason }) =>
    reason.because === 'untracked' ? [`${clause} before ${reason.opensOn}`] : [],
  );

describe('a notice that came before the first cycle that is tracked', () => {
  it.each([
    ['two years ago', 'termination.noticed@2024-12-10'],
    ['on the last day for the year before', 'termination.noticed@2026-01-31T22:59:59Z'],
    [
      'by the provider of payments, for the end of the year before',
      'cancellation.scheduled@2026-01-10,effectiveOn=2026-02-28',
    ],
  ])('was for another one: %s', (_, event) => {
    const notice = noticeOf(eloomi, event);
    expect(notice).toMatchObject({ state: 'open', date: '2027-01-31' });
    expect(notice.steps.find(({ code }) => code === 'met-untracked')).toMatchObject({ opensOn: '2026-03-01' });
    expect(notice.untrackedBefore).toBe('2026-03-01');
    const planned = planOf(eloomi, facts(event));
    expect(planned.deadlines.some(({ clause }) => clause === 'subscription-end')).toBe(false);
    expect(leftAside(planned)).toEqual(['non-renewal-notice before 2026-03-01']);
  });

  it.each([
    ['too late for the year before', 'termination.noticed@2026-01-31T23:00:00Z'],
    ['in this year, before it was recorded', 'termination.noticed@2026-05-10'],
    ['long ago, for the end of this year', 'cancellation.scheduled@2025-06-01,effectiveOn=2027-02-28'],
    ['in time', 'termination.noticed@2027-01-10'],
  ])('counts for this one: %s', (_, event) => {
    const notice = noticeOf(eloomi, event);
    expect(notice).toMatchObject({ state: 'met', date: '2027-01-31' });
    expect(notice.steps.some(({ code }) => code === 'met-untracked')).toBe(false);
    expect(leftAside(planOf(eloomi, facts(event)))).toEqual([]);
    const end = planOf(eloomi, facts(event)).deadlines.find(({ clause }) => clause === 'subscription-end');
    expect(end).toMatchObject({ date: '2027-02-28' });
  });

  it('counts where its cycle is tracked', () => {
    const { deadlines } = planOf({ ...eloomi, trackedFrom: '2023-03-01' }, facts('termination.noticed@2023-12-10'));
    expect(deadlines.filter(({ untrackedBefore }) => untrackedBefore)).toEqual([]);
    expect(deadlines.find(({ clause }) => clause === 'subscription-end')).toMatchObject({ date: '2024-02-29' });
  });

  it('a notice of today counts although an earlier one did not', () => {
    expect(noticeOf(eloomi, 'termination.noticed@2024-12-10', 'termination.noticed@2026-12-10').state).toBe('met');
  });

  it('an end of an earlier cycle does not hide one that another subscription has years ahead', () => {
    const ofStripe = (subscription: string, occurredAt: string, effectiveOn: string): Fact => ({
      ...{ id: subscription, kind: 'cancellation.scheduled', occurredAt, data: { subscription, effectiveOn } },
      source: { provider: 'stripe', eventId: subscription, type: 'customer.subscription.updated' },
    });
    const ahead = ofStripe('sub_2', '2026-12-01T09:00:00Z', '2028-02-29');
    const endsOf = (...events: Fact[]) =>
      planOf(eloomi, events).deadlines.flatMap(({ clause, date }) => (clause === 'subscription-end' ? date : []));
    expect(endsOf(ahead)).toEqual(['2028-02-29']);
    expect(endsOf(ofStripe('sub_1', '2026-01-10T09:00:00Z', '2026-02-28'), ahead)).toEqual(['2028-02-29']);
    expect(endsOf(...facts('cancellation.scheduled@2026-01-10,effectiveOn=2026-02-28'), ahead)).toEqual(['2028-02-29']);
  });

  it('an invoice of an earlier year is none for the next one', () => {
    const issued = 'invoice.issued@2025-02-10,invoice=in_1,amount=4900,currency=EUR';
    const invoiced = deadlineOf(planOf(eloomi, facts(issued)), 'invoice-due~2026-03-01');
    expect(invoiced).toMatchObject({ state: 'open', date: '2027-02-28' });
  });
});

// Months of exolyt from the first; tracked from 20 November 2026, the month before ended with 31 October at 22:00 in UTC.
it.each([
  ['termination.noticed@2026-10-31T21:59:59Z', 'open'],
  ['termination.noticed@2026-10-31T22:00:00Z', 'met'],
  ['cancellation.scheduled@2026-09-10', 'open'],
])('%s: the renewal of November is %s', (event, state) => {
  const exolyt: PinnedContract = {
    ...silent,
    ...{ terms: 'exolyt', version: '2023-01-01', revision: 2 },
    ...{ startsOn: '2026-01-01', billing: { cycle: '1 month' }, trackedFrom: '2026-11-20' },
  };
  expect(noticeOf(exolyt, event)).toMatchObject({ state, date: '2026-11-30' });
});
