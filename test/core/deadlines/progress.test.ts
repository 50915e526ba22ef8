import { describe, expect, it } from 'vitest';
import { compareDeadlines, type DeadlineChange } from '../../../shared/core/deadlines/deadline-changes.ts';
import {
  nextRung,
  type StoredDeadline,
  withoutProgress,
  withProgress,
} from '../../../shared/core/deadlines/progress.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { deadlineOf, facts, inBucharest, planOf, until } from './planning.ts';

const ended = facts('contract.terminated@2026-11-20T10:00:00+02:00');
const store = (events: readonly Fact[], now: string, stored: readonly StoredDeadline[] = []) => {
  const changes = compareDeadlines(stored, planOf(inBucharest, events).deadlines, now);
  return { changes, stored: applied(stored, changes) };
};

function applied(stored: readonly StoredDeadline[], changes: readonly DeadlineChange[]): StoredDeadline[] {
  const byId = new Map(stored.map((deadline) => [deadline.id, deadline]));
  for (const { after } of changes) byId.set(after.id, after);
  return [...byId.values()];
}

const one = (stored: readonly StoredDeadline[], id: string): StoredDeadline => {
  const found = stored.find((deadline) => deadline.id === id);
  if (!found) throw new Error(`no deadline ${id}`);
  return found;
};

/** The steps that fire between two instants, one after the other. */
function fire(deadline: StoredDeadline, to: string): string[] {
  const fired: string[] = [];
  let current = deadline;
  while (current.next && Date.parse(current.next.at) <= Date.parse(to)) {
    fired.push(current.next.step);
    const progress = { ...current, revision: current.revision + 1, done: [...current.done, current.next.step] };
    current = withProgress(withoutProgress(current), progress, current.next.at);
  }
  return fired;
}

describe('a new deadline', () => {
  it('starts its first run and waits for its first step', () => {
    const { stored, changes } = store(ended, '2026-11-20T08:00:01Z');
    expect(changes.map(({ change }) => change)).toEqual(['opened', 'opened']);
    expect(one(stored, 'export-window')).toMatchObject({
      revision: 1,
      run: 1,
      done: [],
      runStartedAt: '2026-11-20T08:00:01Z',
      next: { step: 'opened', at: '2026-11-20T08:00:00Z' },
    });
  });

  it('fires its steps one after the other', () => {
    const { stored } = store(ended, '2026-11-20T08:00:01Z');
    expect(fire(one(stored, 'export-window'), '2027-01-01T00:00:00Z')).toEqual([
      'opened',
      'reminder-5-business-days',
      'due',
      'lapsed',
    ]);
  });

  it('known only on Thursday 10 December, it skips the reminder of Tuesday 8 and keeps the rest', () => {
    const { stored } = store(ended, '2026-12-10T12:00:00Z');
    expect(fire(one(stored, 'export-window'), '2027-01-01T00:00:00Z')).toEqual(['opened', 'due', 'lapsed']);
  });

  it('known only after its end, it announces nothing but its lapse', () => {
    const { stored } = store(ended, '2027-01-10T12:00:00Z');
    expect(one(stored, 'export-window').next).toEqual({ step: 'lapsed', at: '2026-12-15T22:00:00Z' });
  });

  it('after the end every other step that did not fire is left out', () => {
    const { stored } = store(ended, '2026-11-20T08:00:01Z');
    const deadline = one(stored, 'export-window');
    expect(nextRung(deadline, deadline, '2026-12-15T22:00:00Z')?.step).toBe('lapsed');
    expect(nextRung(deadline, deadline, '2026-12-15T21:59:59Z')?.step).toBe('opened');
  });
});

