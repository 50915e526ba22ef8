import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { proposalsOf } from '../../../shared/core/deadlines/proposals.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, planOf, terms, until } from './planning.ts';
import { twoEditions } from './two-editions.ts';
import { ACCEPTED, clause, contract, read, revised } from './two-readings.ts';

describe('what a corrected reading leaves as it was', () => {
  it('tells what an event of after the acceptance brings about, however late', () => {
    const due = (days: number) =>
      clause(
        'due',
        `on: invoice.issued; about: invoice; period: { length: ${days} days, from: data.dueOn }; ladder: [{ step: lapsed, to: customer }]`,
      );
    const packs = buildCatalog([read('1', 1, due(10)), read('1', 2, due(15))]);
    const issued = (on: string, dueOn: string) => facts(`invoice.issued@${on},id=${on},invoice=i,dueOn=${dueOn}`);
    const toldTo = (...events: readonly Fact[]) => {
      const { instant, ladder, lateRead } = deadlineOf(planOf(contract, [...events, ACCEPTED], packs), 'due~i');
      return [instant, lateRead, ladder.flatMap(({ to }) => to)];
    };
    expect(toldTo(...issued('2026-03-21', '2026-03-01'))).toEqual(['2026-03-17T00:00:00Z', undefined, ['customer']]);
    expect(toldTo(...issued('2026-03-15', '2026-03-15'), ...issued('2026-03-21', '2026-03-01'))).toEqual([
      ...['2026-03-17T00:00:00Z', undefined, ['customer']],
    ]);
  });

  it('tells the end of a deadline that was open, and that the accepted reading has over', () => {
    const answer = (days: number) =>
      clause(
        'answer',
        `on: support.requested; about: ticket; period: ${days} days; ladder: [{ step: lapsed, to: customer }]`,
      );
    const packs = buildCatalog([read('1', 1, answer(20)), read('1', 2, answer(10))]);
    const { deadlines } = planOf(contract, [...facts('support.requested@2026-03-05,id=a,ticket=t'), ACCEPTED], packs);
    expect(deadlines).toMatchObject([
      { id: 'answer~t', date: '2026-03-15', ladder: [{ step: 'lapsed', to: ['customer'] }] },
    ]);
    expect(deadlines[0]).not.toHaveProperty('lateRead');
  });

  it('keeps an allowance of before that is measured by what came before', () => {
    const packs = buildCatalog(
      [1, 2].map((revision) =>
        read(
          '1',
          revision,
          clause(
            'availability',
            `allowance: { share: 0.00${revision}, per: calendar-year, from: outage.started, to: outage.ended, excusedBy: excused }`,
          ),
        ),
      ),
    );
    const years = (...events: readonly Fact[]) =>
      planOf(contract, events, packs).deadlines.map(({ id, terms: label }) => `${id} ${label}`);
    const outage = facts('outage.started@2025-05-01,id=s,outage=o', 'outage.ended@2025-05-03,id=e,outage=o');
    const again = facts('outage.started@2026-05-01,id=s2,outage=p', 'outage.ended@2026-05-03,id=e2,outage=p');
    expect(years(...outage, ...again, ACCEPTED)).toEqual(['availability~2025 test@1', 'availability~2026 test@1+2']);
  });

  it('keeps what was over, and its lapses, also where the contract had ended by the accepted reading', () => {
    const asked = clause(
      'answer',
      'on: support.requested; about: ticket; period: 5 days; satisfiedBy: support.answered',
    );
    const survives = clause('stays', 'on: support.requested; about: ticket; period: 6 days; survivesTermination: true');
    const end = clause(
      'end',
      'on: cancellation.scheduled; period: 10 days; produces: { kind: contract.terminated, occurs: day-after }',
    ).replace('nature: obligation', 'nature: effect');
    const after = clause('export', 'on: contract.terminated; period: 90 days; survivesTermination: true');
    const packs = buildCatalog([read('1', 1, asked, survives), read('1', 2, asked, survives, end, after)]);
    const told = facts(
      'cancellation.scheduled@2026-01-10,id=c',
      ...['01-18', '02-01', '03-18'].map((day) => `support.requested@2026-${day},id=${day},ticket=${day}`),
    );
    const before = until(ACCEPTED.occurredAt, contract, told, packs);
    const late = facts('support.answered@2026-02-03,id=late,ticket=02-01');
    const standing = (events: readonly Fact[]) => {
      const { deadlines, fallen, endedAt } = planOf(contract, events, packs);
      return {
        ended: endedAt !== undefined,
        fallen,
        all: deadlines.map(({ id, date, state, terms: by }) => `${id} ${date} ${state} ${by}`),
      };
    };
    const events = until('2026-03-20T13:00:00Z', contract, [...before, ACCEPTED], packs);
    expect(standing(events)).toEqual({
      ended: true,
      fallen: [],
      all: [
        'end 2026-01-20 lapsed test@1+2',
        'answer~01-18 2026-01-23 lapsed test@1',
        'stays~01-18 2026-01-24 lapsed test@1',
        'answer~02-01 2026-02-06 lapsed test@1',
        'stays~02-01 2026-02-07 lapsed test@1',
        'stays~03-18 2026-03-24 open test@1+2',
        'export 2026-04-21 open test@1+2',
      ],
    });
    expect(standing([...events, ...late]).all[3]).toBe('answer~02-01 2026-02-06 met test@1');
    expect(standing([...events, ...late].toReversed())).toEqual(standing([...events, ...late]));
  });

  it('goes on with a longer cycle that had begun with one that was over', () => {
    const renewal = (cycle: string) =>
      clause(
        'renewal',
        `on: contract.commenced; cycle: ${cycle}; recurs: after-lapse; window: { until: cycle.end, lastDay: closing-day }`,
      );
    const packs = buildCatalog([read('1', 1, renewal('month')), read('1', 2, renewal('year'))]);
    const started = { ...contract, startsOn: '2026-01-01' };
    const over = ['renewal~2026-01-01 2026-01-31', 'renewal~2026-02-01 2026-02-28'];
    for (const at of ['2026-03-01T00:00:00Z', '2026-03-20T12:00:00Z']) {
      const before = until(at, started, [], packs);
      const events = until('2027-06-01T00:00:00Z', started, [...before, revised(at)], packs);
      expect(planOf(started, events, packs).deadlines.map(({ id, date }) => `${id} ${date}`)).toEqual([
        ...over,
        'renewal~2026-03-01 2026-12-31',
        'renewal~2027-01-01 2027-12-31',
      ]);
    }
  });

  it('is not decided by tables that were accepted for a deadline once it was read anew', () => {
    const answer = (days: number) => clause('answer', `on: support.requested; period: ${days} business days`);
    const catalog = buildCatalog([read('1', 1, answer(5)), read('1', 2, answer(10))]);
    const holidays = twoEditions(terms.holidays, (_, set) => ({ ...set, holidays: [] }));
    const inRomania = { ...contract, holidays: ['RO'] };
    const endOf = (...events: readonly Fact[]) => {
      const { date, terms: by } = deadlineOf(plan({ contract: inRomania, events, catalog, holidays }), 'answer');
      return `${date} ${by}`;
    };
    // 30 November and 1 December 2026 are holidays in the first edition.
    const requested = facts('support.requested@2026-11-25,id=r');
    const accepted = revised('2026-12-03T12:00:00Z');
    const rebound: Fact = {
      ...{ id: 'rebound', kind: 'deadline.rebound', occurredAt: '2026-12-04T12:00:00Z' },
      data: { deadline: 'answer', edition: 2, by: 'Ana', reason: 'the tables were wrong' },
    };
    expect(endOf(...requested)).toBe('2026-12-04 test@1');
    expect(endOf(...requested, accepted)).toBe('2026-12-11 test@1+2');
    const events = [...requested, accepted];
    const proposed = proposalsOf({ contract: inRomania, events, catalog, holidays });
    expect(proposed.map(({ to }) => to.date)).toEqual(['2026-12-09']);
    expect(endOf(...events, rebound)).toBe('2026-12-09 test@1+2');
  });

  it('keeps aside what needed no notice, since the contract was to end before the next cycle', () => {
    const downgrade = clause(
      'downgrade',
      'on: contract.commenced; cycle: month; recurs: after-lapse; forNextCycle: true; period: { length: 10 days, from: cycle.end, direction: before }; ladder: [{ step: lapsed, to: customer }]',
    );
    const end = (days: number) =>
      clause(
        'end',
        `on: termination.noticed; period: ${days} days; produces: { kind: contract.terminated, occurs: day-after }`,
      ).replace('nature: obligation', 'nature: effect');
    const packs = buildCatalog([read('1', 1, downgrade, end(15)), read('1', 2, downgrade, end(90))]);
    const started = { ...contract, startsOn: '2026-02-01' };
    const at = '2026-02-25T12:00:00Z';
    const before = until(at, started, facts('termination.noticed@2026-02-12,id=n'), packs);
    const standing = (events: readonly Fact[]) =>
      planOf(started, events, packs).deadlines.map(
        ({ id, date, state, closedBy }) => `${id} ${date} ${state} ${closedBy}`,
      );
    expect(standing(before)).toContain('downgrade~2026-02-01 2026-02-18 cancelled n');
    expect(standing(until('2026-02-26T00:00:00Z', started, [...before, revised(at)], packs))).toContain(
      'downgrade~2026-02-01 2026-02-18 cancelled n',
    );
  });
});

