import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { meaninglessBy } from '../../../shared/core/agreement/meaning.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog, type TermsCatalog } from '../../../shared/core/terms/catalog.ts';
import { type Pack, packLabel } from '../../../shared/core/terms/pack.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { deadlineOf, facts, packOf, silent, terms } from '../deadlines/planning.ts';

const { holidays } = terms;

/** An invented statute: an answer within so many days, a yearly report, and outages of so much of a year at most. */
function code(version: string, { days, share, more = '' }: { days: number; share: number; more?: string }): Pack {
  return readPack(
    `data-code/${version}.yaml`,
    `pack: data-code
version: "${version}"
kind: statute
title: Data code
events: { request.made: Somebody asks., request.answered: It is answered., ${more === '' ? '' : 'request.escalated: It goes on.'} }
settings: { grace: { length: ${days} days, why: The code says so. } }
cycles: { year: { every: 12 months } }
clauses:
  - id: answer
    ref: "1"
    title: Answer
    means: A request is answered.
    nature: obligation
    obligor: provider
    on: request.made
    about: request
    period: ${days} days
    satisfiedBy: request.answered
  - id: report
    ref: "2"
    title: Report
    means: A report each year.
    nature: effect
    obligor: provider
    cycle: year
    recurs: after-lapse
    period: { length: ${days} days, from: cycle.end, direction: before }
  - id: outage
    ref: "3"
    title: Outage
    means: So much of a year.
    nature: obligation
    obligor: provider
    allowance: { from: outage.started, to: outage.ended, excusedBy: excused, per: calendar-year, share: ${share} }
${more}`,
  );
}

const ESCALATION = `  - id: escalation
    ref: "4"
    title: Escalation
    means: What goes on is looked at.
    nature: obligation
    obligor: provider
    on: request.escalated
    about: request
    period: 5 days
    satisfiedBy: request.answered
`;
const older = code('2026-01-01', { days: 30, share: 0.01 });
const newer = code('2026-07-01', { days: 10, share: 0.001, more: ESCALATION });
const shop = packOf(
  `- id: grace
  ref: "1"
  title: Grace
  means: As long as the code says.
  nature: obligation
  obligor: customer
  on: invoice.due
  about: invoice
  period: { setting: data-code/grace }`,
  'statutes: [data-code@2026-01-01]\n',
);
const catalog = buildCatalog([shop, older, newer]);
const contract: PinnedContract = { ...silent, terms: 'test', version: '1' };

const planUnder = (own: Partial<PinnedContract>, events: readonly Fact[], at: TermsCatalog = catalog) =>
  plan({ contract: { ...contract, ...own }, events, catalog: at, holidays });
const planned = (...events: string[]) => planUnder({}, facts(...events));
const answer = (...events: string[]) => {
  const { terms: label, date, state } = deadlineOf(planned(...events), 'data-code.answer~r1');
  return `${label.split('@')[1]} ${state} ${date}`;
};

