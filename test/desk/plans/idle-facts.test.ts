import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { idleFacts } from '../../../shared/desk/plans/idle-facts.ts';
import { facts, inBucharest, terms, until } from '../../core/deadlines/planning.ts';

/** The idle ones among facts, by id. */
function idleAmong(...texts: string[]) {
  const input = { contract: inBucharest, events: facts(...texts), ...terms };
  return Object.fromEntries(idleFacts(plan(input), input).map(({ event, why }) => [event, why]));
}

const ISSUED = 'invoice.issued@2026-10-18,id=bill,invoice=in_1,dueOn=2026-11-01';
const ENDED = 'contract.terminated@2026-11-20,id=end';

describe('facts without effect', () => {
  it.each([
    ['a payment that names no invoice', [ISSUED, 'payment.received@2026-11-05,id=x'], /names no invoice/],
    [
      'a payment of another invoice',
      [ISSUED, 'payment.received@2026-11-05,id=x,invoice=in_8'],
      /nothing stands about the invoice/,
    ],
    ['what nobody waits for', [ISSUED, 'support.requested@2026-11-05,id=x'], /no clause waits for it/],
    [
      'what comes after the end',
      [ENDED, 'terms-change.announced@2026-12-01,id=x,change=c,effectiveOn=2027-03-01'],
      /had ended on Friday 20 November 2026/,
    ],
    ['an outage after the end', [ENDED, 'outage.started@2026-12-01,id=x,outage=o'], /had ended/],
    [
      'a repetition',
      [ENDED, 'data.deleted@2026-12-15,id=gone', 'data.deleted@2026-12-16,id=x'],
      /found nothing to start, meet, end or change/,
    ],
    [
      'a withdrawal of nothing',
      [ISSUED, 'event.withdrawn@2026-11-05,id=x,event=bil'],
      /withdraws the event bil, which/,
    ],
  ])('%s', (_, texts, why) => {
    expect(idleAmong(...texts)).toEqual({ x: expect.stringMatching(why) });
  });

  it.each([
    ['what starts, moves or ends a deadline', [ISSUED, 'payment.received@2026-11-05,invoice=in_1']],
    [
      'a payment without an invoice that a look-back counts',
      ['payment.received@2026-06-30,amount=33300,currency=EUR', 'breach.alleged@2026-12-31,breach=b,by=customer'],
    ],
    [
      'a hold that is over, and what lifted it',
      [ENDED, 'legal-hold.placed@2026-12-01,hold=a', 'legal-hold.lifted@2026-12-15,hold=a'],
    ],
    ['what is refused', ['terms-change.announced@2026-12-01,change=c,effectiveOn=2026-12-02']],
    ['what was withdrawn, and its withdrawal', [ISSUED, 'event.withdrawn@2026-11-05,event=bill']],
    ['the end of the contract, and what outlives it', [ENDED, 'data.deleted@2026-12-15']],
  ])('are none of these: %s', (_, texts) => {
    expect(idleAmong(...texts)).toEqual({});
  });

  it('a lapse is no fact that somebody told', () => {
    const events = until('2027-01-01T00:00:00Z', inBucharest, facts(ISSUED));
    const input = { contract: inBucharest, events, ...terms };
    expect(events).toHaveLength(2);
    expect(idleFacts(plan(input), input)).toEqual([]);
  });
});