describe('what follows from a deadline that a corrected reading finds open', () => {
  /** Both follow an open notice, so that neither is kept as it was although it was over. */
  const packs = (before: number, after: number) =>
    buildCatalog(
      [before, after].map((days, index) =>
        read(
          '1',
          index + 1,
          clause('notice', 'on: support.requested; period: 30 days; satisfiedBy: support.answered'),
          clause('after-open', `on: { clause: notice, becomes: open }; period: ${days} days`),
        ),
      ),
    );
  const lateRead = (before: number, after: number) =>
    deadlineOf(
      planOf(contract, [...facts('support.requested@2026-03-01,id=asked'), ACCEPTED], packs(before, after)),
      'after-open',
    ).lateRead;

  it('was told if it ended so by the reading before, and is told late by none that has it end otherwise before', () => {
    expect(lateRead(5, 5)).toBeUndefined();
    expect(lateRead(5, 6)).toBe(true);
    expect(lateRead(25, 6)).toBeUndefined();
  });

  it('starts once more by the corrected reading if it had ended before', () => {
    const of = (days: number) =>
      clause(
        'answer',
        `on: support.requested; about: ticket; startsAgain: true; period: ${days} days; endedBy: support.answered`,
      );
    const both = buildCatalog([read('1', 1, of(5)), read('1', 2, of(8))]);
    const asked = facts('support.requested@2026-03-01,id=a,ticket=t', 'support.answered@2026-03-02,id=b,ticket=t');
    const again = facts('support.requested@2026-03-21,id=c,ticket=t');
    const datesOf = (...events: readonly Fact[]) =>
      planOf(contract, events, both).deadlines.map(
        ({ id, date, state, terms: label }) => `${id} ${date} ${state} ${label}`,
      );
    expect(datesOf(...asked, ACCEPTED)).toEqual(['answer~t 2026-03-06 cancelled test@1']);
    expect(datesOf(...asked, ACCEPTED, ...again)).toEqual(['answer~t 2026-03-29 open test@1+2']);
  });
});