describe('a deadline that changes', () => {
  const invoice = facts('invoice.issued@2026-10-18,invoice=i,dueOn=2026-11-01');
  const first = store(invoice, '2026-10-18T00:00:00Z').stored;
  const reminded = first.map((deadline) =>
    withProgress(
      withoutProgress(deadline),
      { ...deadline, revision: 2, done: ['reminder-7-days'] },
      '2026-11-09T07:00:00Z',
    ),
  );

  it('to another date: a new run, in which all that was announced is announced anew', () => {
    const moved = [...invoice, ...facts('invoice.due@2026-11-10,invoice=i,dueOn=2026-12-01')];
    const { changes, stored } = store(moved, '2026-11-10T09:00:00Z', reminded);
    expect(changes).toMatchObject([{ change: 'moved', before: { date: '2026-11-16' }, after: { date: '2026-12-16' } }]);
    expect(one(stored, 'suspension~i')).toMatchObject({
      revision: 3,
      run: 2,
      done: [],
      runStartedAt: '2026-11-10T09:00:00Z',
      next: { step: 'reminder-7-days', at: '2026-12-09T07:00:00Z' },
    });
  });

  it('to another trigger of the same date: the run goes on', () => {
    const earlier = [...facts('invoice.issued@2026-10-17,invoice=i,dueOn=2026-11-01'), ...invoice];
    const { changes, stored } = store(earlier, '2026-11-10T09:00:00Z', reminded);
    expect(changes.map(({ change }) => change)).toEqual(['restated']);
    expect(one(stored, 'suspension~i')).toMatchObject({ revision: 3, run: 1, done: ['reminder-7-days'] });
  });

  it('to its end: no further step', () => {
    const { changes, stored } = store(
      [...invoice, ...facts('payment.received@2026-11-10,invoice=i')],
      '2026-11-10T09:00:00Z',
      reminded,
    );
    expect(changes).toMatchObject([{ change: 'cancelled', after: { state: 'cancelled', date: '2026-11-16' } }]);
    expect(one(stored, 'suspension~i').next).toBeUndefined();
  });

  it('to nothing: it is superseded, and comes back when its facts do', () => {
    const { changes, stored } = store([], '2026-11-10T09:00:00Z', reminded);
    expect(changes.map(({ change }) => change)).toEqual(['superseded']);
    expect(store([], '2026-11-11T09:00:00Z', stored).changes).toEqual([]);
    expect(store(invoice, '2026-11-12T09:00:00Z', stored).changes.map(({ change }) => change)).toEqual(['reopened']);
  });

  it('a notice given again after it was withdrawn is announced again, also for the same date', () => {
    const noticed = facts('termination.noticed@2026-11-20T08:00:00Z');
    const before = store(noticed, '2026-11-20T08:00:00Z').stored.map((deadline) => ({ ...deadline, done: ['opened'] }));
    const withdrawn = [...noticed, ...facts('termination.withdrawn@2026-11-20T09:00:00Z')];
    const between = store(withdrawn, '2026-11-20T09:00:00Z', before).stored;
    const again = [...withdrawn, ...facts('termination.noticed@2026-11-20T10:00:00Z')];
    const { stored } = store(again, '2026-11-20T10:00:00Z', between);
    expect(one(stored, 'termination-notice')).toMatchObject({ run: 2, done: [], next: { step: 'opened' } });
  });

  it('a hold keeps it still, and its lifting starts a new run with the later date', () => {
    const opened = store(ended, '2026-11-20T08:00:00Z').stored;
    const held = [...ended, ...facts('legal-hold.placed@2026-12-01')];
    const { stored } = store(held, '2026-12-01T08:00:00Z', opened);
    expect(one(stored, 'deletion')).toMatchObject({ state: 'paused', run: 1 });
    expect(one(stored, 'deletion').next).toBeUndefined();
    const lifted = store([...held, ...facts('legal-hold.lifted@2026-12-11')], '2026-12-11T08:00:00Z', stored);
    expect(one(lifted.stored, 'deletion')).toMatchObject({ state: 'open', run: 2, date: '2027-02-28' });
  });

  it('once written, there is nothing left to change', () => {
    const events = until('2027-06-01T00:00:00Z', inBucharest, ended);
    const { stored } = store(events, '2027-06-01T00:00:00Z', store(ended, '2026-11-20T08:00:00Z').stored);
    expect(store(events, '2027-06-02T00:00:00Z', stored).changes).toEqual([]);
    expect(deadlineOf(planOf(inBucharest, events), 'deletion').ladder).toEqual([]);
  });
});

describe('a deadline that a fact closes after steps of it were over', () => {
  const { stored } = store(ended, '2026-11-20T08:00:00Z');
  const { ladder } = one(stored, 'export-window');
  const due = ladder.find(({ kind }) => kind === 'due')?.at ?? '';
  const late = '2027-06-01T08:00:00Z';
  const closed = (known?: string) => {
    const { deadlines } = planOf(inBucharest, []);
    return one(
      applied(stored, compareDeadlines(stored, deadlines, late, known === undefined ? {} : { known })),
      'export-window',
    );
  };

  it('names them, and tells of them next', () => {
    const { state, missed, next } = closed();
    expect([state, next]).toEqual(['superseded', { step: 'missed', at: late }]);
    expect(missed).toMatchObject({ at: late, run: 1 });
    expect(missed?.steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['due']));
  });

  it('names those alone that were over by the time that the fact was recorded', () => {
    expect(closed(due).missed?.steps.map(({ step }) => step) ?? []).not.toContain('due');
    const { missed, next } = closed('2026-11-20T08:00:00Z');
    expect([missed, next]).toEqual([undefined, undefined]);
  });
});
