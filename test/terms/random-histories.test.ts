import { describe, expect, it } from 'vitest';
import { Chance } from '../../scripts/histories/chance.ts';
import { faultsOf } from '../../scripts/histories/faults.ts';
import { drawHistory, type History } from '../../scripts/histories/history.ts';
import { planOf, recorded, STATUTES, TERMS, toldOf } from '../../scripts/histories/planning.ts';

const drawn = (count: number, seed: string) =>
  TERMS.flatMap((terms) =>
    Array.from({ length: count }, (_, index) => drawHistory(new Chance(`${seed}-${index}`), terms, STATUTES)),
  );
const planned = (history: History) => {
  const { contract, events } = recorded(history);
  return toldOf(planOf(contract, events));
};

describe('random histories', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(drawn(5, 'a')).toEqual(drawn(5, 'a'));
    expect(drawn(5, 'a')).not.toEqual(drawn(5, 'b'));
    expect(drawn(5, 'a').map(planned)).toEqual(drawn(5, 'a').map(planned));
  });

  it('reach every pack and statute, every state, and every way of telling', () => {
    const histories = drawn(80, 'reach');
    const deadlines = histories.flatMap((history) => {
      const { contract, events } = recorded(history);
      return planOf(contract, events).deadlines;
    });
    const packs = new Set(deadlines.map(({ terms }) => terms.split('@')[0]));
    expect([...packs].sort()).toEqual([...TERMS, ...STATUTES].map(({ pack }) => pack).sort());
    const states = new Set(deadlines.map(({ state }) => state));
    expect([...states].sort()).toEqual(['cancelled', 'lapsed', 'met', 'open', 'paused']);
    const told = histories.flatMap((history) => history.told.map(({ id }) => id.replace(/^e\d+/, '')));
    expect([...new Set(told)].sort()).toEqual(expect.arrayContaining(['', '-again', '-corrected', '-withdrawn']));
  });

  it('come to the same in any order, with any repetition, and without what is withdrawn', () => {
    const faults = drawn(20, 'faults').flatMap((history, index) => faultsOf(history, new Chance(`check-${index}`)));
    expect(faults).toEqual([]);
  });
});
