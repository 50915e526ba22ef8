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
    expect(steps.at(-1)?.text).toContain('Since termination.noticed on Monday 1 June 2026 (event notice)');
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

  it('names the notice, not the lapse after which the needless occurrence opened', () => {
    const late = facts('termination.noticed@2026-12-02T10:00:00+01:00,id=late');
    const signed = { ...silent, terms: 'eloomi', version: '5.9', law: 'DK', startsOn: '2026-01-01', term: '12 months' };
    const { steps } = deadlineOf(planOf(signed, until('2027-01-02T00:00:00Z', signed, late)), 'invoice-due~2027-01-01');
    expect(steps.at(-1)?.text).toContain('Since termination.noticed on Wednesday 2 December 2026 (event late)');
  });
});
