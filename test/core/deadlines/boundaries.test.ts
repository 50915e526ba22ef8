import { describe, expect, it } from 'vitest';
import { measureYears } from '../../../shared/core/deadlines/counting/allowance.ts';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines } from '../../../shared/core/deadlines/deadline-changes.ts';
import { nextRung, withProgress } from '../../../shared/core/deadlines/progress.ts';
import { place } from '../calendar/counting-context.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, until } from './planning.ts';

const clause = (id: string, nature: string, lines: string) => `- id: ${id}
  ref: "1"
  title: T
  means: M.
  nature: ${nature}
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;

const EVENTS = 'work.done: Done., work.undone: Not done., right.used: It is used.';

function plansOf(...clauses: string[]) {
  const [contract, catalog] = contractOn(packOf(clauses.join('\n'), '', EVENTS));
  return {
    plan: (...events: string[]) => planOf(contract, facts(...events), catalog),
    planLapsed: (instant: string, lived: string[], ...more: string[]) =>
      planOf(contract, [...until(instant, contract, facts(...lived), catalog), ...facts(...more)], catalog),
  };
}

const plain = () =>
  deadlineOf(
    plansOf(clause('work', 'obligation', 'on: trial.started\nperiod: 5 days\nsatisfiedBy: work.done')).plan(
      'trial.started@2026-03-02,id=t1',
    ),
    'work',
  );

describe('a run of notices', () => {
  const reminder = { step: 'reminder-3-days', kind: 'reminder', at: '2026-03-04T09:00:00Z', to: ['customer'] } as const;
  const open: Deadline = { ...plain(), ladder: [reminder, ...plain().ladder] };

  it('has the reminder that falls due at the very instant at which it starts, and none before', () => {
    const next = (runStartedAt: string) => nextRung(open, { done: [], runStartedAt }, '2026-03-04T09:00:01Z')?.step;
    expect(next('2026-03-04T09:00:00Z')).toBe('reminder-3-days');
    expect(next('2026-03-04T09:00:01Z')).toBe('lapsed');
  });

  it('goes on when what met the deadline is taken back, and starts anew when another event starts it', () => {
    const progress = { revision: 2, run: 1, runStartedAt: '2026-03-02T00:00:00Z', done: ['reminder-3-days'] };
    const met = withProgress({ ...open, state: 'met', ladder: [] }, progress, '2026-03-05T00:00:00Z');
    const [again] = compareDeadlines([met], [open], '2026-03-05T00:00:00Z');
    expect(again).toMatchObject({ change: 'reopened', after: { run: 1, done: ['reminder-3-days'] } });
    const [other] = compareDeadlines([met], [{ ...open, trigger: 't2' }], '2026-03-05T00:00:00Z');
    expect(other).toMatchObject({ change: 'reopened', after: { run: 2, done: [] } });
  });
});

describe('a ladder', () => {
  it('has no step after the end, however late the event is told', () => {
    const { plan } = plansOf(
      clause(
        'bill',
        'obligation',
        'on: invoice.issued\nperiod: { length: 5 days, from: data.dueOn }\nladder:\n  - { step: opened, to: customer, lead: Begun. }\n  - { step: reminder, before: 2 days, to: customer, lead: Soon. }\n  - { step: due, to: customer, lead: Today. }\n  - { step: lapsed, to: provider, lead: Over. }',
      ),
    );
    for (let day = 1; day <= 28; day += 1) {
      const told = `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`;
      const { ladder, instant } = deadlineOf(plan(`invoice.issued@${told},dueOn=2026-03-10`), 'bill');
      expect(ladder.at(-1)).toMatchObject({ kind: 'lapsed', at: instant });
      for (const { at } of ladder) expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse(instant));
      if (day >= 16) expect(ladder).toHaveLength(1);
    }
  });
});

describe('what comes after the end', () => {
  it('moves nothing whose lapse has brought something about, though what it is counted from moves', () => {
    const { planLapsed } = plansOf(
      clause('bill', 'obligation', 'on: invoice.issued\nabout: invoice\nperiod: { length: 10 days, from: data.dueOn }'),
      clause(
        'warn',
        'effect',
        'on: { clause: bill, becomes: open }\nperiod: { length: 5 days, from: deadline, direction: before }\nproduces: { kind: work.done }',
      ),
    );
    const issued = 'invoice.issued@2026-03-01,invoice=a,dueOn=2026-03-02';
    const moved = planLapsed('2026-03-09T00:00:00Z', [issued], 'invoice.issued@2026-03-10,invoice=a,dueOn=2026-03-20');
    expect(deadlineOf(moved, 'bill~a').date).toBe('2026-03-30');
    expect(deadlineOf(moved, 'warn~a')).toMatchObject({ state: 'lapsed', date: '2026-03-07' });
  });

  it('ends no right whose arising brings something about, also before that is recorded', () => {
    const right = (produces: string) =>
      deadlineOf(
        plansOf(clause('use', 'right', `on: trial.started\nperiod: 5 days\nendedBy: right.used${produces}`)).plan(
          'trial.started@2026-03-02',
          'right.used@2026-03-20',
        ),
        'use',
      );
    expect(right('').state).toBe('cancelled');
    const kept = right('\nproduces: { kind: work.done }');
    expect(kept.state).toBe('open');
    expect(kept.steps.at(-1)).toMatchObject({ code: 'ended-late' });
  });

  it('ends a right that has arisen and brought something about, once that is recorded', () => {
    const lines = 'on: trial.started\nperiod: 5 days\nendedBy: right.used\nproduces: { kind: work.done }';
    const { planLapsed } = plansOf(clause('use', 'right', lines));
    const used = deadlineOf(
      planLapsed('2026-03-10T00:00:00Z', ['trial.started@2026-03-02'], 'right.used@2026-03-20'),
      'use',
    );
    expect(used.state).toBe('cancelled');
    expect(used.steps.map(({ code }) => code)).not.toContain('lapsed');
    expect(used.steps.filter(({ code }) => code === 'arisen' || code === 'ended')).toMatchObject([
      { code: 'arisen', instant: '2026-03-08T00:00:00Z' },
      { code: 'ended', day: '2026-03-20' },
    ]);
  });

  it('of two of a kind without ids that end together, it is the first opened that an event closes', () => {
    const { plan } = plansOf(
      clause(
        'work',
        'obligation',
        'on: invoice.issued\nabout: invoice\nperiod: { length: 5 days, from: data.dueOn, roll: following }\nsatisfiedBy: work.done',
      ),
    );
    // Both roll to Monday 9 March.
    const { deadlines } = plan(
      'invoice.issued@2026-03-01,dueOn=2026-03-02',
      'invoice.issued@2026-03-01,dueOn=2026-03-03',
      'work.done@2026-03-04',
    );
    const byTrigger = deadlines.map(({ id, state, date }) => [id, state, date]);
    expect(byTrigger.filter(([, state]) => state === 'met')).toHaveLength(1);
    expect(new Set(deadlines.map(({ date }) => date)).size).toBe(1);
    expect(byTrigger.find(([, state]) => state === 'met')?.[0]).toMatch(/2026-03-02$/);
  });
});

describe('an allowance', () => {
  const from = Date.parse('2026-02-01T00:00:00Z');
  const outage = (seconds: number) => [
    { id: 'o', begunBy: 'b', endedBy: 'e', from, to: from + seconds * 1000, excused: false },
  ];
  const measured = (share: number, seconds: number) => {
    const shape = {
      kind: 'allowance',
      from: 'outage.started',
      to: 'outage.ended',
      per: 'calendar-year',
      share,
      excusedBy: 'excused',
    } as const;
    const [year] = measureYears(shape, outage(seconds), { from, until: from + seconds * 1000 }, place());
    return year && { exceeded: year.exceeded, instant: year.counted.instant };
  };

  it('is rounded to the millisecond: a fraction below does not use it up', () => {
    // 0.00124999998732 of the year are 39,419,999.6 milliseconds.
    expect(measured(0.00124999998732, 39_420)).toMatchObject({ exceeded: false });
    expect(measured(0.00124999998732, 39_421)).toEqual({ exceeded: true, instant: '2026-02-01T10:57:00Z' });
  });

  it('is used up at the next full second', () => {
    // 39,420,500 milliseconds.
    expect(measured(39_420_500 / 31_536_000_000, 50_000)).toEqual({ exceeded: true, instant: '2026-02-01T10:57:01Z' });
  });
});
