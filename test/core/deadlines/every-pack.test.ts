import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { pinContract } from '../../../shared/core/agreement/pin-contract.ts';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { orderingInstant } from '../../../shared/core/deadlines/folding/occurrence.ts';
import { type Lived, liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { type Plan, plan } from '../../../shared/core/deadlines/plan.ts';
import type { Contract, PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { eventsAwaitedBy } from '../../../shared/core/terms/clause-events.ts';
import { kindsIn } from '../../../shared/core/terms/match.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { idleFacts } from '../../../shared/desk/plans/idle-facts.ts';
import { rounds } from '../../harness/rounds.ts';
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

const DAYS = ['causedOn', 'damageObservedOn', 'dueOn', 'effectiveOn', 'endsOn', 'errorOn', 'warnedOn'];
const matter = (key: string) => optional(key, fc.constantFrom('a', 'b'));
const data = fc
  .tuple(
    fc.tuple(...['invoice', 'change', 'breach', 'claim', 'outage'].map(matter)),
    fc.tuple(...['ticket', 'request', 'price', 'hold', 'payment'].map(matter)),
    fc.tuple(...DAYS.map((key) => optional(key, day('2026-01-01', 700)))),
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

/** A notice that is withdrawn within the hour. */
const noticeTakenBack = (date: string): readonly Fact[] => [
  { id: 'notice', kind: 'termination.noticed', occurredAt: `${date}T05:00:00Z`, data: {} },
  { id: 'back', kind: 'termination.withdrawn', occurredAt: `${date}T05:30:00Z`, data: {} },
];

/** Up to 14 events at random, in one of four with a notice that is taken back. */
const history = (kinds: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), occurredAt: moment, data }), { maxLength: 14 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: day('2026-01-01', 700).map(noticeTakenBack) },
      ),
    )
    .map(([events, notice]) => [...events.map((event, n): Fact => ({ id: `e${n}`, ...event })), ...notice]);

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

/** After every drawn event and every lapse recorded early. */
const END = '2028-08-01T00:00:00Z';

/** A history of a contract and its plans. Nearly all time goes into these, so that every property is shown the same ones. */
interface Story {
  readonly contract: PinnedContract;
  readonly told: readonly Fact[];
  /** What was told, and the lapses that were recorded while only a part of it was known. */
  readonly events: readonly Fact[];
  /** The plan of these events. */
  readonly planned: Plan;
  /** These events lived to the end. */
  readonly settled: Lived;
  /** The same with everything told before the first lapse. */
  readonly afresh: Lived;
}

const live = (instant: string, contract: PinnedContract, events: readonly Fact[]) =>
  liveUntil(instant, { contract, events, catalog, holidays });
const planOf = (contract: PinnedContract, events: readonly Fact[]) => plan({ contract, events, catalog, holidays });

const story = (pack: Pack): fc.Arbitrary<Story> =>
  fc.tuple(told(pack), fc.nat(14), day('2026-02-01', 900)).map(([{ contract, told }, known, date]) => {
    const recorded = live(`${date}T00:00:00Z`, contract, told.slice(0, known)).events;
    const events = [...recorded, ...told.slice(known)];
    const settled = live(END, contract, events);
    const afresh = known < told.length ? live(END, contract, told) : settled;
    const plans = { planned: planOf(contract, events), settled, afresh };
    return { contract, told, events, ...plans, [fc.toStringMethod]: () => fc.stringify({ contract, told, events }) };
  });

/** Distinct histories for each pack, whose contracts choose a law and statutes at random: lived through, and only told. */
const LIVED = rounds(30);
const TOLD = rounds(150);

describe.each(PACKS.map((pack) => [pack.pack, pack] as const))('planning under %s with any statutes', (_, pack) => {
  it('holds to every property on the same histories', () => {
    const drawn = story(pack).chain((one) =>
      fc.tuple(fc.constant(one), twice(one.events), day('2026-01-01', 800), day('2026-01-01', 700)),
    );
    fc.assert(
      fc.property(drawn, ([one, shuffled, until, noticedOn]) => {
        comesToTheSameInAnyOrder(one, shuffled);
        comesToTheSameWheneverLapsesAreRecorded(one);
        ofAPrefixDoesNotDependOnWhatHappensLater(one, `${until}T00:00:00Z`);
        comesToTheSameWithoutIdleFacts(one);
        keepsOccurrencesApart(one);
        // Under salexops a notice takes effect at once, and there is nothing to take back.
        if (pack.pack !== 'salexops') comesToTheSameWithANoticeTakenBack(one, noticedOn);
      }),
      { numRuns: LIVED },
    );
  });

  it('comes to the same for any order and any repetition of events of which no lapse is recorded', () => {
    const drawn = told(pack).chain((one) => fc.tuple(fc.constant(one), twice(one.told)));
    fc.assert(
      fc.property(drawn, ([{ contract, told: events }, shuffled]) => {
        const one = { contract, events, planned: planOf(contract, events) };
        comesToTheSameInAnyOrder(one, shuffled);
        keepsOccurrencesApart(one);
      }),
      { numRuns: TOLD },
    );
  });
});

