import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../../shared/core/agreement/agreement.ts';
import { MOST_STATUTES } from '../../../shared/core/agreement/readings.ts';
import {
  acceptanceOf,
  MOST_FORESEEN,
  MOST_REREAD,
  OF_TERMS,
  readingToPropose,
  revisionProposalOf,
} from '../../../shared/core/deadlines/revisions.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { facts, silent, terms } from './planning.ts';
import { clause, read, contract as small } from './two-readings.ts';

const AT = '2026-03-20T12:00:00Z';

function packs(pack: string, kind: 'terms' | 'statute'): Pack[] {
  return [1, 2].map((revision) =>
    readPack(
      `${pack}/2020-01-01${revision === 1 ? '' : '+2'}.yaml`,
      `pack: ${pack}
version: "2020-01-01"
${revision === 1 ? '' : 'revision: 2\n'}kind: ${kind}
title: Test
${kind === 'terms' ? 'provider: Tester\ntimezone: UTC\nholidays: []\nsendAt: "09:00"\n' : ''}clauses:
  - id: answer
    ref: "1"
    title: Answer
    means: A request is answered.
    nature: obligation
    obligor: provider
    on: support.requested
    about: ticket
    period: ${10 * revision} days
    satisfiedBy: support.answered
`,
    ),
  );
}

const LAWS = Array.from({ length: MOST_STATUTES + 1 }, (_, n) => `law-${n}`);
const catalog = buildCatalog([packs('test', 'terms'), ...LAWS.map((law) => packs(law, 'statute'))].flat());
const contract: PinnedContract = { ...silent, terms: 'test', version: '2020-01-01' };
const proposed = (events: readonly Fact[], more: Partial<PinnedContract> = {}) =>
  revisionProposalOf({ contract: { ...contract, ...more }, events, catalog, holidays: terms.holidays }, AT);
const requested = (count: number) =>
  Array.from({ length: count }, (_, n) => facts(`support.requested@2026-03-15,id=e${n},ticket=t${n}`)).flat();

