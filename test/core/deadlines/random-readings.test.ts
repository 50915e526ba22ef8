import { describe, expect, it } from 'vitest';
import { Chance } from '../../../scripts/histories/chance.ts';
import { drawHistory } from '../../../scripts/histories/history.ts';
import { recorded, STATUTES, TERMS } from '../../../scripts/histories/planning.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { acceptanceOf, readingToPropose } from '../../../shared/core/deadlines/revisions.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const terms = sourceTerms();
const AN_HOUR_MS = 3_600_000;

/** A history drawn by chance about a contract in first readings, and the acceptance of the newest amid its deadlines. */
function history(name: string) {
  const pack = TERMS[Number(name.split('-')[1]) % TERMS.length];
  if (pack === undefined) throw new Error('there are no terms');
  const drawn = recorded(drawHistory(new Chance(name), pack, STATUTES));
  const { revision: _newest, statuteRevisions: _also, ...contract } = drawn.contract;
  const facts = drawn.events.filter(({ cause }) => cause === undefined);
  const input = { contract, ...terms };
  const ends = plan({ ...input, events: facts })
    .deadlines.map(({ instant }) => instant)
    .sort();
  const at = new Date(Date.parse(ends[Math.floor(ends.length / 2)] ?? '') + AN_HOUR_MS).toISOString();
  const before = liveUntil(at, { ...input, events: facts.filter(({ occurredAt }) => occurredAt < at) });
  const reading = readingToPropose(before.plan.agreement, before.events);
  if (reading === undefined) throw new Error(`${name}: nothing newer`);
  const data = { ...acceptanceOf(reading), by: 'Ana', reason: 'read again' };
  const acceptance: Fact = { id: 'accepted', kind: 'terms.revised', occurredAt: at, data };
  return { input, at, before, acceptance, later: facts.filter(({ occurredAt }) => occurredAt >= at) };
}

describe.each(['r-196', 'r-344', 'r-356', 's-108', 'r-32', 'r-36', 'r-38'])(
  'a reading accepted amid history %s',
  (name) => {
    const { input, at, before, acceptance, later } = history(name);
    const accepted = [...before.events, acceptance];

    it('keeps what was over, and every lapse with what it brought about', () => {
      const { deadlines, fallen } = plan({ ...input, events: accepted });
      const stateOf = ({ id, instant, state, closedBy }: (typeof deadlines)[number]) => ({
        id,
        instant,
        state,
        closedBy,
      });
      const over = before.plan.deadlines.filter(({ instant, state }) => instant <= at && state !== 'paused');
      const after = new Map(deadlines.map((one) => [one.id, one]));
      expect(over.length).toBeGreaterThan(0);
      expect(over.flatMap(({ id }) => after.get(id) ?? []).map(stateOf)).toEqual(over.map(stateOf));
      expect(fallen).toEqual(before.plan.fallen);
    });

    it('tells nobody of what is over by that reading alone', () => {
      const { deadlines } = plan({ ...input, events: accepted });
      const told = deadlines.filter(({ state, instant, ladder }) => {
        return state === 'open' && instant <= at && ladder.some(({ to }) => to.length > 0);
      });
      expect(told).toEqual([]);
    });

    it('is undone when it is withdrawn', () => {
      const withdrawal = { id: 'w', kind: 'event.withdrawn', occurredAt: at, data: { event: acceptance.id } };
      expect(plan({ ...input, events: [...accepted, withdrawal] }).deadlines).toEqual(before.plan.deadlines);
    });

    it('gives the same plan for the same events in any order', () => {
      const lived = liveUntil('2029-01-01T00:00:00Z', { ...input, events: [...accepted, ...later] });
      const { events } = lived;
      for (const turn of [0, 1, Math.floor(events.length / 2)]) {
        const turned = [...events.slice(turn), ...events.slice(0, turn)].toReversed();
        expect(plan({ ...input, events: turned }).deadlines).toEqual(lived.plan.deadlines);
      }
    });
  },
);
