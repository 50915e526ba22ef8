import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines } from '../../../shared/core/deadlines/deadline-changes.ts';
import { reckon } from '../../../shared/core/deadlines/missed.ts';
import { firing, type StoredDeadline, withdrawing, withProgress } from '../../../shared/core/deadlines/progress.ts';

const OPEN: Deadline = {
  ...{ id: 'payment~in_1', clause: 'payment', ref: '1', title: 'Payment', trigger: 't1', state: 'open' },
  ...{ date: '2026-03-31', unadjustedDate: '2026-03-31', instant: '2026-04-01T00:00:00Z', timezone: 'UTC' },
  ...{ obligor: 'customer', beneficiary: 'provider', nature: 'obligation' },
  ...{ steps: [], terms: 'test@1', calendar: 'none', calledOffTo: ['customer'] },
  ladder: [
    { step: 'reminder-21-days', kind: 'reminder', at: '2026-03-10T08:00:00Z', to: ['customer', 'provider'] },
    { step: 'due', kind: 'due', at: '2026-03-31T08:00:00Z', to: ['customer'] },
    { step: 'lapsed', kind: 'lapsed', at: '2026-04-01T00:00:00Z', to: ['customer', 'provider'] },
  ],
  onLapse: { kind: 'payment.overdue', occurredAt: '2026-03-31', data: {} },
};
const over = (state: Deadline['state']): Deadline => ({ ...OPEN, state, ladder: [], closedBy: 'e2' });
const NOW = '2026-03-11T00:00:00Z';

const stored = (deadline: Deadline, done: readonly string[]): StoredDeadline =>
  withProgress(deadline, { revision: 3, run: 1, runStartedAt: '2026-03-01T00:00:00Z', done }, NOW);
const letter = (step: string, notice = 'n1', party: 'customer' | 'provider' = 'customer') => ({ step, party, notice });
function changed(before: StoredDeadline, after: Deadline, now = NOW): StoredDeadline {
  const [change] = compareDeadlines([before], [after], now);
  if (!change) throw new Error('nothing has changed');
  return change.after;
}

const met = withdrawing(stored(over('met'), ['reminder-21-days']), letter('reminder-21-days'), NOW);

describe('a deadline of which a letter was withdrawn', () => {
  it('remembers the last one of each step and reader', () => {
    expect(met).toMatchObject({ revision: 4, withdrawn: [letter('reminder-21-days')] });
    expect(met.next).toBeUndefined();
    const twice = withdrawing(met, letter('reminder-21-days', 'n2'), NOW);
    expect(withdrawing(twice, letter('reminder-21-days', 'n3', 'provider'), NOW).withdrawn).toEqual([
      ...[letter('reminder-21-days', 'n2'), letter('reminder-21-days', 'n3', 'provider')],
    ]);
  });

  it('tells that step again to that reader alone as it is open again', () => {
    const again = changed(met, OPEN);
    expect(again).toMatchObject({ run: 1, next: { step: 'reminder-21-days', at: '2026-03-10T08:00:00Z' } });
    const [reminder] = OPEN.ladder;
    if (!reminder) throw new Error('there is no reminder');
    const reckoned = reckon(again, reminder, NOW);
    expect(reckoned).toEqual({ to: ['customer'], missed: [], lateKnown: [], done: ['reminder-21-days'] });
    const fired = firing(again, reckoned.done, NOW);
    expect(fired).toMatchObject({ done: ['reminder-21-days'], next: { step: 'due' } });
    expect(fired).not.toHaveProperty('withdrawn');
  });

  it('has missed it if it was over after it was open again, and nothing fired until a fact closed it', () => {
    const [noon, afterwards] = ['2026-03-31T12:00:00Z', '2026-04-01T06:00:00Z'];
    const paid = withdrawing(stored(over('met'), ['reminder-21-days', 'due']), letter('due'), noon);
    const again = changed(paid, OPEN, noon);
    expect(again.next).toMatchObject({ step: 'due' });
    const closed = changed(again, over('cancelled'), afterwards);
    expect(closed.missed?.steps.map(({ step, party }) => `${step} ${party}`)).toEqual(['due customer']);
    expect(closed).not.toHaveProperty('withdrawn');
  });

  it('begins another run without it', () => {
    const moved = { ...OPEN, date: '2026-04-30', instant: '2026-05-01T00:00:00Z' };
    expect(changed(met, moved)).toMatchObject({ run: 2, done: [] });
    expect(changed(met, moved)).not.toHaveProperty('withdrawn');
  });

  it('tells of its lapse again once it is lapsed again, and not while it is not', () => {
    const done = ['reminder-21-days', 'due', 'lapsed'];
    const before = withdrawing(stored(over('met'), done), letter('lapsed'), NOW);
    expect(before.next).toBeUndefined();
    expect(changed(before, over('lapsed')).next).toEqual({ step: 'lapsed', at: OPEN.instant });
    expect(changed(before, OPEN).next).toBeUndefined();
  });

  it('calls an end off again where the contract was to end before, and does not any more', () => {
    const off = { ...stored(over('cancelled'), ['reminder-21-days', 'called-off']), calledOff: { at: NOW } };
    expect(withdrawing(off, letter('called-off'), NOW).next).toEqual({ step: 'called-off', at: NOW });
    const before = { ...off, calledOff: { at: NOW, endsBefore: true as const } };
    expect(withdrawing(before, letter('called-off'), NOW).next).toBeUndefined();
  });
});
