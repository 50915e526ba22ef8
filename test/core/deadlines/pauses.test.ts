import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent, until } from './planning.ts';

const EVENTS =
  'freeze.placed: It stands still., freeze.lifted: It goes on., work.done: Done., work.reopened: Not done.';
const frozen = (lines: string, more = '') =>
  packOf(
    `- id: work
  ref: "1"
  title: Work
  means: Work is to be done.
  nature: obligation
  obligor: provider
  suspendedBy: freeze.placed
  resumedBy: freeze.lifted
${lines.replaceAll(/^/gm, '  ')}`,
    more,
    EVENTS,
  );

function work(lines: string, events: readonly string[], id = 'work', more = '', startsOn?: string) {
  const [contract, catalog] = contractOn(frozen(lines, more), startsOn === undefined ? {} : { startsOn });
  return deadlineOf(planOf(contract, facts(...events), catalog), id);
}

describe('a pause', () => {
  const FROM_DUE = 'on: invoice.issued\nperiod: { length: 15 days, from: data.dueOn }';
  const issued = 'invoice.issued@2026-11-01,dueOn=2026-11-15';

  it.each([
    ['over before the count begins takes nothing out', '2026-11-03', '2026-11-10', '2026-11-30'],
    ['that reaches into it takes out what lies within', '2026-11-10', '2026-11-18', '2026-12-03'],
    ['within it takes out all of it', '2026-11-20', '2026-11-25', '2026-12-05'],
  ])('%s', (_, placed, lifted, date) => {
    expect(work(FROM_DUE, [issued, `freeze.placed@${placed}`, `freeze.lifted@${lifted}`]).date).toBe(date);
  });

  it('of an earlier cycle takes nothing out of a later one', () => {
    const lines = 'cycle: year\nrecurs: after-lapse\nperiod: { length: 30 days, from: cycle.start }';
    const [contract, catalog] = contractOn(frozen(lines, 'cycles: { year: { every: 1 year } }\n'), {
      startsOn: '2025-01-01',
    });
    const told = facts('freeze.placed@2025-01-10', 'freeze.lifted@2025-01-20');
    const { deadlines } = planOf(contract, until('2027-06-01T00:00:00Z', contract, told, catalog), catalog);
    expect(deadlines.map(({ date }) => date)).toEqual(['2025-02-10', '2026-01-31', '2027-01-31', '2028-01-31']);
  });

  it('from before the count began again takes nothing out', () => {
    const lines = 'on: [trial.started, account.active]\nrestarts: true\nperiod: 3 months';
    const events = [
      'trial.started@2026-01-01',
      'freeze.placed@2026-01-10',
      'freeze.lifted@2026-01-20',
      'account.active@2026-02-01',
    ];
    expect(work(lines, events).date).toBe('2026-05-01');
  });

  it('leaves the hour at which the last day ends', () => {
    const lines = 'on: trial.started\nperiod: { length: 10 days, endsAt: "17:00" }';
    const events = ['trial.started@2026-03-02', 'freeze.placed@2026-03-05', 'freeze.lifted@2026-03-08'];
    expect(work(lines, events).instant).toBe('2026-03-15T17:00:00Z');
  });

  it.each([
    ['several periods', 'period: { laterOf: [5 days, 8 business days] }', /only one forward period/],
    ['what takes effect as a day begins', 'period: { length: 5 days, takesEffect: as-it-begins }', /only one forward/],
    ['the day after a period', 'period: { length: 5 days, thenDayAfter: true }', /only one forward/],
    ['what may be reopened', 'period: 5 days\nsatisfiedBy: work.done\nreopenedBy: work.reopened', /leave one of them/],
  ])('cannot be had with %s', (_, lines, message) => {
    expect(() => frozen(`on: trial.started\n${lines}`)).toThrow(message);
  });

  it('that comes when a right has arisen is told, and changes nothing', () => {
    const eloomi: PinnedContract = { ...silent, terms: 'eloomi', version: '5.9' };
    const told = facts('contract.terminated@2026-11-20', 'legal-hold.placed@2027-01-05,id=late,hold=a');
    const { state, steps } = deadlineOf(planOf(eloomi, until('2027-01-10T00:00:00Z', eloomi, told)), 'deletion-right');
    expect(state).toBe('lapsed');
    expect(steps.filter(({ code }) => code === 'paused-late')).toMatchObject([{ event: 'late' }]);
  });
});

describe('a look-back', () => {
  it('starts with an event', () => {
    const after =
      'nature: figure\n  on: { clause: x, becomes: lapsed }\n  lookBack: { length: 1 year, sums: payment.received }';
    const clause = `- id: cap\n  ref: "1"\n  title: Cap\n  means: A cap.\n  obligor: provider\n  ${after}`;
    expect(() => packOf(clause)).toThrow(/a look-back starts with an event/);
  });
});
