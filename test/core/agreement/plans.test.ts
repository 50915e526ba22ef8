import { describe, expect, it } from 'vitest';
import { pinContract } from '../../../shared/core/agreement/pin-contract.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { idleFacts } from '../../../shared/desk/plans/idle-facts.ts';
import { prospectsOf } from '../../../shared/desk/prospects/prospects.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, terms, until } from '../deadlines/planning.ts';

const UNUSED = `- id: unused
  ref: "8"
  title: Unused
  means: A free version that nobody uses for ten days may be suspended.
  nature: right
  obligor: customer
  on: account.active
  restarts: true
  period: 10 days
  appliesIf: { contract: plan, is: [free], ifSilent: does-not-apply }`;
const pack = packOf(UNUSED, 'plans: { free: Without charge., pro: Paid for., team: Paid for by many. }\n');
const [silent, catalog] = contractOn(pack);
const free = { ...silent, plan: 'free' };
const USED = 'account.active@2026-11-01';

describe('a clause that applies on a plan', () => {
  it('starts on that plan', () => {
    expect(deadlineOf(planOf(free, facts(USED), catalog), 'unused')).toMatchObject({
      date: '2026-11-11',
      state: 'open',
    });
  });

  it.each([
    ['on another plan', { plan: 'pro' }, { because: 'elsewhere', field: 'plan', is: ['free'], found: 'pro' }],
    ['where nothing says the plan', {}, { because: 'silent', field: 'plan' }],
  ])('does not start %s, which is told', (_, chosen, reason) => {
    const { deadlines, notApplied } = planOf({ ...silent, ...chosen }, facts(USED), catalog);
    expect(deadlines).toEqual([]);
    expect(notApplied).toEqual([expect.objectContaining({ clause: 'unused', reason })]);
  });

  it('ends as the contract moves to another plan, before its last day and after it', () => {
    const moved = 'plan.changed@2026-11-05,to=pro';
    expect(deadlineOf(planOf(free, facts(USED, moved), catalog), 'unused').state).toBe('cancelled');
    const arisen = until('2026-11-15T00:00:00Z', free, facts(USED), catalog);
    expect(deadlineOf(planOf(free, arisen, catalog), 'unused').state).toBe('lapsed');
    const late = facts(...arisen, 'plan.changed@2026-11-20,to=pro');
    expect(deadlineOf(planOf(free, late, catalog), 'unused').state).toBe('cancelled');
  });

  it('begins with the next event once the contract is on it, by the facts in any order', () => {
    const told = facts(USED, 'plan.changed@2026-11-05,to=free', 'account.active@2026-11-06,id=second');
    for (const events of [told, told.toReversed()]) {
      expect(deadlineOf(planOf(silent, events, catalog), 'unused').date).toBe('2026-11-16');
    }
  });

  it('is not moved by a change that names no plan of the terms', () => {
    const events = facts(USED, 'plan.changed@2026-11-05,to=price_1Qx');
    const input = { contract: free, events, catalog, holidays: terms.holidays };
    const planned = plan(input);
    expect(deadlineOf(planned, 'unused').state).toBe('open');
    expect(planned.agreement.plan).toBe('free');
    expect(idleFacts(planned, input)).toHaveLength(1);
  });

  it('says which changes would end it', () => {
    const input = { contract: free, events: facts(USED), catalog, holidays: terms.holidays };
    const prospects = prospectsOf(plan(input), input).ofDeadline('unused');
    expect(prospects.map(({ text }) => text)).toContain(
      'plan.changed (to: pro) or plan.changed (to: team) ends it, because it applies on the plan free only.',
    );
  });
});

describe('the plan of a contract', () => {
  const pinned = (plan: string, of = pack) =>
    pinContract({ ...silent, terms: of.pack, plan }, buildCatalog([of]), terms.holidays);

  it('is one that the terms list', () => {
    expect(pinned('free')).toMatchObject({ contract: { plan: 'free' } });
    expect(pinned('gold')).toEqual({
      faults: [
        {
          field: 'plan',
          value: 'gold',
          detail: 'The test terms list no plan gold. Name one of free, pro, team, or none.',
        },
      ],
    });
    const without = packOf(UNUSED.replace(/ {2}appliesIf.*/, ''));
    expect(pinned('free', without)).toMatchObject({
      faults: [{ detail: 'The test terms list no plan free. Take it out.' }],
    });
  });

  it('is asked for by the name that the terms list', () => {
    expect(() => packOf(UNUSED, 'plans: { pro: Paid for. }\n')).toThrow('there is no plan free');
  });
});
