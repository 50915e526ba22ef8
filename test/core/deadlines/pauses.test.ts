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

  // 29 days from Friday 7 August 2026 end on Saturday 5 September, and roll to Monday the 7th.
  it.each([
    ['before the last day', '2026-09-04', '2026-09-09', '2026-09-10'],
    ['on the last day before its roll', '2026-09-05', '2026-09-09', '2026-09-09'],
    ['in the days that the roll added', '2026-09-06', '2026-09-09', '2026-09-10'],
    ['on the last day itself', '2026-09-07', '2026-09-09', '2026-09-09'],
    ['after the last day', '2026-09-08', '2026-09-09', '2026-09-07'],
    ['on the last day, until a Saturday', '2026-09-07', '2026-09-12', '2026-09-14'],
  ])('that begins %s (%s, until %s) ends it on %s', (_, placed, lifted, date) => {
    const lines = 'on: trial.started\nperiod: { length: 29 days, roll: following }';
    const told = ['trial.started@2026-08-07', `freeze.placed@${placed}`, `freeze.lifted@${lifted}`];
    expect(work(lines, told).date).toBe(date);
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

  it('keeps what runs meanwhile from running out: what moves, renews or lengthens it comes in time', () => {
    const freeze = ['freeze.placed@2026-11-05', 'freeze.lifted@2026-11-25'];
    const produces = 'produces: { kind: work.done }';
    const restarted = `on: account.active\nrestarts: true\nperiod: 10 days\n${produces}`;
    expect(work(restarted, ['account.active@2026-11-01', 'account.active@2026-11-20', ...freeze]).date).toBe(
      '2026-12-05',
    );
    const moved = `on: invoice.due\nabout: invoice\nperiod: { length: 10 days, from: data.dueOn }\n${produces}`;
    const due = (at: string, day: string) => `invoice.due@${at},invoice=a,dueOn=${day}`;
    const told = [due('2026-11-01', '2026-11-02'), due('2026-11-20', '2026-12-01'), ...freeze];
    expect(work(moved, told, 'work~a').date).toBe('2026-12-11');
    const longer = `on: trial.started\nperiod: 10 days\nextendedBy: { on: extension.granted, to: 60 days }\n${produces}`;
    const granted = ['trial.started@2026-11-01', 'extension.granted@2026-11-20', ...freeze];
    expect(work(longer, granted).date).toBe('2027-01-20');
  });

  it('takes out the day of the event where that is the first of the period', () => {
    const lines = 'on: trial.started\nperiod: { length: 10 days, countsTriggerDay: true }';
    const events = ['freeze.placed@2026-11-15', 'trial.started@2026-11-20', 'freeze.lifted@2026-11-25'];
    expect(work(lines, events).date).toBe('2026-12-05');
  });

  it.each([
    // Saturday 1 August rolls to Monday 3 August, on which it stands still.
    ['2026-08-03', '2026-08-12', '2026-08-12'],
    ['2026-08-03', '2026-08-05', '2026-08-05'],
    ['2026-07-30', '2026-08-03', '2026-08-05'],
  ])('from %s to %s leaves a rolled last day after it: %s', (placed, lifted, date) => {
    const lines = 'on: trial.started\nperiod: { length: 60 days, roll: following }';
    expect(work(lines, ['trial.started@2026-06-02', `freeze.placed@${placed}`, `freeze.lifted@${lifted}`]).date).toBe(
      date,
    );
  });

  it('and its end are two events', () => {
    const same = EVENTS.replace('freeze.lifted: It goes on.', 'freeze.other: Another.');
    expect(() =>
      packOf(
        `- id: work\n  ref: "1"\n  title: Work\n  means: Work.\n  nature: obligation\n  obligor: provider\n  on: trial.started\n  period: 5 days\n  suspendedBy: freeze.placed\n  resumedBy: freeze.placed`,
        '',
        same,
      ),
    ).toThrow(/one event cannot both stop/);
  });

  it.each([
    [
      'an hour after which events count for the next day',
      'period: { length: 5 days, cutOff: { at: "17:00", movesTo: nextDay } }',
      /only one forward/,
    ],
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
