import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent, until } from './planning.ts';

const eloomi: PinnedContract = {
  ...silent,
  terms: 'eloomi',
  version: '5.9',
  startsOn: '2026-01-01',
  term: '12 months',
};
const lived = (...events: string[]) => planOf(eloomi, until('2026-11-25T00:00:00Z', eloomi, facts(...events)));
const notice = (...events: string[]) => deadlineOf(lived(...events), 'non-renewal-notice~2026-01-01');

const NOTICED = 'termination.noticed@2026-11-01,id=notice';
const OF_PROVIDER = 'termination.noticed@2026-11-02,by=provider,id=provider';
const SCHEDULED = 'cancellation.scheduled@2026-11-05,id=portal';
const WITHDRAWN = 'termination.withdrawn@2026-11-10';
const RESCINDED = 'cancellation.rescinded@2026-11-12';

describe('what met a clause', () => {
  it.each([
    ['a notice outlasts a cancellation that is rescinded', [NOTICED, SCHEDULED, RESCINDED], 'met', 'notice'],
    ['a cancellation outlasts a notice that is withdrawn', [NOTICED, SCHEDULED, WITHDRAWN], 'met', 'portal'],
    ['nothing is left of either', [NOTICED, SCHEDULED, WITHDRAWN, RESCINDED], 'open', undefined],
    ['a cancellation rescinded is no notice withdrawn', [NOTICED, RESCINDED], 'met', 'notice'],
    [
      'a notice of the customer outlasts what the provider takes back',
      [NOTICED, `${WITHDRAWN},by=provider`],
      'met',
      'notice',
    ],
    [
      'a notice of the provider outlasts what the customer takes back',
      [OF_PROVIDER, `${WITHDRAWN},by=customer`],
      'met',
      'provider',
    ],
    ['each takes back its own', [NOTICED, OF_PROVIDER, `${WITHDRAWN},by=customer`], 'met', 'provider'],
    ['who names no side takes back either', [OF_PROVIDER, WITHDRAWN], 'open', undefined],
  ])('%s', (_, events, state, closedBy) => {
    const found = notice(...events);
    expect({ state: found.state, closedBy: found.closedBy }).toEqual({ state, closedBy });
  });

  it('does not keep the day from moving on which it counts if it is taken back', () => {
    const exolyt: PinnedContract = { ...silent, terms: 'exolyt', version: '2023-01-01', revision: 2 };
    const started = 'trial.started@2026-11-20T10:00:00Z,endsOn=2026-12-04';
    const cancelled = 'cancellation.scheduled@2026-11-22T10:00:00Z';
    const moved = 'trial.started@2026-11-22T10:00:00Z,endsOn=2026-12-02,id=moved';
    const trialEnd = (...events: string[]) => deadlineOf(planOf(exolyt, facts(started, ...events)), 'trial-end');
    expect(trialEnd(cancelled, moved)).toMatchObject({ state: 'met', date: '2026-12-02', trigger: 'moved' });
    const kept = 'cancellation.rescinded@2026-11-24T10:00:00Z';
    expect(trialEnd(cancelled, moved, kept)).toMatchObject({ state: 'open', date: '2026-12-02' });
    const again = 'trial.started@2026-11-23T10:00:00Z,endsOn=2026-12-04,id=again';
    expect(trialEnd(cancelled, moved, again, kept)).toMatchObject({ state: 'open', date: '2026-12-04' });
    const converted = 'trial.converted@2026-11-22T10:00:00Z';
    expect(trialEnd(converted, again.replace('12-04', '12-08'))).toMatchObject({
      state: 'cancelled',
      date: '2026-12-04',
    });
  });

  it('may be taken back though what followed from its being open is over', () => {
    const underNewYork = { ...eloomi, statutes: ['us-ny-auto-renewal'] };
    const events = facts('termination.noticed@2026-11-20,id=late', 'termination.withdrawn@2026-11-21');
    const { deadlines } = planOf(underNewYork, until('2026-11-25T00:00:00Z', underNewYork, events));
    const state = (id: string) => deadlines.find((one) => one.id === id)?.state;
    expect(state('us-ny-auto-renewal.renewal-reminder~2026-01-01')).toBe('lapsed');
    expect(state('non-renewal-notice~2026-01-01')).toBe('open');
  });

  it('what followed from its being open goes on, with what happened to it before and meanwhile', () => {
    const underNewYork = { ...eloomi, statutes: ['us-ny-auto-renewal'] };
    const notice = ['termination.noticed@2026-11-05', 'termination.withdrawn@2026-11-10'];
    for (const served of ['2026-11-02', '2026-11-07', '2026-11-12']) {
      const events = facts('informational@2026-10-01', ...notice, `renewal-reminder.served@${served},id=served`);
      const { deadlines } = planOf(underNewYork, until('2026-11-20T00:00:00Z', underNewYork, events));
      expect(
        deadlines.find(({ clause, date }) => clause === 'renewal-reminder' && date.startsWith('2026')),
        served,
      ).toMatchObject({ state: 'met', closedBy: 'served' });
    }
  });

  it('what follows is computed from the one that is left, and both are told of', () => {
    expect(notice(NOTICED, SCHEDULED).steps.at(-1)).toMatchObject({ code: 'met-again', event: 'portal' });
    const { trigger, state } = deadlineOf(lived(NOTICED, SCHEDULED, WITHDRAWN), 'subscription-end~2026-01-01');
    expect({ trigger, state }).toEqual({ trigger: 'portal', state: 'open' });
  });
});

describe('an event of the contract as a whole', () => {
  const pack = packOf(`- id: answer
  ref: "1"
  title: Answer
  means: An answer within ten days.
  nature: obligation
  obligor: provider
  on: claim.specified
  about: claim
  period: 10 days
  satisfiedBy: payment.received
  endedBy: termination.noticed`);
  const [contract, catalog] = contractOn(pack);
  const claims = ['claim.specified@2026-03-02,claim=a', 'claim.specified@2026-03-03,claim=b'];
  const states = (...events: string[]) =>
    planOf(contract, facts(...claims, ...events), catalog).deadlines.map(({ state }) => state);

  it('concerns every matter of it', () => {
    expect(states('termination.noticed@2026-03-05')).toEqual(['cancelled', 'cancelled']);
  });

  it('concerns the one that it names, and none that came later', () => {
    expect(states('termination.noticed@2026-03-05,claim=b')).toEqual(['open', 'cancelled']);
    expect(states('termination.noticed@2026-03-01')).toEqual(['open', 'open']);
  });

  it('what has matters of its own and names none, concerns none', () => {
    expect(states('payment.received@2026-03-05')).toEqual(['open', 'open']);
  });
});