describe('the version of a statute', () => {
  it.each([
    ['2025-12-31', '2026-01-01 open 2026-01-30'],
    ['2026-01-01', '2026-01-01 open 2026-01-31'],
    ['2026-06-30', '2026-01-01 open 2026-07-30'],
    ['2026-06-30T23:59:59Z', '2026-01-01 open 2026-07-30'],
    ['2026-07-01', '2026-07-01 open 2026-07-11'],
    ['2026-07-01T00:00:00Z', '2026-07-01 open 2026-07-11'],
    ['2031-03-01', '2026-07-01 open 2031-03-11'],
  ])('is that of the day of the event: asked on %s', (asked, expected) => {
    expect(answer(`request.made@${asked},request=r1`)).toBe(expected);
  });

  it('is that of the day in the contract’s zone', () => {
    const event = facts('request.made@2026-06-30T21:00:00Z,request=r1');
    const date = (timezone: string) => deadlineOf(planUnder({ timezone }, event), 'data-code.answer~r1').date;
    expect([date('Europe/Bucharest'), date('Europe/London')]).toEqual(['2026-07-11', '2026-07-30']);
  });

  const versions = (own: Partial<PinnedContract>, at: TermsCatalog = catalog) => {
    const agreement = agreementOf({ contract: { ...contract, ...own }, catalog: at, holidays });
    return ['2025-01-01', '2026-06-30', '2026-07-01', '2030-01-01'].map((day) =>
      agreement
        .termsAt(agreement.momentOf(day))
        .statutes.map(({ version }) => version)
        .join(),
    );
  };
  const unnamed = { ...shop, statutes: [] };
  const at = (...statutes: Pack[]) => buildCatalog([unnamed, ...statutes]);
  const called = (version: string) => ({ ...older, version });

  it.each<[string, string[], Partial<PinnedContract>, TermsCatalog]>([
    ['named by the terms, with the version that their author read', byDay(), {}, catalog],
    ['named by the contract', byDay(), { statutes: ['data-code'] }, at(older, newer)],
    ['named with a version by the contract', all('2026-01-01'), { statutes: ['data-code@2026-01-01'] }, catalog],
    ['named with the newer version', all('2026-07-01'), { statutes: ['data-code@2026-07-01'] }, at(older, newer)],
    [
      'named by both, once with a version',
      all('2026-01-01'),
      { statutes: ['data-code', 'data-code@2026-01-01'] },
      catalog,
    ],
    ['without dates: the newest', all('2.10'), { statutes: ['data-code'] }, at(called('2.9'), called('2.10'))],
    [
      'named after a month, which is no day: the newest',
      all('2026-07'),
      { statutes: ['data-code'] },
      at(called('2026-01'), called('2026-07')),
    ],
    [
      'without a date, then with one: from that day on',
      ['1', '1', '2026-07-01', '2026-07-01'],
      { statutes: ['data-code'] },
      at(called('1'), newer),
    ],
    ['of one version, on every day', all('2026-07-01'), { statutes: ['data-code'] }, at(newer)],
  ])('%s', (_, expected, own, catalogue) => {
    expect(versions(own, catalogue)).toEqual(expected);
  });

  it('decides the setting that terms take from it', () => {
    const grace = (day: string) => deadlineOf(planned(`invoice.due@${day},invoice=i`), 'grace~i').date;
    expect([grace('2026-06-30'), grace('2026-07-01')]).toEqual(['2026-07-30', '2026-07-11']);
  });

  it('decides which kinds of event are known', () => {
    const { agreement } = planned('request.made@2026-06-20,request=r1');
    const fact = (occurredAt: string) => ({ kind: 'request.escalated', occurredAt, data: { request: 'r1' } });
    expect(meaninglessBy(fact('2026-06-30'), agreement)).toMatchObject({
      kind: 'request.escalated',
      terms: 'test@1',
      declaredBy: ['data-code@2026-07-01'],
    });
    expect(meaninglessBy(fact('2026-07-01'), agreement)).toBeUndefined();
    const after = planned('request.escalated@2026-07-02,request=r1');
    expect(deadlineOf(after, 'data-code.escalation~r1').date).toBe('2026-07-07');
    expect(planned('request.escalated@2026-06-30,request=r1').deadlines).toEqual([]);
  });
});

describe('a deadline that stands when a newer version of its statute comes', () => {
  const ASKED = 'request.made@2026-06-20,id=a,request=r1';

  it.each([
    ['is met under its own version', ['request.answered@2026-07-15,request=r1'], '2026-01-01 met 2026-07-20'],
    ['is too late under its own version', ['request.answered@2026-07-21,request=r1'], '2026-01-01 open 2026-07-20'],
    [
      'is not doubled or moved by the same request',
      ['request.made@2026-07-05,id=b,request=r1'],
      '2026-01-01 open 2026-07-20',
    ],
    ['stands beside what comes later', ['request.made@2026-07-05,id=c,request=r2'], '2026-01-01 open 2026-07-20'],
  ])('%s', (_, later, expected) => {
    expect(answer(ASKED, ...later)).toBe(expected);
    expect(answer(...[ASKED, ...later].reverse())).toBe(expected);
    const ids = planned(ASKED, ...later).deadlines.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stands although the newer version has no such clause', () => {
    const without = { ...newer, clauses: newer.clauses.filter(({ id }) => id !== 'answer') };
    const at = buildCatalog([shop, older, without]);
    const told = facts(ASKED, 'invoice.due@2026-07-10,invoice=i', 'request.answered@2026-07-15,request=r1');
    expect(deadlineOf(planUnder({}, told, at), 'data-code.answer~r1')).toMatchObject({
      state: 'met',
      closedBy: told[2]?.id,
    });
    expect(planUnder({}, facts('request.made@2026-07-05,request=r1'), at).deadlines).toEqual([]);
  });

  it('recurs under the version of the day on which each occurrence opens', () => {
    const input = { contract: { ...contract, startsOn: '2025-04-01' }, events: [], catalog, holidays };
    const { deadlines } = liveUntil('2028-01-01T00:00:00Z', input).plan;
    expect(deadlines.map(({ id, terms: label, date }) => `${id} ${label} ${date}`)).toEqual([
      'data-code.report~2025-04-01 data-code@2026-01-01 2026-03-01',
      'data-code.report~2026-04-01 data-code@2026-01-01 2027-03-01',
      'data-code.report~2027-04-01 data-code@2026-07-01 2028-03-21',
    ]);
  });

  it('counts a year of outages to its end under the version under which it began', () => {
    const hours = (day: string, n: number, outage: string) => [
      `outage.started@${day}T00:00:00Z,outage=${outage}`,
      `outage.ended@${day}T${String(n).padStart(2, '0')}:00:00Z,outage=${outage}`,
    ];
    const told = facts(
      ...hours('2026-03-01', 5, 'o1'),
      ...hours('2026-08-01', 20, 'o2'),
      ...hours('2027-02-01', 20, 'o3'),
    );
    const years = (events: readonly Fact[]) =>
      planUnder({}, events).deadlines.map(({ id, terms: label, date }) => `${id} ${label} ${date}`);
    // A hundredth of 2026 are 87.6 hours; a thousandth of 2027 are 8.76 hours.
    expect(years(told)).toEqual([
      'data-code.outage~2026 data-code@2026-01-01 2026-12-31',
      'data-code.outage~2027 data-code@2026-07-01 2027-02-01',
    ]);
    expect(years(told.toReversed())).toEqual(years(told));
    expect(years(told.slice(2, 4))).toEqual(['data-code.outage~2026 data-code@2026-07-01 2026-08-01']);
  });

  it('counts a year of outages to its end although the newer version has no such clause', () => {
    const without = { ...newer, clauses: newer.clauses.filter(({ id }) => id !== 'outage') };
    const at = buildCatalog([shop, older, without]);
    const years = (...told: string[]) =>
      liveUntil('2028-02-01T00:00:00Z', { contract, events: facts(...told), catalog: at, holidays }).plan.deadlines.map(
        ({ id, state, date }) => `${id} ${state} ${date}`,
      );
    // A hundredth of 2026 are 87.6 hours.
    const begun = 'outage.started@2026-06-29T00:00:00Z,outage=o1';
    const ended = 'outage.ended@2026-07-02T00:00:00Z,outage=o1';
    const further = ['outage.started@2026-09-01T00:00:00Z,outage=o2', 'outage.ended@2026-09-02T00:00:00Z,outage=o2'];
    expect(years(begun)).toEqual(['data-code.outage~2026 lapsed 2026-07-02']);
    expect(years(begun, ended)).toEqual(['data-code.outage~2026 met 2026-12-31']);
    expect(years(begun, ended, ...further)).toEqual(['data-code.outage~2026 lapsed 2026-09-01']);
    expect(years(begun, ended, 'outage.started@2027-03-01,outage=o3')).toEqual([
      'data-code.outage~2026 met 2026-12-31',
    ]);
    expect(years(...further)).toEqual([]);
  });
});

