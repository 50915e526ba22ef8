import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines, type PlanFacts } from '../../../shared/core/deadlines/deadline-changes.ts';
import { MOST_MISSED, type StoredDeadline } from '../../../shared/core/deadlines/progress.ts';

/** A payment due on 31 March, with a reminder to both on the 10th and the letter of the last day to the customer. */
const OPEN: Deadline = {
  ...{ id: 'payment~in_1', clause: 'payment', ref: '1', title: 'Payment', trigger: 't1', state: 'open' },
  ...{ date: '2026-03-31', unadjustedDate: '2026-03-31', instant: '2026-04-01T00:00:00Z', timezone: 'UTC' },
  ...{ obligor: 'customer', beneficiary: 'provider', nature: 'obligation' },
  ...{ steps: [], terms: 'test@1', calendar: 'none' },
  ladder: [
    { step: 'reminder-21-days', kind: 'reminder', at: '2026-03-10T08:00:00Z', to: ['customer', 'provider'] },
    { step: 'due', kind: 'due', at: '2026-03-31T08:00:00Z', to: ['customer'] },
    { step: 'lapsed', kind: 'lapsed', at: '2026-04-01T00:00:00Z', to: ['customer'] },
  ],
  onLapse: { kind: 'payment.overdue', occurredAt: '2026-03-31', data: {} },
};
const MET: Deadline = { ...OPEN, state: 'met', ladder: [], closedBy: 'e2' };
const A_MONTH_LATER: Readonly<Record<string, string>> = {
  ...{ 'reminder-21-days': '2026-04-09T08:00:00Z', due: '2026-04-30T08:00:00Z', lapsed: '2026-05-01T00:00:00Z' },
};
/** The same, a month later. */
const MOVED: Deadline = {
  ...{ ...OPEN, date: '2026-04-30', unadjustedDate: '2026-04-30', instant: '2026-05-01T00:00:00Z' },
  ladder: OPEN.ladder.map((rung) => ({ ...rung, at: A_MONTH_LATER[rung.step] ?? rung.at })),
};
const [KNOWN, ON_THE_LAST_DAY, LATER] = ['2026-03-01T00:00:00Z', '2026-03-31T12:00:00Z', '2026-04-02T00:00:00Z'];

function changed(before: StoredDeadline | undefined, after: Deadline, now: string, facts?: PlanFacts): StoredDeadline {
  const [change] = compareDeadlines(before ? [before] : [], [after], now, facts);
  if (!change) throw new Error('nothing has changed');
  return change.after;
}

const opened = changed(undefined, OPEN, KNOWN);
const missedOf = ({ missed }: StoredDeadline) => missed?.steps.map(({ step, party }) => `${step} ${party}`);

describe('the steps of an open deadline that were over before they fired', () => {
  it('are missed once a fact closes it, by reader', () => {
    const met = changed(opened, MET, ON_THE_LAST_DAY);
    expect(missedOf(met)).toEqual(['reminder-21-days customer']);
    expect(met.next).toEqual({ step: 'missed', at: ON_THE_LAST_DAY });
    expect(missedOf(changed(opened, MET, LATER))).toEqual([
      ...['reminder-21-days customer', 'reminder-21-days provider', 'due customer', 'lapsed customer'],
    ]);
  });

  it('are not if the fact was recorded before they were over', () => {
    const met = changed(opened, MET, LATER, { known: '2026-03-20T00:00:00Z' });
    expect([met.missed, met.next]).toEqual([undefined, undefined]);
  });

  it('are missed once it moves, and its next run has all of its steps', () => {
    const moved = changed(opened, MOVED, LATER);
    expect(moved).toMatchObject({ run: 2, done: [], missed: { run: 1 }, next: { step: 'missed' } });
  });

  it('are not reckoned with again if the run goes on, where nobody is left to be told', () => {
    const again = changed(changed(opened, MET, LATER), OPEN, LATER);
    expect(again.done).toEqual(['reminder-21-days', 'due']);
    expect(again).toMatchObject({ run: 1, reopenedAt: LATER, next: { step: 'missed' } });
  });

  it('of an earlier run, of which nobody is told yet, say nothing about the next run', () => {
    const moved = changed(opened, MOVED, LATER);
    const met = changed(moved, { ...MOVED, state: 'met', ladder: [] }, '2026-04-03T00:00:00Z');
    expect(met).toMatchObject({ run: 2, done: [] });
    expect(met.missed).toMatchObject({ at: LATER });
    expect(met.missed?.steps).toEqual(moved.missed?.steps);
  });

  it('are kept up to a limit, the newest ones, with the number of those before them', () => {
    let deadline = opened;
    for (let moves = 0; moves < 20; moves += 1)
      deadline = changed(
        { ...deadline, runStartedAt: KNOWN },
        deadline.date === OPEN.date ? MOVED : OPEN,
        '2026-05-02T00:00:00Z',
      );
    expect(deadline.missed?.steps).toHaveLength(MOST_MISSED);
    expect(deadline.missed?.before).toBe(4 * 20 - MOST_MISSED);
  });
});