describe('the proposal to read a contract anew', () => {
  it('names what moves', () => {
    expect(proposed(requested(1))).toEqual({
      deadline: '@terms',
      terms: 'test@2020-01-01',
      revised: { version: '2020-01-01', revision: 2, statutes: [] },
      changes: [
        {
          ...{ deadline: 'answer~t0', clause: 'answer', change: 'moves' },
          from: { date: '2026-03-25', instant: '2026-03-26T00:00:00Z' },
          to: { date: '2026-04-04', instant: '2026-04-05T00:00:00Z' },
        },
      ],
      cause: { from: 'test@2020-01-01+1', to: 'test@2020-01-01+2' },
    });
  });

  it('names what follows from what only that reading has over', () => {
    const answer = clause('answer', 'on: support.requested; about: ticket; period: 10 days');
    const end = clause(
      'end',
      'on: cancellation.scheduled; period: 10 days; produces: { kind: contract.terminated, occurs: day-after }',
    );
    const after = clause('export', 'on: contract.terminated; period: 90 days; survivesTermination: true');
    const ending = buildCatalog([
      read('1', 1, answer),
      read('1', 2, answer, end.replace('obligation', 'effect'), after),
    ]);
    const changesIn = (...events: readonly Fact[]) =>
      revisionProposalOf({ contract: small, events, catalog: ending, holidays: terms.holidays }, AT)?.changes.map(
        ({ deadline, change, from, to }) => [deadline, change, from?.date, to?.date],
      );
    const asked = facts('support.requested@2026-03-15,id=a,ticket=t');
    expect(changesIn(...asked)).toEqual([]);
    expect(changesIn(...facts('cancellation.scheduled@2026-01-10,id=c'), ...asked)).toEqual([
      ['answer~t', 'goes', '2026-03-25', undefined],
      ['end', 'comes', undefined, '2026-01-20'],
      ['export', 'comes', undefined, '2026-04-21'],
    ]);
  });

  it('foresees so many deadlines that are over', () => {
    const renewal = clause(
      'renewal',
      'on: contract.commenced; cycle: month; recurs: after-lapse; window: { until: cycle.end, lastDay: closing-day }',
    );
    const recurring = buildCatalog([read('1', 1, clause('none', 'none: Nothing.')), read('1', 2, renewal)]);
    const old = { ...small, startsOn: '2000-01-01' };
    const { changes = [] } =
      revisionProposalOf({ contract: old, events: [], catalog: recurring, holidays: terms.holidays }, AT) ?? {};
    expect(changes).toHaveLength(MOST_FORESEEN + 1);
  });

  it('reads a statute that the corrected terms add by its newest revision', () => {
    const [one, two] = packs('test', 'terms');
    const of = buildCatalog(
      [one, two && { ...two, statutes: ['law-0@2020-01-01'] }, packs('law-0', 'statute')]
        .flat()
        .filter((pack) => pack !== undefined),
    );
    const found = revisionProposalOf({ contract, events: [], catalog: of, holidays: terms.holidays }, AT);
    expect([found?.revised.statutes, found?.cause]).toEqual([
      ['law-0@2020-01-01+2'],
      { from: 'test@2020-01-01+1', to: 'test@2020-01-01+2,law-0@2020-01-01+2' },
    ]);
  });

  it('lists so many deadlines, and counts the others', () => {
    expect(proposed(requested(MOST_REREAD))).not.toHaveProperty('more');
    const { changes, more } = proposed(requested(MOST_REREAD + 2)) ?? {};
    expect([changes?.length, more]).toEqual([MOST_REREAD, 2]);
  });

  it('takes so many statutes at once, and the others once these are accepted', () => {
    const all = proposed([], { statutes: LAWS })?.revised.statutes ?? [];
    expect(all).toEqual(LAWS.slice(0, MOST_STATUTES).map((law) => `${law}@2020-01-01+2`));
    const data = { version: '2020-01-01', revision: 2, statutes: all.join(' '), by: 'Ana', reason: 'read again' };
    const accepted: Fact = { id: 'a', kind: 'terms.revised', occurredAt: '2026-03-01T00:00:00Z', data };
    const left = proposed([accepted], { statutes: LAWS });
    expect(left?.revised.statutes).toEqual([`${LAWS.at(-1)}@2020-01-01+2`]);
    expect(left?.cause.to).toBe(`${LAWS.at(-1)}@2020-01-01+2`);
  });

  it('leaves a statute whose version the contract names, and a contract that has ended with nothing to differ', () => {
    expect(proposed([], { statutes: ['law-0@2020-01-01'] })?.revised.statutes).toEqual([]);
    expect(proposed(facts('contract.terminated@2026-03-01'))).toBeUndefined();
    expect(proposed([], { revision: 2 })).toBeUndefined();
  });

  it('is not made again for what was declined, until the decision is withdrawn', () => {
    const data = { deadline: '@terms', revised: 'test@2020-01-01+2', by: 'Ana', reason: 'agreed otherwise' };
    const declined: Fact = { id: 'd', kind: 'proposal.declined', occurredAt: '2026-03-01', data };
    expect(proposed([declined])).toBeUndefined();
    expect(proposed([declined, ...facts('event.withdrawn@2026-03-02,id=w,event=d')])).toBeDefined();
    expect(proposed([{ ...declined, data: { ...data, revised: 'test@2020-01-01+1' } }])).toBeDefined();
  });
});

describe('a corrected reading', () => {
  const newer = {
    version: '1',
    revision: 2,
    statutes: ['a@1+2', 'b@3+4'],
    from: ['test@1'],
    to: ['test@1+2', 'a@1+2'],
  };
  const offered = (...events: Fact[]) => readingToPropose({ newerReading: newer } as unknown as Agreement, events);
  const declined = (data: Fact['data'], kind = 'proposal.declined'): Fact => ({
    ...{ id: 'no', kind, occurredAt: '2026-06-02T10:00:00Z' },
    data: { deadline: OF_TERMS, revised: 'test@1+2,a@1+2', by: 'ana', reason: 'agreed', ...data },
  });

  it('is accepted by its version, its revision, and the statutes with it', () => {
    expect(acceptanceOf(newer)).toEqual({ version: '1', revision: 2, statutes: 'a@1+2 b@3+4' });
    expect(acceptanceOf({ ...newer, statutes: [] })).toEqual({ version: '1', revision: 2 });
  });

  it('is proposed until a person declines it, and again once that is taken back', () => {
    expect(offered()).toBe(newer);
    expect(offered(declined({}))).toBeUndefined();
    expect(offered(declined({ revised: 'test@1+1' }))).toBe(newer);
    expect(offered(declined({ deadline: 'end' }))).toBe(newer);
    expect(offered(declined({}, 'deadline.rebound'))).toBe(newer);
    const back = { id: 'w', kind: 'event.withdrawn', occurredAt: '2026-06-03T10:00:00Z', data: { event: 'no' } };
    expect(offered(declined({}), back)).toBe(newer);
    expect(readingToPropose({} as unknown as Agreement, [])).toBeUndefined();
  });
});