describe('over random histories', () => {
  const moment = fc.oneof(
    fc.constantFrom('2026-06-29', '2026-06-30', '2026-07-01', '2026-07-02'),
    fc.constantFrom('2026-06-30T21:00:00Z', '2026-06-30T23:59:59Z', '2026-07-01T00:00:00Z', '2026-07-20T10:00:00Z'),
    fc.integer({ min: 0, max: 300 }).map((n) => new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10)),
  );
  const kind = fc.constantFrom(
    ...['request.made', 'request.made', 'request.answered', 'request.escalated', 'invoice.due'],
    ...['outage.started', 'outage.ended', 'contract.terminated'],
  );
  const data = fc.record({
    request: fc.constantFrom('r1', 'r2'),
    invoice: fc.constantFrom('i', 'j'),
    outage: fc.constant('o'),
  });
  const history = fc
    .array(fc.record({ kind, occurredAt: moment, data }), { maxLength: 12 })
    .map((events) => events.map((event, n): Fact => ({ id: `e${n}`, ...event })));
  const place = fc.constantFrom<Partial<PinnedContract>>(
    {},
    { timezone: 'Europe/Bucharest' },
    { startsOn: '2025-04-01' },
  );
  const RUNS = { numRuns: Number(process.env.CLAUSECLOCK_RUNS ?? 60) };

  it('the order and the repetition of events decide nothing', () => {
    fc.assert(
      fc.property(place, history, fc.gen(), (own, events, g) => {
        const shuffled = g(fc.shuffledSubarray, [...events, ...events], { minLength: 2 * events.length });
        expect(planUnder(own, shuffled)).toEqual(planUnder(own, events));
      }),
      RUNS,
    );
  });

  it('every deadline is under the version of the day of the event that opened it', () => {
    fc.assert(
      fc.property(place, history, (own, events) => {
        const { deadlines, agreement } = planUnder(own, events);
        const byId = new Map(events.map((fact) => [fact.id, fact]));
        const opened = deadlines.filter(({ id, trigger }) => /answer|escalation/.test(id) && byId.has(trigger));
        for (const { trigger, terms: label } of opened) {
          const at = agreement.momentOf(byId.get(trigger)?.occurredAt ?? '');
          expect(agreement.termsAt(at).statutes.map(packLabel)).toEqual([label]);
        }
      }),
      RUNS,
    );
  });

  it('a version that comes later changes nothing of what was before its day', () => {
    const before = buildCatalog([shop, older]);
    fc.assert(
      fc.property(place, history, (own, events) => {
        const early = events.filter(({ occurredAt }) => occurredAt < '2026-06-30');
        const told = (at: TermsCatalog) =>
          planUnder({ ...own, trackedFrom: '2026-01-01' }, early, at).deadlines.map(
            ({ ladder: _ladder, ...rest }) => rest,
          );
        expect(told(catalog)).toEqual(told(before));
      }),
      RUNS,
    );
  });
});

function byDay(): string[] {
  return ['2026-01-01', '2026-01-01', '2026-07-01', '2026-07-01'];
}

function all(version: string): string[] {
  return [version, version, version, version];
}
