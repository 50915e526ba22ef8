import { describe, expect, it } from 'vitest';
import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { compareDeadlines, inWordsOf } from '../../../shared/core/deadlines/deadline-changes.ts';
import { explanationOf } from '../../../shared/core/deadlines/explanation.ts';
import {
  nextRung,
  progressOf,
  type StoredDeadline,
  withoutProgress,
  withProgress,
} from '../../../shared/core/deadlines/progress.ts';

/** An end of the contract with the last day of March, of which a letter tells as it is in view. */
const END: Deadline = {
  ...{ id: 'end', clause: 'end', ref: '1', title: 'End', trigger: 't1', state: 'open' },
  ...{ date: '2026-03-31', unadjustedDate: '2026-03-31', instant: '2026-04-01T00:00:00Z', timezone: 'UTC' },
  ...{ obligor: 'customer', beneficiary: 'provider', nature: 'effect' },
  ...{ assumptions: ['a1', 'a2'], steps: [{ code: 'arisen', instant: '2026-04-01T00:00:00Z' }] },
  ...{ terms: 'test@1', calendar: 'none', calledOffTo: ['customer'] },
  ladder: [
    { step: 'opened', kind: 'opened', at: '2026-03-02T00:00:00Z', to: ['customer'] },
    { step: 'lapsed', kind: 'lapsed', at: '2026-04-01T00:00:00Z', to: [] },
  ],
  onLapse: { kind: 'contract.terminated', occurredAt: '2026-03-31', data: {} },
};
const OFF: Deadline = { ...END, state: 'cancelled', ladder: [] };
const CONTRACT_ENDED: Deadline = {
  ...OFF,
  closing: { how: 'contract-ended', kind: 'contract.terminated', day: '2026-03-05' },
};
const [FIRST, LATER, LAST] = ['2026-03-02T00:00:00Z', '2026-03-05T00:00:00Z', '2026-03-09T00:00:00Z'];

const stored = (deadline: Deadline, more: Partial<StoredDeadline> = {}): StoredDeadline => ({
  ...withProgress(deadline, { revision: 1, run: 1, runStartedAt: FIRST, done: [] }, FIRST),
  ...more,
});
function changed(before: StoredDeadline, after: Deadline, now = LATER) {
  const [change, ...others] = compareDeadlines([before], [after], now);
  expect(others).toEqual([]);
  if (!change) return undefined;
  const { revision, run, runStartedAt, done, calledOff, next } = change.after;
  return { change: change.change, revision, run, runStartedAt, done, calledOff, next };
}
const TOLD = stored(END, { done: ['opened'] });

describe('an end that does not stand any more', () => {
  const off = { at: LATER };

  it('is called off at once with those who were told of it', () => {
    expect(changed(TOLD, OFF)).toEqual({
      ...{ change: 'cancelled', revision: 2, run: 1, runStartedAt: FIRST, done: ['opened'] },
      ...{ calledOff: off, next: { step: 'called-off', at: LATER } },
    });
    const rung = { step: 'called-off', kind: 'called-off', at: LATER };
    expect(nextRung(OFF, { done: ['opened'], runStartedAt: FIRST, calledOff: off }, LAST)).toEqual({
      ...rung,
      to: ['customer'],
    });
    const { calledOffTo: _to, ...toNobody } = OFF;
    expect(nextRung(toNobody, { done: [], runStartedAt: FIRST, calledOff: off }, LAST)).toEqual({ ...rung, to: [] });
  });

  it('is called off once', () => {
    const done = ['opened', 'called-off'];
    expect(nextRung(OFF, { done, runStartedAt: FIRST, calledOff: off }, LAST)).toBeUndefined();
  });

  it.each([
    ['nobody was told of it', stored(END), OFF],
    ['its clause calls nothing off', TOLD, { ...OFF, calledOffTo: undefined } as unknown as Deadline],
    ['the contract has ended', TOLD, CONTRACT_ENDED],
    ['it is met', TOLD, { ...OFF, state: 'met' } satisfies Deadline],
  ])('is not called off where %s', (_, before, after) => {
    const found = changed(before, after);
    expect([found?.calledOff, found?.next]).toEqual([undefined, undefined]);
  });

  it('stays called off since then while it changes otherwise', () => {
    const before = { ...stored(OFF, { done: ['opened'] }), calledOff: off };
    const superseded = changed(before, { ...OFF, state: 'superseded' }, LAST);
    expect(superseded).toMatchObject({ change: 'superseded', run: 1, calledOff: off, next: { at: LATER } });
  });

  it('is told anew where it stands again, if it was told that it is off', () => {
    const calledOff = stored(OFF, { done: ['opened', 'called-off'], calledOff: off });
    expect(changed(calledOff, END, LAST)).toEqual({
      ...{ change: 'reopened', revision: 2, run: 2, runStartedAt: LAST, done: [] },
      next: { step: 'opened', at: FIRST },
    });
    const silently = stored(OFF, { done: ['opened'], calledOff: off });
    expect(changed(silently, END, LAST)).toMatchObject({ run: 1, done: ['opened'], calledOff: undefined });
    // It goes on being off in another way.
    expect(changed(calledOff, { ...OFF, closedBy: 'e9' }, LAST)).toMatchObject({ run: 1, next: undefined });
  });
});

