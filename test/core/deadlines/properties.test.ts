import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { CalendarError } from '../../../shared/core/calendar/errors.ts';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines } from '../../../shared/core/deadlines/deadline-changes.ts';
import { deadlineId, orderingInstant } from '../../../shared/core/deadlines/folding/occurrence.ts';
import type { StoredDeadline } from '../../../shared/core/deadlines/progress.ts';
import { contractEventSchema, type Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { rounds } from '../../harness/rounds.ts';
import { inBucharest, planOf, silent, terms, until } from './planning.ts';

const [pack] = terms.catalog.get('exoopus') as readonly [Pack];
const next: Pack = { ...pack, version: '2026-07', sendAt: '10:00' };
const catalog = buildCatalog([pack, next]);

const ENDING = [
  'termination.noticed',
  'termination.withdrawn',
  'contract.terminated',
  'data-export.delivered',
  'data.deleted',
  'legal-hold.placed',
  'legal-hold.lifted',
];
const CHANGING = [
  'terms-change.announced',
  'terms-change.rejected',
  'terms-change.withdrawn',
  'terms-change.effective',
];
const PAYING = ['invoice.issued', 'invoice.overdue', 'invoice.voided', 'payment.received', 'payment.failed'];
const FAILING = ['outage.started', 'outage.ended'];
const OTHER = ['breach.alleged', 'payment.received', 'cancellation.rescinded', 'informational'];
const KINDS = [...ENDING, ...CHANGING, ...PAYING, ...FAILING, ...OTHER];
/** Histories of one matter are dense enough for its events to meet; those of everything let matters meet. */
const MATTERS = [ENDING, [...CHANGING, 'termination.noticed', 'termination.withdrawn'], PAYING, FAILING, KINDS];

const day = (from: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((n) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10));
const moment = fc.oneof(
  day('2026-01-01', 500),
  // Few hours of few days, so that events coincide with each other and with the ends of days.
  fc
    .tuple(
      day('2026-01-01', 500),
      fc.constantFrom('00:00:00Z', '09:00:00Z', '21:00:00Z', '22:00:00Z', '23:30:00+02:00'),
    )
    .map(([date, time]) => `${date}T${time}`),
);
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }));

const data = fc
  .tuple(
    optional('invoice', fc.constantFrom('in_1', 'in_2', '', 'é1:ü/~')),
    optional('change', fc.constantFrom('c1', 'c2')),
    optional('breach', fc.constantFrom('b1', 'b2')),
    optional('hold', fc.constantFrom('h1', 'h2')),
    optional('outage', fc.constantFrom('o1', 'o2')),
    optional('payment', fc.constantFrom('p1', 'p2')),
    optional('dueOn', day('2026-01-01', 500)),
    optional('effectiveOn', day('2026-02-01', 500)),
    optional('toVersion', fc.constantFrom('2026-07', '2031-01')),
    fc.tuple(
      optional('amount', fc.integer({ min: 0, max: 10_000 })),
      optional('currency', fc.constantFrom('EUR', 'usd')),
    ),
    fc.tuple(optional('excused', fc.boolean()), optional('snapshot', fc.constant(true))),
  )
  .map((parts) => Object.assign({}, ...parts.flat()) as Fact['data']);

const history = (min = 0, max = 14) =>
  fc
    .constantFrom(...MATTERS)
    .chain((kinds) =>
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), occurredAt: moment, data }), {
        minLength: min,
        maxLength: max,
      }),
    )
    .map((events) => events.map((event, index): Fact => ({ id: `e${index}`, ...event })));

const contract = fc.constantFrom(inBucharest, silent);

/** Some of the lapses that the clock would have brought, recorded while only part of the events were known. */
function withLapses(chosen: typeof silent, events: readonly Fact[], known: number, instant: string): Fact[] {
  const recorded = until(instant, chosen, events.slice(0, known), catalog);
  return [...recorded, ...events.slice(known)];
}

const lived = fc
  .tuple(contract, history(), fc.nat(14), day('2026-03-01', 900))
  .map(([chosen, events, known, date]) => ({
    chosen,
    events: withLapses(chosen, events, Math.min(known, events.length), `${date}T00:00:00Z`),
  }));

