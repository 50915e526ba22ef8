import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { orderingInstant } from '../../../shared/core/deadlines/folding/occurrence.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { Contract, PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { eventsAwaitedBy } from '../../../shared/core/terms/clause-events.ts';
import { termsInForce } from '../../../shared/core/terms/in-force.ts';
import { kindsIn } from '../../../shared/core/terms/match.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { pinContract } from '../../../shared/core/terms/pin-contract.ts';
import { idleFacts } from '../../../shared/desk/plans/idle-facts.ts';
import { terms } from './planning.ts';

const { catalog, holidays } = terms;
const PACKS = [...catalog.values()].flat().filter(({ kind }) => kind === 'terms');
const STATUTES = [...catalog.values()].flat().filter(({ kind }) => kind === 'statute');

/** Every kind that means something to a pack or a statute, and a few that end or change everything. */
function kindsFor(pack: Pack): string[] {
  const own = [pack, ...STATUTES].flatMap(({ clauses }) =>
    clauses.flatMap((clause) => eventsAwaitedBy(clause).flatMap(({ events }) => kindsIn(events))),
  );
  return [...new Set([...own, 'contract.commenced', 'contract.terminated', 'extension.granted', 'informational'])];
}

const day = (from: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((n) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10));
const moment = fc.oneof(
  day('2026-01-01', 700),
  fc
    .tuple(day('2026-01-01', 700), fc.constantFrom('00:00:00Z', '09:00:00Z', '22:00:00Z', '23:00:00+02:00'))
    .map(([date, time]) => `${date}T${time}`),
);
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }));

const matter = (key: string) => optional(key, fc.constantFrom('a', 'b'));
const data = fc
  .tuple(
    fc.tuple(...['invoice', 'change', 'breach', 'claim', 'outage'].map(matter)),
    fc.tuple(...['ticket', 'request', 'price', 'hold', 'payment'].map(matter)),
    fc.tuple(
      ...['dueOn', 'effectiveOn', 'endsOn', 'errorOn', 'warnedOn'].map((key) => optional(key, day('2026-01-01', 700))),
    ),
    fc.tuple(
      optional('exception', fc.constantFrom('emergency', false)),
      optional('affectsPersonalData', fc.boolean()),
      optional('by', fc.constantFrom('customer', 'provider')),
      optional('days', fc.integer({ min: 0, max: 45 })),
    ),
    fc.tuple(
      optional('excused', fc.boolean()),
      optional('snapshot', fc.constant(true)),
      optional('amount', fc.integer({ min: 0, max: 100_000 })),
      optional('currency', fc.constantFrom('EUR', 'USD')),
    ),
  )
  .map((parts) => Object.assign({}, ...parts.flat()) as Fact['data']);

const history = (kinds: readonly string[]) =>
  fc
    .array(fc.record({ kind: fc.constantFrom(...kinds), occurredAt: moment, data }), { maxLength: 14 })
    .map((events) => events.map((event, n): Fact => ({ id: `e${n}`, ...event })));

/** A contract with some of what a contract may choose. */
const contractUnder = (pack: Pack): fc.Arbitrary<PinnedContract> =>
  fc
    .record({
      place: fc.constantFrom<Partial<Contract>>({}, { timezone: 'Europe/Bucharest', holidays: ['RO'] }),
      start: fc.constantFrom({}, { startsOn: '2026-01-31' }, { startsOn: '2025-03-01', trackedFrom: '2026-02-10' }),
      term: fc.constantFrom({}, { term: '12 months' }, { term: '3 months' }),
      billing: fc.constantFrom({}, { billing: { cycle: '1 month', anchorDay: 31 } }, { billing: { cycle: '2 weeks' } }),
      law: fc.constantFrom(...[{}, ...Object.keys(pack.laws ?? {}).map((law) => ({ law }))]),
      statutes: fc.subarray(STATUTES.map((statute) => statute.pack)).map((statutes) => ({ statutes })),
    })
    .map(({ place, start, term, billing, law, statutes }) => {
      const customer = { email: 'ana@acme.example', locale: 'en' };
      const submitted: Contract = { id: 'any', terms: pack.pack, customer };
      const chosen = { ...submitted, ...place, ...start, ...term, ...billing, ...law, ...statutes };
      const pinned = pinContract(chosen, catalog, holidays);
      if ('faults' in pinned) throw new Error(JSON.stringify(pinned.faults));
      return pinned.contract;
    });

/** A contract with what happened, of which no lapse is recorded yet. */
const told = (pack: Pack) => fc.record({ contract: contractUnder(pack), told: history(kindsFor(pack)) });

/** A contract with what happened, some of whose lapses were recorded while only a part of the events were known. */
const lived = (pack: Pack) =>
  fc
    .tuple(contractUnder(pack), history(kindsFor(pack)), fc.nat(14), day('2026-02-01', 900))
    .map(([contract, events, known, date]) => {
      const early = { contract, events: events.slice(0, known), catalog, holidays };
      const recorded = liveUntil(`${date}T00:00:00Z`, early).events;
      return { contract, told: events, events: [...recorded, ...events.slice(known)] };
    });

const RUNS = { numRuns: Number(process.env.CLAUSECLOCK_RUNS ?? 60) };
const planOf = (contract: PinnedContract, events: readonly Fact[]) => plan({ contract, events, catalog, holidays });

