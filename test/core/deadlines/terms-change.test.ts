import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { withCountings } from '../../../shared/core/terms/shapes/questions.ts';
import { contractOn, deadlineOf, facts, inBucharest, packOf, planOf, terms, until } from './planning.ts';

const [current] = terms.catalog.get('exoopus') as readonly [Pack];
const next: Pack = {
  ...current,
  version: '2026-07',
  clauses: current.clauses.map((clause) =>
    clause.id === 'export-window' ? withCountings(clause, () => ({ length: '30 days' })) : clause,
  ),
};
const catalog = buildCatalog([current, next]);

const announced =
  'terms-change.announced@2026-05-01T09:00:00+03:00,id=a1,change=c1,toVersion=2026-07,effectiveOn=2026-07-01';
const exit = (events: ReturnType<typeof facts>) => {
  const { state, date } = deadlineOf(planOf(inBucharest, events, catalog), 'terms-change-exit~c1');
  return `${state} ${date}`;
};
const through = (instant: string, ...events: string[]) => until(instant, inBucharest, facts(...events), catalog);

describe('changed terms', () => {
  it('announced on Friday 1 May for Wednesday 1 July: the notice is met, the way out is open until Tuesday 30 June', () => {
    const result = planOf(inBucharest, facts(announced), catalog);
    expect(deadlineOf(result, 'terms-change-notice~c1')).toMatchObject({ state: 'met', date: '2026-06-01' });
    expect(deadlineOf(result, 'terms-change-exit~c1')).toMatchObject({
      state: 'open',
      opensOn: '2026-05-01',
      onLapse: {
        kind: 'terms-change.effective',
        occurredAt: '2026-07-01',
        data: { change: 'c1', toVersion: '2026-07', effectiveOn: '2026-07-01' },
      },
    });
  });

  it('nobody objects: from Wednesday 1 July later events fall under the new version, earlier ones do not', () => {
    const events = through('2026-07-01T00:00:00Z', announced);
    expect(events.at(-1)).toMatchObject({ kind: 'terms-change.effective', occurredAt: '2026-07-01' });
    const after = planOf(inBucharest, [...events, ...facts('contract.terminated@2026-07-01')], catalog);
    expect(after.version).toBe('2026-07');
    expect(deadlineOf(after, 'export-window')).toMatchObject({ terms: 'exoopus@2026-07', date: '2026-07-31' });
    const before = planOf(inBucharest, [...events, ...facts('contract.terminated@2026-06-30')], catalog);
    expect(deadlineOf(before, 'export-window')).toMatchObject({ terms: 'exoopus@2026-01', date: '2026-07-21' });
  });

  it('a rejection in the last second is in time, one at the first instant of the day itself is not', () => {
    const inTime = facts(announced, 'terms-change.rejected@2026-06-30T20:59:59Z,change=c1');
    expect(exit(inTime)).toBe('met 2026-06-30');
    expect(planOf(inBucharest, until('2026-08-01T00:00:00Z', inBucharest, inTime, catalog), catalog).version).toBe(
      '2026-01',
    );
    const late = [
      ...through('2026-07-01T00:00:00Z', announced),
      ...facts('terms-change.rejected@2026-06-30T21:00:00Z,change=c1'),
    ];
    expect(exit(late)).toBe('lapsed 2026-06-30');
    expect(planOf(inBucharest, late, catalog).version).toBe('2026-07');
  });

  it('a rejection that turns up late brings the old version back', () => {
    const events = through('2026-08-01T00:00:00Z', announced);
    const result = planOf(inBucharest, [...events, ...facts('terms-change.rejected@2026-06-15,change=c1')], catalog);
    expect(result).toMatchObject({ version: '2026-01', fallen: [expect.stringContaining('lapse-')] });
  });

  it('a withdrawal ends it; announced again it starts again', () => {
    const withdrawn = [announced, 'terms-change.withdrawn@2026-05-10,change=c1'];
    expect(exit(facts(...withdrawn))).toBe('cancelled 2026-06-30');
    expect(
      exit(facts(...withdrawn, 'terms-change.announced@2026-05-20,change=c1,toVersion=2026-07,effectiveOn=2026-08-01')),
    ).toBe('open 2026-07-31');
  });

  it('a withdrawal after the change took effect changes nothing', () => {
    const events = [
      ...through('2026-07-01T00:00:00Z', announced),
      ...facts('terms-change.withdrawn@2026-07-02,change=c1'),
    ];
    expect(exit(events)).toBe('lapsed 2026-06-30');
  });

  it('another effective day announced in time moves both deadlines', () => {
    const events = facts(announced, 'terms-change.announced@2026-05-20,id=a2,change=c1,effectiveOn=2026-08-01');
    expect(exit(events)).toBe('open 2026-07-31');
    const notice = deadlineOf(planOf(inBucharest, events), 'terms-change-notice~c1');
    expect(notice).toMatchObject({ state: 'met', date: '2026-07-02', trigger: 'a2', closedBy: 'a2' });
  });

  it('another effective day for what has taken effect changes nothing, whether or not the lapse is recorded yet', () => {
    const again = facts('terms-change.announced@2026-07-02,change=c1,effectiveOn=2026-09-01');
    expect(exit([...through('2026-07-02T00:00:00Z', announced), ...again])).toBe('lapsed 2026-06-30');
    expect(exit([...facts(announced), ...again])).toBe('open 2026-06-30');
  });

  it('saying the same once more, however late, is no new announcement', () => {
    const events = facts(announced, 'terms-change.announced@2026-06-20,change=c1,effectiveOn=2026-07-01');
    expect(planOf(inBucharest, events).refused).toEqual([]);
    expect(deadlineOf(planOf(inBucharest, events), 'terms-change-exit~c1').trigger).toBe('a1');
  });

  it('two changes stand side by side', () => {
    const other = 'terms-change.announced@2026-05-01,change=c2,effectiveOn=2026-09-01';
    const ids = planOf(inBucharest, facts(announced, other, 'terms-change.withdrawn@2026-05-05,change=c2')).deadlines;
    expect(ids.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'terms-change-notice~c1 met',
      'terms-change-exit~c1 open',
      'terms-change-notice~c2 met',
      'terms-change-exit~c2 cancelled',
    ]);
  });

  it('withdrawn and announced again and again, only the last word counts', () => {
    const again = [
      announced,
      'terms-change.withdrawn@2026-05-05,change=c1',
      'terms-change.announced@2026-05-10,change=c1,effectiveOn=2026-08-01',
      'terms-change.withdrawn@2026-05-12,change=c1',
      'terms-change.announced@2026-05-20,change=c1,effectiveOn=2026-09-01',
    ];
    expect(exit(facts(...again))).toBe('open 2026-08-31');
    expect(exit(facts('terms-change.withdrawn@2026-04-30,change=c1', announced))).toBe('open 2026-06-30');
  });

  it('a contract that has ended keeps the version it ended under', () => {
    const events = facts('contract.terminated@2026-06-01', 'terms-change.effective@2026-07-01,toVersion=2026-07');
    expect(planOf(inBucharest, events, catalog)).toMatchObject({ version: '2026-01', unknownVersions: [] });
  });

  it('a version without a pack is reported, and the last one stays in force', () => {
    const unknown = announced.replace('2026-07,', '2031-01,');
    const result = planOf(inBucharest, through('2026-07-01T00:00:00Z', unknown), catalog);
    expect(result).toMatchObject({ version: '2026-01', unknownVersions: [{ toVersion: '2031-01' }] });
    const silentOnIt = announced.replace('toVersion=2026-07,', '');
    const [report] = planOf(inBucharest, through('2026-07-01T00:00:00Z', silentOnIt), catalog).unknownVersions;
    expect(report).toEqual({ event: expect.stringContaining('lapse-') });
  });
});

