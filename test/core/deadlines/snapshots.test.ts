import { describe, expect, it } from 'vitest';
import { contractOn, facts, packOf, planOf } from './planning.ts';

const pack = packOf(`
- { id: ending, ref: r, title: t, means: m, nature: effect, obligor: customer, on: cancellation.scheduled, period: 10 days, endedBy: cancellation.rescinded }
- { id: winback, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: cancellation.rescinded, period: 5 days }`);
const [contract, catalog] = contractOn(pack);
const states = (...events: string[]) =>
  planOf(contract, facts(...events), catalog).deadlines.map(({ id, state, date }) => `${id} ${state} ${date}`);
const snapshot = (at: string) => `cancellation.rescinded@${at},snapshot=true`;

describe('a provider’s statement that nothing is scheduled, sent whether or not anything happened', () => {
  it('starts nothing; what a person reports does', () => {
    expect(states(snapshot('2026-11-02'), snapshot('2026-11-03'))).toEqual([]);
    expect(states('cancellation.rescinded@2026-11-02')).toEqual(['winback open 2026-11-07']);
  });

  it('ends what was scheduled before it', () => {
    expect(states('cancellation.scheduled@2026-11-02', snapshot('2026-11-03'))).toEqual([
      'ending cancelled 2026-11-12',
    ]);
  });

  it('ends nothing that is scheduled at the same moment or later', () => {
    const at = '2026-11-02T10:00:00Z';
    expect(states(snapshot(at), `cancellation.scheduled@${at}`)).toEqual(['ending open 2026-11-12']);
    expect(states(snapshot('2026-11-02'), `cancellation.scheduled@${at}`)).toEqual(['ending open 2026-11-12']);
  });

  it('leaves no trace on what is over', () => {
    const scheduled = 'cancellation.scheduled@2026-11-02,id=s';
    const [before] = planOf(contract, facts(scheduled), catalog).deadlines;
    const [after] = planOf(
      contract,
      facts(scheduled, snapshot('2026-12-01'), snapshot('2026-12-02')),
      catalog,
    ).deadlines;
    expect(after).toEqual(before);
  });
});
