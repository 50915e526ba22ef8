import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog, UnknownTermsError } from '../../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, planOf, terms, until } from './planning.ts';
import { ACCEPTED, clause, contract, read, revised } from './two-readings.ts';

const answer = (days: number, on = 'support.requested') =>
  clause('answer', `on: ${on}; about: ticket; period: ${days} days; satisfiedBy: support.answered`);
const first = read(
  '1',
  1,
  answer(10),
  clause('gone', 'on: support.requested; about: ticket; period: 20 days'),
  clause('follow-up', 'on: { clause: answer, becomes: lapsed }; period: 5 days'),
);
const second = read(
  '1',
  2,
  answer(15),
  clause('come', 'on: support.requested; about: ticket; period: 12 days'),
  clause('follow-up', 'on: { clause: answer, becomes: lapsed }; period: 7 days'),
);
const third = read('1', 3, answer(16));
const next = read('2', 1, answer(3));
const nextRead = read('2', 2, answer(4));
const catalog = buildCatalog([first, second, third, next, nextRead]);
const requested = (ticket: string, day: string) => facts(`support.requested@${day},id=${ticket},ticket=${ticket}`);

const standing = (events: readonly Fact[], of: PinnedContract = contract) =>
  planOf(of, events, catalog).deadlines.map(
    ({ id, date, state, terms: label, lateRead }) =>
      `${id} ${date} ${state} ${label.slice('test@'.length)}${lateRead ? ' late' : ''}`,
  );

/** The events with the lapses that the clock brings, those before the acceptance by the reading of then. */
const lived = (events: readonly Fact[], accepted: readonly Fact[], at: string): Fact[] => {
  let told = [...events];
  for (const one of accepted) told = [...until(one.occurredAt, contract, told, catalog), one];
  return until(at, contract, told, catalog);
};