describe('a change of a deadline', () => {
  it.each([
    ['another instant of another day', { date: '2026-03-30', instant: '2026-03-31T00:00:00Z' }, 'moved', 2],
    ['another instant of the same day', { instant: '2026-04-01T02:00:00Z' }, 'moved', 2],
    ['another day of the same instant', { date: '2026-04-01' }, 'restated', 1],
    ['other parties', { obligor: 'provider' }, 'restated', 1],
    ['another event, with the same end', { trigger: 't2' }, 'restated', 1],
  ] as const)('%s', (_, more, change, run) => {
    expect(changed(TOLD, { ...END, ...more })).toMatchObject({ change, run, revision: 2 });
  });

  it.each([
    ['a paused one goes on', 'paused', 't1', 1],
    ['a paused one goes on from another event', 'paused', 't2', 1],
    ['a lapsed one stands again', 'lapsed', 't1', 1],
    ['a lapsed one begins from another event', 'lapsed', 't2', 2],
  ] as const)('%s', (_, state, trigger, run) => {
    const { calledOffTo: _to, ...plain } = END;
    const before = stored({ ...plain, state, ladder: [] }, { done: ['opened'] });
    expect(changed(before, { ...plain, trigger })).toMatchObject({ change: 'reopened', run });
    expect(changed(before, { ...plain, trigger, state: 'met', ladder: [] })).toMatchObject({ change: 'met', run: 1 });
  });

  it('of words alone is none; what is stored takes the words of the plan', () => {
    const words: Deadline = { ...END, title: 'The end', steps: [] };
    expect(changed(TOLD, words)).toBeUndefined();
    expect(inWordsOf([words], [TOLD])).toEqual([{ ...words, ...progressOf(TOLD) }]);
    expect(inWordsOf([{ ...words, date: '2026-04-01' }], [TOLD])).toEqual([TOLD]);
    expect(inWordsOf([], [TOLD])).toEqual([TOLD]);
  });

  it('that is not planned any more supersedes it, without an outcome', () => {
    const before = stored({
      ...{ ...END, closedBy: 'e1', alsoMetBy: ['e2'], paused: { since: '2026-03-03', inForce: 1 } },
      ...{ state: 'met', closing: { how: 'met', kind: 'k', day: '2026-03-03' } },
    });
    const [change, ...others] = compareDeadlines([before], [], LATER);
    expect(others).toEqual([]);
    expect(change?.change).toBe('superseded');
    expect(change?.before).toBe(before);
    expect(change && withoutProgress(change.after)).toEqual({ ...END, state: 'superseded', ladder: [] });
  });

  it('by which it opens starts its first run', () => {
    const [change] = compareDeadlines([], [END], LATER);
    expect(change).toEqual({
      change: 'opened',
      after: {
        ...{ ...END, revision: 1, run: 1, runStartedAt: LATER, done: [] },
        next: { step: 'opened', at: '2026-03-02T00:00:00Z' },
      },
    });
  });
});

describe('the progress of a deadline', () => {
  it('is kept apart from what is planned', () => {
    const off = { at: LATER, run: 1, done: [] };
    const whole = { ...stored(END), calledOff: off };
    expect(withoutProgress(whole)).toEqual(END);
    expect(progressOf(whole)).toEqual({
      ...{ revision: 1, run: 1, runStartedAt: FIRST, done: [], calledOff: off },
      next: { step: 'opened', at: FIRST },
    });
    const { next: _next, ...over } = stored(END);
    expect(progressOf(over)).toEqual({ revision: 1, run: 1, runStartedAt: FIRST, done: [] });
  });
});

describe('the next notice of a deadline whose end has come', () => {
  const at = { done: [], runStartedAt: FIRST };

  it('is that of its lapse; what happens at once is announced all the same', () => {
    expect(nextRung(END, at, '2026-03-31T23:59:59Z')?.step).toBe('opened');
    expect(nextRung(END, at, END.instant)?.step).toBe('lapsed');
    expect(nextRung({ ...END, atOnce: true }, at, END.instant)?.step).toBe('opened');
  });
});

describe('an explanation', () => {
  it('begins with the clause and the assumptions; that of an older record holds them already', () => {
    const { steps, assumptions: _known, ...older } = END;
    expect(explanationOf(END)).toEqual([
      { code: 'clause', clause: 'end', terms: 'test@1' },
      { code: 'assumption', assumption: 'a1', terms: 'test@1' },
      { code: 'assumption', assumption: 'a2', terms: 'test@1' },
      ...steps,
    ]);
    expect(explanationOf({ ...older, steps })).toEqual(steps);
  });
});