describe.each(PACKS.map((pack) => [pack.pack, pack] as const))('planning under %s with any statutes', (_, pack) => {
  it('gives the same for any order and any repetition of the events', () => {
    fc.assert(
      fc.property(
        lived(pack).chain(({ contract, events }) =>
          fc.record({
            contract: fc.constant(contract),
            events: fc.constant(events),
            shuffled: fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
          }),
        ),
        ({ contract, events, shuffled }) => {
          expect(planOf(contract, shuffled)).toEqual(planOf(contract, events));
        },
      ),
      RUNS,
    );
  });

  it('comes to the same whether lapses were recorded as they passed or all at the end', () => {
    fc.assert(
      fc.property(lived(pack), ({ contract, told, events }) => {
        const end = '2029-06-01T00:00:00Z';
        const settled = liveUntil(end, { contract, events, catalog, holidays }).plan;
        const afresh = liveUntil(end, { contract, events: told, catalog, holidays }).plan;
        expect(settled.deadlines).toEqual(afresh.deadlines);
      }),
      RUNS,
    );
  });

  it('of a prefix never depends on what happens later', () => {
    fc.assert(
      fc.property(told(pack), day('2026-01-01', 800), ({ contract, told }, date) => {
        const until = `${date}T00:00:00Z`;
        const earlier = told.filter(
          (fact) => Date.parse(orderingInstant(fact, 'UTC')) < Date.parse(until) - 86_400_000,
        );
        const input = { contract, events: earlier, catalog, holidays };
        const before = liveUntil(until, input).plan;
        const whole = liveUntil('2028-06-01T00:00:00Z', { ...input, events: told }).plan;
        const again = { ...structuredClone({ contract, events: earlier }), catalog, holidays };
        expect(liveUntil(until, again).plan).toEqual(before);
        const later = new Map(whole.deadlines.map((deadline) => [deadline.id, deadline]));
        for (const deadline of before.deadlines.filter((one) => isFinal(contract, one))) {
          expect(later.get(deadline.id), deadline.id).toMatchObject({ state: deadline.state, date: deadline.date });
        }
      }),
      RUNS,
    );
  });

  it('comes to the same without the facts that are said to have no effect', () => {
    const SURE = /no clause waits for it|the contract had ended/;
    fc.assert(
      fc.property(lived(pack), ({ contract, events }) => {
        const input = { contract, events, catalog, holidays };
        const planned = plan(input);
        const idle = idleFacts(planned, input).filter(({ why }) => SURE.test(why));
        const without = events.filter(({ id }) => !idle.some(({ event }) => event === id));
        expect(planOf(contract, without).deadlines).toEqual(planned.deadlines);
      }),
      RUNS,
    );
  });

  it('leaves one occurrence of a recurring clause open, each id once, and no lapse recorded for what is open', () => {
    fc.assert(
      fc.property(lived(pack), ({ contract, events }) => {
        const { deadlines } = planOf(contract, events);
        expect(new Set(deadlines.map(({ id }) => id)).size).toBe(deadlines.length);
        const recurring = new Set(clausesOf(contract).flatMap(({ key, clause }) => (clause.recurs ? [key] : [])));
        const open = deadlines.filter(({ id, state }) => state === 'open' && recurring.has(id.split('~')[0] ?? ''));
        expect(new Set(open.map(({ clause }) => clause)).size).toBe(open.length);
        for (const { id, state, instant } of deadlines) {
          const lapsed = events.some(({ cause }) => cause?.deadline === id && cause.instant === instant);
          expect(state === 'open' && lapsed, id).toBe(false);
        }
      }),
      RUNS,
    );
  });
});

/** Under the others a notice takes effect at once, and there is nothing to take back. */
const WITH_NOTICE = PACKS.filter(({ pack }) => pack !== 'salexops');

describe.each(WITH_NOTICE.map((pack) => [pack.pack, pack] as const))('a notice under %s', (_, pack) => {
  it('comes to the same with a notice that is withdrawn within the hour', () => {
    const outcomes = (contract: PinnedContract, events: readonly Fact[]) => {
      const { deadlines } = liveUntil('2028-06-01T00:00:00Z', { contract, events, catalog, holidays }).plan;
      return new Map(deadlines.map(({ id, state, instant }) => [id, `${state} ${instant}`]));
    };
    fc.assert(
      fc.property(told(pack), day('2026-01-01', 700), ({ contract, told }, date) => {
        const others = told.filter(({ kind }) => !/^(termination|cancellation)/.test(kind));
        const notice: Fact = { id: 'notice', kind: 'termination.noticed', occurredAt: `${date}T05:00:00Z`, data: {} };
        const back = { ...notice, id: 'back', kind: 'termination.withdrawn', occurredAt: `${date}T05:30:00Z` };
        const noticed = outcomes(contract, [...others, notice, back]);
        for (const [id, outcome] of outcomes(contract, others)) expect(noticed.get(id), id).toBe(outcome);
      }),
      RUNS,
    );
  });
});

function clausesOf(contract: PinnedContract) {
  const [pack] = catalog.get(contract.terms) as readonly [Pack];
  return termsInForce(pack, { contract, catalog, holidays }).clauses;
}

/** Whether nothing that happens later may change it: rights may be ended, and some ends may be taken back. */
function isFinal(contract: PinnedContract, { id, state, nature }: Deadline): boolean {
  if (state !== 'met' && state !== 'lapsed') return false;
  const rule = clausesOf(contract).find(({ key }) => key === id.split('~')[0]);
  if (!rule || nature === 'right') return false;
  const { shape, reopenedBy, refuseWhenMissed, on } = rule.clause;
  const follows = typeof on === 'object' && 'becomes' in on;
  return shape.kind !== 'allowance' && reopenedBy === undefined && !refuseWhenMissed && !follows;
}
