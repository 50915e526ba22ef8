import { describe, expect, it } from 'vitest';
import { contractOn, deadlineOf, facts, packOf, planOf, silent, until } from './planning.ts';

const CYCLES = 'cycles: { term: { every: 12 months } }\n';

/** A yearly price notice that is about the next cycle, and a way in which the contract may end before it. */
const withEnd = (ending: string) =>
  packOf(
    `- id: prices
  ref: "1"
  title: Prices of the next term
  means: Prices are told before the next term begins.
  nature: obligation
  obligor: provider
  on: contract.commenced
  cycle: term
  forNextCycle: true
  recurs: after-lapse-or-met
  period: { length: 1 month, from: cycle.end, direction: before }
  satisfiedBy: price.changed
- id: ending
  ref: "2"
  title: The end
  means: The contract ends.
${ending.replaceAll(/^/gm, '  ')}
  produces: { kind: contract.terminated }`,
    CYCLES,
  );

const afterNotice = (ending: string, ...more: string[]) => {
  const [contract, catalog] = contractOn(withEnd(ending), { startsOn: '2026-01-01' });
  const events = facts('termination.noticed@2026-06-01,id=notice', ...more);
  return deadlineOf(planOf(contract, events, catalog), 'prices~2026-01-01');
};

const NOTICE = 'nature: effect\nobligor: customer\non: termination.noticed\nperiod: 30 days';

describe('what is about the cycle that comes next', () => {
  it('is needless while a notice has set the end, and says which notice', () => {
    const { state, closedBy, steps } = afterNotice(`${NOTICE}\nendedBy: termination.withdrawn`);
    expect({ state, closedBy }).toEqual({ state: 'cancelled', closedBy: 'notice' });
    expect(steps.at(-1)).toMatchObject({ code: 'no-next-cycle', event: 'notice', day: '2026-06-01' });
  });

  it('is needed again once the notice is taken back', () => {
    const taken = afterNotice(`${NOTICE}\nendedBy: termination.withdrawn`, 'termination.withdrawn@2026-06-10');
    expect(taken.state).toBe('open');
  });

  it.each([
    ['a payment may avert the end', `${NOTICE}\nendedBy: payment.received`],
    ['either a payment or a withdrawal may', `${NOTICE}\nendedBy: [termination.withdrawn, payment.received]`],
    ['a cure may avert the end', `${NOTICE}\nsatisfiedBy: breach.cured`],
    ['the end is a right that somebody may use', NOTICE.replace('effect', 'right')],
  ])('stays needed where %s', (_, ending) => {
    expect(afterNotice(ending).state).toBe('open');
  });

  describe('under eloomi, a notice that was withdrawn', () => {
    const signed = { ...silent, terms: 'eloomi', version: '5.9', startsOn: '2026-01-01', term: '12 months' };
    const NOTICE_AND_BACK = ['termination.noticed@2026-11-10', 'termination.withdrawn@2026-11-20'];
    const stands = (...events: string[]) =>
      planOf(signed, until('2027-01-02T00:00:00Z', signed, facts(...events))).deadlines.map(
        ({ id, state, date, closedBy }) =>
          `${id} ${state} ${date} ${closedBy?.startsWith('lapse') ? 'lapse' : closedBy}`,
      );

    it.each([
      ['nothing else', []],
      ['an invoice meanwhile', ['invoice.issued@2026-11-15,id=bill,invoice=i1']],
      ['a downgrade meanwhile', ['downgrade.noticed@2026-11-15,id=less']],
      ['both on the day of the notice', ['downgrade.noticed@2026-11-10,id=less', 'invoice.issued@2026-11-10,id=bill']],
    ])('leaves everything as it would be without it: %s', (_, events) => {
      expect(stands(...events, ...NOTICE_AND_BACK)).toEqual(stands(...events));
    });

    it('withdrawn after the contract has ended, revives nothing', () => {
      const events = ['termination.noticed@2026-07-31', 'contract.terminated@2026-08-09'];
      const { deadlines } = planOf(
        signed,
        until('2026-12-10T00:00:00Z', signed, facts(...events, 'termination.withdrawn@2026-08-23,id=late')),
      );
      const notice = deadlines.find(({ id }) => id === 'non-renewal-notice~2026-01-01');
      expect(notice?.state).toBe('met');
      expect(notice?.steps.at(-1)).toMatchObject({ code: 'reopened-late', event: 'late' });
    });

    it('a second start of the contract while it stands opens nothing anew', () => {
      const quarterly = { ...signed, term: '3 months' };
      const events = facts('cancellation.scheduled@2026-03-10', 'contract.commenced@2026-03-15');
      const { deadlines } = planOf(quarterly, until('2026-04-02T00:00:00Z', quarterly, events));
      expect(deadlines.filter(({ state, date }) => state === 'open' && date < '2026-04-02')).toEqual([]);
    });
  });

  it('names the notice, not the lapse after which the needless occurrence opened', () => {
    const late = facts('termination.noticed@2026-12-02T10:00:00+01:00,id=late');
    const signed = { ...silent, terms: 'eloomi', version: '5.9', law: 'DK', startsOn: '2026-01-01', term: '12 months' };
    const { steps } = deadlineOf(planOf(signed, until('2027-01-02T00:00:00Z', signed, late)), 'invoice-due~2027-01-01');
    expect(steps.at(-1)).toMatchObject({ code: 'no-next-cycle', event: 'late', day: '2026-12-02' });
  });
});