describe('a contract under a corrected reading', () => {
  const old = requested('old', '2026-03-01');
  const open = requested('open', '2026-03-15');

  it('is read as before until it is accepted', () => {
    expect(standing(open)).toEqual(['answer~open 2026-03-25 open 1', 'gone~open 2026-04-04 open 1']);
  });

  it('counts open deadlines anew, drops what goes, and begins what comes with the facts on record', () => {
    expect(standing([...open, ACCEPTED])).toEqual(['come~open 2026-03-27 open 1+2', 'answer~open 2026-03-30 open 1+2']);
  });

  it('keeps what was over by then, with what followed, and tells nobody of what is over by the accepted reading alone', () => {
    const events = lived(old, [ACCEPTED], '2026-03-20T13:00:00Z');
    expect(standing(events)).toEqual([
      'answer~old 2026-03-11 lapsed 1',
      'come~old 2026-03-13 lapsed 1+2 late',
      'follow-up~old 2026-03-16 lapsed 1',
    ]);
    const found = deadlineOf(planOf(contract, [...old, ACCEPTED], catalog), 'come~old');
    expect(found.ladder).toEqual([{ step: 'lapsed', kind: 'lapsed', at: '2026-03-14T00:00:00Z', to: [] }]);
    expect(found.steps.at(-1)).toEqual({ code: 'late-read', acceptedAt: ACCEPTED.occurredAt, timezone: 'UTC' });
  });

  it('reads what happens later by the accepted reading', () => {
    expect(standing([ACCEPTED, ...requested('new', '2026-03-21')])).toEqual([
      'come~new 2026-04-02 open 1+2',
      'answer~new 2026-04-05 open 1+2',
    ]);
  });

  it('reads a fact of before the acceptance that is recorded later as one that was recorded before', () => {
    const late = facts('support.answered@2026-03-10,id=late,ticket=old');
    const events = lived(old, [ACCEPTED], '2026-04-30T00:00:00Z');
    expect(standing([...events, ...late])).toEqual(
      standing(lived([...old, ...late], [ACCEPTED], '2026-04-30T00:00:00Z')),
    );
    expect(standing([...events, ...late])).toContain('answer~old 2026-03-11 met 1');
  });

  it('keeps a parent that was settled beside what followed from it and was over, and reads on what follows from an open one', () => {
    const [one, two] = [2, 3].map((days) =>
      read(
        '1',
        days - 1,
        clause('notice', `on: support.requested; period: 30 days; satisfiedBy: support.answered`),
        clause('after-met', `on: { clause: notice, becomes: met }; period: ${days} days`),
        clause('after-open', `on: { clause: notice, becomes: open }; period: ${days} days`),
      ),
    );
    const packs = buildCatalog([one, two].filter((pack) => pack !== undefined));
    const planned = (...events: readonly Fact[]) =>
      planOf(contract, [...events, ACCEPTED], packs).deadlines.map(
        ({ id, date, terms: label }) => `${id} ${date} ${label}`,
      );
    const asked = facts('support.requested@2026-03-15,id=asked');
    const answered = facts('support.answered@2026-03-16,id=answered');
    expect(planned(...asked)).toEqual(['after-open 2026-03-18 test@1+2', 'notice 2026-04-14 test@1+2']);
    expect(planned(...asked, ...answered)).toEqual([
      'after-open 2026-03-17 test@1',
      'after-met 2026-03-18 test@1',
      'notice 2026-04-14 test@1',
    ]);
  });

  it.each([
    ['taken back', [ACCEPTED, ...facts('event.withdrawn@2026-03-21,id=w,event=rev-2-2026-03-20T12:00:00Z')], []],
    ['accepted twice', [ACCEPTED, revised('2026-03-22T12:00:00Z')], [ACCEPTED]],
    ['the reading that the contract has', [revised('2026-03-20T12:00:00Z', 1)], []],
    ['an older reading, later', [ACCEPTED, revised('2026-03-22T12:00:00Z', 1)], [ACCEPTED]],
    ['a version that the contract is not under', [revised('2026-03-20T12:00:00Z', 2, '2')], []],
  ])('that is %s stays as it is', (_, events, same) => {
    const all = [...old, ...open];
    expect(standing(lived(all, events, '2026-03-23T00:00:00Z'))).toEqual(
      standing(lived(all, same, '2026-03-23T00:00:00Z')),
    );
  });

  it('that the catalogue lacks cannot be planned, as under a pinned one', () => {
    expect(() => standing([revised('2026-03-20T12:00:00Z', 9)])).toThrow(UnknownTermsError);
    expect(() => standing([], { ...contract, revision: 9 })).toThrow(UnknownTermsError);
  });

  it('that was pinned by a person moves by an acceptance all the same', () => {
    const pinned = { ...contract, revision: 2 };
    expect(standing(open, pinned)).toContain('answer~open 2026-03-30 open 1+2');
    expect(standing([...open, revised('2026-03-20T12:00:00Z', 3)], pinned)).toEqual([
      'answer~open 2026-03-31 open 1+3',
    ]);
  });

  it('takes one reading after the other, each from its acceptance on', () => {
    const last = revised('2026-03-28T12:00:00Z', 3);
    const events = lived([...old, ...open], [ACCEPTED, last], '2026-04-30T00:00:00Z');
    expect(standing(events)).toEqual([
      'answer~old 2026-03-11 lapsed 1',
      'come~old 2026-03-13 lapsed 1+2 late',
      'follow-up~old 2026-03-16 lapsed 1',
      'come~open 2026-03-27 lapsed 1+2',
      'answer~open 2026-03-31 lapsed 1+3',
    ]);
  });

  it('refuses no announcement that was lawful by the reading of its time', () => {
    const notice = (days: number) =>
      clause(
        'notice',
        `on: terms-change.announced; about: change; period: { length: ${days} days, from: data.effectiveOn, direction: before }; satisfiedBy: terms-change.announced; refuseWhenMissed: true`,
      );
    const packs = buildCatalog([read('1', 1, notice(10)), read('1', 2, notice(30))]);
    const announced = (change: string, on: string, effectiveOn: string) =>
      facts(`terms-change.announced@${on},id=${change},change=${change},toVersion=2,effectiveOn=${effectiveOn}`);
    const events = [...announced('c1', '2026-03-10', '2026-03-30'), ...announced('c2', '2026-03-21', '2026-04-10')];
    const refusedIn = (all: readonly Fact[]) => planOf(contract, all, packs).refused.map(({ event }) => event);
    expect(refusedIn(events)).toEqual([]);
    expect(refusedIn([...events, ACCEPTED])).toEqual(['c2']);
    expect(refusedIn([...events, revised('2026-03-01T00:00:00Z')])).toEqual(['c1', 'c2']);
  });

  it('changes to another version in its first reading, which is accepted by itself', () => {
    const change = facts('terms-change.effective@2026-03-25,id=c,change=c1,toVersion=2,effectiveOn=2026-03-25');
    const later = requested('new', '2026-03-26');
    expect(standing([...later, ...change, ACCEPTED])).toEqual(['answer~new 2026-03-29 open 2']);
    expect(standing([...later, ...change, ACCEPTED, revised('2026-03-27T00:00:00Z', 2, '2')])).toEqual([
      'answer~new 2026-03-30 open 2+2',
    ]);
    // Accepted although the terms had changed by then: only what is counted by the version before is read anew.
    expect(standing([...open, ...later, ...change, revised('2026-03-25T12:00:00Z')])).toEqual([
      'come~open 2026-03-27 open 1+2',
      'answer~new 2026-03-29 open 2',
      'answer~open 2026-03-30 open 1+2',
    ]);
  });

  it('is the same for the same events in any order', () => {
    const change = facts('terms-change.effective@2026-04-02,id=c,change=c1,toVersion=2,effectiveOn=2026-04-02');
    const events = lived(
      [
        ...old,
        ...open,
        ...requested('new', '2026-03-21'),
        ...change,
        ...facts('support.answered@2026-03-22,ticket=open'),
      ],
      [ACCEPTED],
      '2026-05-30T00:00:00Z',
    );
    const all = [...events, revised('2026-04-20T00:00:00Z', 3), revised('2026-04-21T00:00:00Z', 2, '2')];
    const expected = plan({ contract, events: all, catalog, holidays: terms.holidays });
    expect(expected.deadlines.length).toBeGreaterThan(5);
    for (let turn = 1; turn < all.length; turn += 1) {
      const turned = [...all.slice(turn), ...all.slice(0, turn)].toReversed();
      const { deadlines, refused, fallen } = plan({ contract, events: turned, catalog, holidays: terms.holidays });
      expect({ deadlines, refused, fallen }).toEqual({
        ...{ deadlines: expected.deadlines, refused: expected.refused, fallen: expected.fallen },
      });
    }
  });
});