describe('a change announced too late', () => {
  const late = (day: string, effectiveOn: string) =>
    planOf(inBucharest, facts(`terms-change.announced@${day},id=late,change=c1,effectiveOn=${effectiveOn}`));

  it.each([
    ['2026-06-01T23:59:59+03:00', '2026-07-01', undefined],
    ['2026-06-02T00:00:00+03:00', '2026-07-01', '2026-07-02'],
    ['2026-06-20', '2026-07-01', '2026-07-20'],
    ['2026-08-01', '2026-07-01', '2026-08-31'],
    ['2026-07-01', '2026-07-01', '2026-07-31'],
  ])('on %s for %s: earliest lawful day %s', (day, effectiveOn, earliest) => {
    const { refused } = late(day, effectiveOn);
    expect(refused.map((refusal) => refusal.earliest)).toEqual(earliest === undefined ? [] : [earliest]);
    if (earliest !== undefined) expect(late(day, earliest).refused).toEqual([]);
  });

  it('says which day was the last, and has no effect', () => {
    const result = late('2026-06-20', '2026-07-01');
    expect(result.deadlines).toEqual([]);
    expect(result.refused).toEqual([
      {
        clause: 'terms-change-notice',
        event: 'late',
        field: 'data.effectiveOn',
        value: '2026-07-01',
        latest: '2026-06-01',
        earliest: '2026-07-20',
        announced: '2026-06-20',
        terms: 'exoopus@2026-01',
      },
    ]);
  });

  it('an amended day is judged by itself, although the first announcement was in time', () => {
    const events = facts(announced, 'terms-change.announced@2026-06-20,id=late,change=c1,effectiveOn=2026-07-10');
    const result = planOf(inBucharest, events);
    expect(result.refused).toMatchObject([{ event: 'late', earliest: '2026-07-20' }]);
    expect(exit(events)).toBe('open 2026-06-30');
    const earlier = facts(announced, 'terms-change.announced@2026-06-01,id=late,change=c1,effectiveOn=2026-06-15');
    expect(planOf(inBucharest, earlier).refused).toMatchObject([{ event: 'late' }]);
  });

  it('is found within the years that the holiday table covers, also in business days', () => {
    const pack = packOf(`
- id: n
  ref: r
  title: t
  means: m
  nature: obligation
  obligor: provider
  on: terms-change.announced
  about: change
  period: { length: 20 business days, from: data.effectiveOn, direction: before }
  satisfiedBy: terms-change.announced
  refuseWhenMissed: true`);
    const [contract, small] = contractOn(pack, { holidays: ['RO'] });
    const events = facts('terms-change.announced@2040-11-26,change=c1,effectiveOn=2040-11-28');
    expect(planOf(contract, events, small).refused).toMatchObject([{ earliest: '2040-12-25' }]);
  });
});