type Planned = Pick<Story, 'contract' | 'events' | 'planned'>;

const twice = (events: readonly Fact[]) =>
  fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length });

/** Each event once or several times. */
function comesToTheSameInAnyOrder({ contract, planned }: Planned, shuffled: readonly Fact[]): void {
  expect(planOf(contract, shuffled)).toEqual(planned);
}

/** As they passed, or all at the end. */
function comesToTheSameWheneverLapsesAreRecorded({ settled, afresh }: Story): void {
  expect(settled.plan.deadlines).toEqual(afresh.plan.deadlines);
}

function ofAPrefixDoesNotDependOnWhatHappensLater({ contract, told, afresh }: Story, until: string): void {
  const agreement = agreementOf({ contract, catalog, holidays });
  const earlier = told.filter((fact) => Date.parse(orderingInstant(fact, agreement)) < Date.parse(until));
  const before = live(until, contract, earlier);
  const again = structuredClone({ contract, events: before.events });
  expect(planOf(again.contract, again.events)).toEqual(before.plan);
  const later = new Map(afresh.plan.deadlines.map((deadline) => [deadline.id, deadline]));
  for (const deadline of before.plan.deadlines.filter((one) => isFinal(contract, one))) {
    expect(later.get(deadline.id), deadline.id).toMatchObject({ state: deadline.state, date: deadline.date });
  }
}

const SURE = /no clause waits for it|the contract had ended/;

/** Those that are said to have no effect. */
function comesToTheSameWithoutIdleFacts({ contract, events, planned }: Planned): void {
  const idle = idleFacts(planned, { contract, events, catalog, holidays }).filter(({ why }) => SURE.test(why));
  const without = events.filter(({ id }) => !idle.some(({ event }) => event === id));
  expect(planOf(contract, without).deadlines).toEqual(planned.deadlines);
}

/** One occurrence of a recurring clause is open, each id comes once, and no lapse is recorded for what is open. */
function keepsOccurrencesApart({ contract, events, planned: { deadlines } }: Planned): void {
  expect(new Set(deadlines.map(({ id }) => id)).size).toBe(deadlines.length);
  const recurring = new Set(clausesOf(contract).flatMap(({ key, clause }) => (clause.recurs ? [key] : [])));
  const open = deadlines.filter(({ id, state }) => state === 'open' && recurring.has(id.split('~')[0] ?? ''));
  expect(new Set(open.map(({ clause }) => clause)).size).toBe(open.length);
  for (const { id, state, instant } of deadlines) {
    const lapsed = events.some(({ cause }) => cause?.deadline === id && cause.instant === instant);
    expect(state === 'open' && lapsed, id).toBe(false);
  }
}

/** It is told when all has lapsed; that this makes no difference is a property of its own. */
function comesToTheSameWithANoticeTakenBack({ contract, told, afresh }: Story, noticedOn: string): void {
  const others = told.filter(({ kind }) => !/^(termination|cancellation)/.test(kind));
  const without = others.length === told.length ? afresh : live(END, contract, others);
  const noticed = outcomes(live(END, contract, [...without.events, ...noticeTakenBack(noticedOn)]));
  for (const [id, outcome] of outcomes(without)) expect(noticed.get(id), id).toBe(outcome);
}

/** What no longer stands has no end: its cycle may have moved before that, or only after it. */
const outcomes = ({ plan: { deadlines } }: Lived) =>
  new Map(deadlines.map(({ id, state, instant }) => [id, state === 'cancelled' ? state : `${state} ${instant}`]));

function clausesOf(contract: PinnedContract) {
  return agreementOf({ contract, catalog, holidays }).current.clauses;
}

/** Whether nothing that happens later may change it: rights may be ended, some ends taken back, and what is over may start again. */
function isFinal(contract: PinnedContract, { id, state, nature }: Deadline): boolean {
  if (state !== 'met' && state !== 'lapsed') return false;
  const rule = clausesOf(contract).find(({ key }) => key === id.split('~')[0]);
  if (!rule || nature === 'right') return false;
  const { shape, reopenedBy, refuseWhenMissed, restarts, on } = rule.clause;
  const follows = typeof on === 'object' && 'becomes' in on;
  return shape.kind !== 'allowance' && reopenedBy === undefined && !refuseWhenMissed && !restarts && !follows;
}
