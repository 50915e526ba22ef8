import { describe, expect, it } from 'vitest';
import { Chance } from '../../../scripts/histories/chance.ts';
import { drawHistory } from '../../../scripts/histories/history.ts';
import { recorded, STATUTES, TERMS, terms } from '../../../scripts/histories/planning.ts';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { withoutWithdrawn } from '../../../shared/core/deadlines/folding/occurrence.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { type Fact, isBareDay } from '../../../shared/core/events/event.ts';
import { twoEditions, withMoreHolidays } from './two-editions.ts';

const holidays = twoEditions(terms.holidays, withMoreHolidays);
const COUNT = 30;
const histories = TERMS.flatMap((choices) =>
  Array.from({ length: COUNT }, (_, index) => {
    const chance = new Chance(`told again ${index}`);
    const { contract, events } = recorded(drawHistory(chance, choices, STATUTES));
    return { chance, contract: { ...contract, edition: 1 }, events: stampedWith(1, events) };
  }),
);

function stampedWith(edition: number, events: readonly Fact[]): Fact[] {
  return events.map((fact) => ({ ...fact, edition }));
}

function endsIn(contract: PinnedContract, events: readonly Fact[]) {
  const { deadlines } = plan({ contract, events, catalog: terms.catalog, holidays });
  return deadlines.map(({ id, state, date, instant, calendar }) => ({ id, state, date, instant, calendar }));
}

/** The same said once more, of the same moment or of an earlier hour of the same day; it sorts before what was told first. */
function toldAgain({ id, occurredAt, ...fact }: Fact, chance: Chance, contract: PinnedContract): Fact {
  const again = { ...fact, id: `a-${id}` };
  if (isBareDay(occurredAt) || chance.happens(0.5)) return { ...again, occurredAt };
  const earlier = new Date(Date.parse(occurredAt) - 3_600_000).toISOString();
  const agreement = agreementOf({ contract, catalog: terms.catalog, holidays });
  const isSameDay = agreement.dayOf(earlier) === agreement.dayOf(occurredAt);
  return { ...again, occurredAt: isSameDay ? earlier : occurredAt };
}

describe('random histories with tables of two editions', () => {
  it('come to the same dates when events are told once more under the later edition as under the first', () => {
    let counted = 0;
    for (const { chance, contract, events } of histories) {
      const told = withoutWithdrawn(events)
        .filter(({ cause, kind }) => cause === undefined && kind !== 'event.withdrawn')
        .map((fact) => toldAgain(fact, chance, contract));
      const some = chance.someOf(told, 0.6);
      const before = endsIn(contract, [...events, ...stampedWith(1, some)]);
      const after = endsIn(contract, chance.shuffled([...events, ...stampedWith(2, some)]));
      expect(after).toEqual(before);
      counted += before.filter(({ calendar }) => calendar !== 'none').length;
    }
    expect(counted).toBeGreaterThan(120);
  });

  it('come to the same dates in any order, whichever editions were stamped', () => {
    for (const { chance, contract, events } of histories) {
      const stamped = events.map((fact) => ({ ...fact, edition: chance.oneOf([1, 2]) }));
      expect(endsIn(contract, chance.shuffled(stamped))).toEqual(endsIn(contract, stamped));
    }
  });
});