/** Deadlines without their explanations, which tell of corrections. */
const decided = (deadlines: readonly Deadline[]) =>
  deadlines.map(({ steps: _steps, assumptions: _assumptions, ...rest }) => rest);

const RUNS = { numRuns: rounds(300) };

describe('plan', () => {
  it('gives the same for the same events in any order, each once or several times', () => {
    fc.assert(
      fc.property(
        lived.chain(({ chosen, events }) =>
          fc.record({
            chosen: fc.constant(chosen),
            events: fc.constant(events),
            shuffled: fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
          }),
        ),
        ({ chosen, events, shuffled }) => {
          expect(planOf(chosen, shuffled, catalog)).toEqual(planOf(chosen, events, catalog));
        },
      ),
      RUNS,
    );
  });

  it('does not depend on when lapses were recorded: the late facts and the clock end in one plan', () => {
    fc.assert(
      fc.property(lived, day('2028-06-01', 1), ({ chosen, events }, date) => {
        const told = events.filter(({ cause }) => cause === undefined);
        const settled = until(`${date}T00:00:00Z`, chosen, events, catalog);
        const afresh = until(`${date}T00:00:00Z`, chosen, told, catalog);
        expect(planOf(chosen, settled, catalog).deadlines).toEqual(planOf(chosen, afresh, catalog).deadlines);
      }),
      RUNS,
    );
  });

  it('what is settled by a day stays settled whatever happens later, except a right that is ended or given more time', () => {
    fc.assert(
      fc.property(lived, day('2026-03-01', 500), ({ chosen, events }, date) => {
        const agreement = agreementOf({ contract: chosen, catalog, holidays: terms.holidays });
        const upTo = (fact: Fact) => Date.parse(orderingInstant(fact, agreement)) < Date.parse(date);
        const early = planOf(
          chosen,
          until(
            `${date}T00:00:00Z`,
            chosen,
            events.filter((fact) => upTo(fact) && !fact.cause),
            catalog,
          ),
          catalog,
        );
        const whole = planOf(
          chosen,
          until(
            '2029-01-01T00:00:00Z',
            chosen,
            events.filter(({ cause }) => !cause),
            catalog,
          ),
          catalog,
        );
        for (const { id, state, date: last, clause } of early.deadlines) {
          const later = whole.deadlines.find((deadline) => deadline.id === id);
          // Whether an outage counts may only be said at its end.
          if (clause === 'availability') continue;
          expect(later, id).toBeDefined();
          if (state === 'lapsed' && clause !== 'suspension') expect(later).toMatchObject({ state, date: last });
          if (state === 'met' && clause !== 'terms-change-notice') expect(later).toMatchObject({ state, date: last });
        }
      }),
      RUNS,
    );
  });

  it('names each deadline once, and leaves nothing open whose lapse is recorded', () => {
    fc.assert(
      fc.property(lived, ({ chosen, events }) => {
        const { deadlines } = planOf(chosen, events, catalog);
        expect(new Set(deadlines.map(({ id }) => id)).size).toBe(deadlines.length);
        for (const { id, state, instant } of deadlines) {
          const lapsed = events.some(({ cause }) => cause?.deadline === id && cause.instant === instant);
          expect(state === 'open' && lapsed, id).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('corrected comes to what the right events alone come to', () => {
    const corrections = fc.array(fc.record({ which: fc.nat(13), to: fc.constantFrom(...KINDS), at: moment, data }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(lived, corrections, ({ chosen, events }, wanted) => {
        const told = events.filter(({ cause }) => cause === undefined);
        const wrong = new Set(wanted.flatMap(({ which }) => told[which % Math.max(1, told.length)]?.id ?? []));
        const right = wanted.map(
          ({ to, at, data: facts }, n): Fact => ({ id: `c${n}`, kind: to, occurredAt: at, data: facts }),
        );
        const withdrawals = [...wrong].map((id, n): Fact => {
          const about = { event: id, cause: 'correction', corrected: `c${n}`, by: 'ana', reason: 'mistyped' };
          return { id: `w${n}`, kind: 'event.withdrawn', occurredAt: '2026-05-01', data: about };
        });
        const corrected = decided(planOf(chosen, [...events, ...withdrawals, ...right], catalog).deadlines);
        const afresh = [...events.filter(({ id }) => !wrong.has(id)), ...right];
        expect(corrected).toEqual(decided(planOf(chosen, afresh, catalog).deadlines));
      }),
      RUNS,
    );
  });

  it('a provider’s snapshot that nothing is scheduled changes nothing', () => {
    fc.assert(
      fc.property(contract, history(), fc.array(moment, { maxLength: 4 }), (chosen, events, moments) => {
        const snapshots = moments.map((occurredAt, n): Fact => {
          return { id: `s${n}`, kind: 'cancellation.rescinded', occurredAt, data: { snapshot: true } };
        });
        expect(planOf(chosen, [...events, ...snapshots], catalog)).toEqual(planOf(chosen, events, catalog));
      }),
      RUNS,
    );
  });

  it('throws nothing but the calendar’s errors on events that the schema takes', () => {
    const strange = fc.record({
      kind: fc.constantFrom(...KINDS),
      occurredAt: fc.oneof(
        fc.constantFrom('0001-01-01', '9999-12-31', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00+12:00', '2041-01-01'),
        day('1000-01-01', 2_000_000),
        moment,
      ),
      data: fc.dictionary(
        fc.constantFrom(
          'invoice',
          'change',
          'breach',
          'hold',
          'outage',
          'dueOn',
          'dueAt',
          'effectiveOn',
          'effectiveAt',
          'amount',
          'currency',
          'dueBasis',
          'toVersion',
          'constructor',
        ),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constantFrom('constructor', '9999-12-31', '0001-01-01', '9999-12-31T23:00:00Z', '2026-07-01'),
        ),
      ),
    });
    let planned = 0;
    fc.assert(
      fc.property(contract, fc.array(strange, { maxLength: 6 }), (chosen, events) => {
        const valid = events.flatMap((event, n) => {
          const parsed = contractEventSchema.safeParse({ id: `e${n}`, recordedAt: 'x', ...event });
          return parsed.success ? [parsed.data] : [];
        });
        try {
          planOf(chosen, valid, catalog);
          planned += valid.length;
        } catch (error) {
          expect(error).toBeInstanceOf(CalendarError);
        }
      }),
      RUNS,
    );
    expect(planned).toBeGreaterThan(RUNS.numRuns / 3);
  });
});

describe('compareDeadlines', () => {
  it('is done after one application', () => {
    fc.assert(
      fc.property(contract, history(), history(), (chosen, before, after) => {
        const first = apply([], planOf(chosen, before, catalog).deadlines);
        const planned = planOf(chosen, [...before, ...after.map((fact) => ({ ...fact, id: `x${fact.id}` }))], catalog);
        const second = apply(first, planned.deadlines);
        expect(compareDeadlines(second, planned.deadlines, '2026-07-02T00:00:00Z')).toEqual([]);
        expect(compareDeadlines(first, [], '2026-07-02T00:00:00Z')).toHaveLength(first.length);
      }),
      RUNS,
    );
  });
});

function apply(stored: readonly StoredDeadline[], planned: readonly Deadline[]): StoredDeadline[] {
  const byId = new Map(stored.map((deadline) => [deadline.id, deadline]));
  for (const { after } of compareDeadlines(stored, planned, '2026-07-01T00:00:00Z')) {
    // What is stored has been written out and read back.
    byId.set(after.id, JSON.parse(JSON.stringify(after)));
  }
  return [...byId.values()];
}

describe('deadlineId', () => {
  it('keeps different subjects apart, in characters that are safe in a path', () => {
    const subject = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.stringMatching(/^[~a-f0-9.:é]{0,8}$/),
    );
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        expect(deadlineId('c', a) === deadlineId('c', b)).toBe(a === b);
        expect(deadlineId('c', a)).toMatch(/^[A-Za-z0-9_.~-]{1,128}$/);
      }),
      { numRuns: rounds(2000) },
    );
    expect(deadlineId('c', 'é1')).not.toBe(deadlineId('c', '\u0e91'));
  });
});
