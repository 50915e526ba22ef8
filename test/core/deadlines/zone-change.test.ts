import { describe, expect, it } from 'vitest';
import { Chance } from '../../../scripts/histories/chance.ts';
import { drawHistory } from '../../../scripts/histories/history.ts';
import { recorded, STATUTES, TERMS, terms } from '../../../scripts/histories/planning.ts';
import type { Edition, HolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import type { ZoneTable } from '../../../shared/core/calendar/zone-table.ts';
import type { PlanInput } from '../../../shared/core/deadlines/plan.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { place } from '../calendar/counting-context.ts';
import { type Release, releaseWith } from './other-release.ts';
import { contractOn, deadlineOf, facts, inBucharest, packOf, terms as shipped } from './planning.ts';

const HOUR = 3600;
/** Bucharest has +02:00 in winter. From 2026 on it stays an hour behind that, or an hour ahead of it, all year. */
const [BEHIND, AHEAD] = [1, 3].map((hours): ZoneTable => {
  const text = `${(2 * HOUR).toString(36)} ${(Date.UTC(2026, 0, 1) / 1000).toString(36)} ${(hours * HOUR).toString(36)}`;
  return { version: '2999a', zones: [['Europe/Bucharest Europe/Copenhagen America/Chicago', text]] };
});

interface Dated extends Release {
  readonly holidays: HolidayTables;
}

/** The first edition has the table of the project, the second the further one. */
function withEditions(further: ZoneTable | undefined): HolidayTables {
  const sets = Object.fromEntries([...terms.holidays.sets].map(([name, { version }]) => [name, version]));
  const zones = ['2026c', ...(further ? [further.version] : [])];
  const editions = zones.map((named, index): Edition => ({ edition: index + 1, zones: named, rules: 1, sets }));
  return { ...terms.holidays, editions };
}

const [before, behind, ahead] = await Promise.all(
  [undefined, BEHIND, AHEAD].map(async (further) => ({
    ...(await releaseWith(further)),
    holidays: withEditions(further),
  })),
);
if (!before || !behind || !ahead) throw new Error('there is no release');

/** Half past eleven in the evening of Thursday 19 November 2026 by +02:00: Friday the 20th by +03:00. */
const ENDED = 'contract.terminated@2026-11-19T21:30:00Z';

function inputOf(release: Dated, edition: number, ...events: readonly (string | Fact)[]): PlanInput {
  const told = facts(...events).map((fact) => ({ edition, ...fact }));
  return { contract: inBucharest, events: told, catalog: shipped.catalog, holidays: release.holidays };
}

function exportWindow(release: Dated, edition: number, ...events: readonly (string | Fact)[]) {
  return deadlineOf(release.plan(inputOf(release, edition, ...events)), 'export-window');
}

const rungs = ({ ladder }: ReturnType<typeof exportWindow>) =>
  Object.fromEntries(ladder.map(({ kind, at }) => [kind, at]));

describe('A zone change in a test edition: the day stays, the instant follows, reminder and lapse on the safe sides', () => {
  it('as it was counted', () => {
    const told = exportWindow(before, 1, ENDED);
    expect([told.date, told.instant]).toEqual(['2026-12-14', '2026-12-14T22:00:00Z']);
    expect(rungs(told)).toMatchObject({
      reminder: '2026-12-07T07:00:00Z',
      due: '2026-12-14T07:00:00Z',
      lapsed: told.instant,
    });
  });

  it('when the clocks go ahead, the day ends earlier: notices go out earlier, the lapse waits for the end that was told', () => {
    const now = exportWindow(ahead, 1, ENDED);
    expect([now.date, now.instant]).toEqual(['2026-12-14', '2026-12-14T21:00:00Z']);
    expect(rungs(now)).toMatchObject({
      reminder: '2026-12-07T06:00:00Z',
      due: '2026-12-14T06:00:00Z',
      lapsed: '2026-12-14T22:00:00Z',
    });
  });

  it('when the clocks go back, the day ends later: notices go out as they were told, the lapse waits for the new end', () => {
    const now = exportWindow(behind, 1, ENDED);
    expect([now.date, now.instant]).toEqual(['2026-12-14', '2026-12-14T23:00:00Z']);
    expect(rungs(now)).toMatchObject({
      reminder: '2026-12-07T07:00:00Z',
      due: '2026-12-14T07:00:00Z',
      lapsed: '2026-12-14T23:00:00Z',
    });
  });

  it('what is recorded under the later edition is counted with the later table alone', () => {
    const fresh = exportWindow(ahead, 2, ENDED);
    expect([fresh.date, fresh.instant]).toEqual(['2026-12-15', '2026-12-15T21:00:00Z']);
    expect(rungs(fresh)).toMatchObject({ due: '2026-12-15T06:00:00Z', lapsed: '2026-12-15T21:00:00Z' });
  });

  it.each([
    // The day ends an hour earlier by +03:00, and so do the hours from it: 00:00 + 1 hour, on the next day.
    ['the end of a day', 'first', 'deadline', '2026-11-24T22:00:00Z', '2026-11-25'],
    ['the end of a cycle', 'first', 'cycle.end', '2026-11-29T22:00:00Z', '2026-11-30'],
    // A moment stays what it is, and its day is the one that was told: 23:30 by +02:00.
    ['a moment', 'second', 'deadline', '2026-11-20T21:30:00Z', '2026-11-20'],
    ['the moment of the event', 'first', 'trigger', '2026-11-19T21:30:00Z', '2026-11-19'],
  ])('hours from %s are counted by the clocks that decide when it comes', (_, parent, from, instant, date) => {
    const clause = (id: string, lines: string) =>
      `- id: ${id}\n  ref: "1"\n  title: T\n  means: M.\n  nature: obligation\n  obligor: provider\n  ${lines}`;
    const pack = packOf(
      [
        clause('first', 'on: trial.started\n  period: 5 days'),
        clause('second', 'on: trial.started\n  period: 24 hours'),
        clause(
          'work',
          `on: { clause: ${parent}, becomes: open }\n  cycle: month\n  period: { length: 1 hour, from: ${from} }`,
        ),
      ].join('\n'),
      'cycles: { month: { every: 1 month } }\n',
    );
    const [contract, catalog] = contractOn(pack, { timezone: 'Europe/Bucharest', startsOn: '2026-10-30' });
    const events = facts('trial.started@2026-11-19T20:30:00Z').map((fact) => ({ ...fact, edition: 1 }));
    const planned = ahead.plan({ contract, events, catalog, holidays: ahead.holidays });
    expect(deadlineOf(planned, 'work')).toMatchObject({ instant, date });
  });

  it('a day that would differ is a proposal; an instant that follows is none', () => {
    const proposals = ahead.proposalsOf(inputOf(ahead, 1, ENDED));
    expect(proposals.map(({ deadline }) => deadline)).toEqual(['export-window', 'deletion']);
    const [proposal] = proposals;
    expect(proposal).toMatchObject({
      deadline: 'export-window',
      from: { date: '2026-12-14' },
      to: { date: '2026-12-15' },
      cause: { zones: { from: '2026c', to: '2999a' }, days: [] },
    });
    expect(ahead.proposalsOf(inputOf(ahead, 1, 'contract.terminated@2026-11-19T10:00:00Z'))).toEqual([]);
  });

  it('the stored deadline is restated, and its letters are not sent again', () => {
    const now = '2026-11-20T00:00:00Z';
    const [opened] = before.compareDeadlines([], [exportWindow(before, 1, ENDED)], now);
    if (!opened) throw new Error('nothing opened');
    const stored = { ...opened.after, done: ['opened'] };
    const [change, ...others] = ahead.compareDeadlines(
      [stored],
      [exportWindow(ahead, 1, ENDED)],
      '2026-12-01T00:00:00Z',
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      change: 'restated',
      after: {
        instant: '2026-12-14T21:00:00Z',
        run: 1,
        revision: 2,
        done: ['opened'],
        next: { at: '2026-12-07T06:00:00Z' },
      },
    });
  });

  it('a lapse that was recorded at the end of that day stands', () => {
    const lapse = before.lapseOf(exportWindow(before, 1, ENDED));
    for (const release of [before, ahead, behind]) {
      const input = inputOf(release, 1, ENDED, lapse);
      const { deadlines, fallen } = release.plan(input);
      expect([deadlines.find(({ id }) => id === 'export-window')?.state, fallen]).toEqual(['lapsed', []]);
    }
  });

  it('days that follow hours count from the day on which the hours ended, at whatever hour', () => {
    const { holidays } = place('Europe/Bucharest');
    const dayBy = ({ computeChain }: Dated, zones: string | undefined, anchor: string, periods: Period[]) =>
      computeChain(anchor, periods, { timezone: 'Europe/Bucharest', holidays, ...(zones && { zones }) }).date;
    const days: Period = { n: 2, unit: 'days' };
    for (let n = 0; n <= 96; n += 1) {
      const hours: Period = { n, unit: 'hours' };
      const chains: Period[][] = [
        [hours, days],
        [days, hours, days],
        [hours, hours, days],
        [{ ...hours, roll: 'following' }, days],
      ];
      for (const anchor of ['2025-12-30', '2025-12-31T22:00:00Z', '2025-12-30T20:30:00Z']) {
        for (const chain of chains) {
          const told = dayBy(before, undefined, anchor, chain);
          const now = [ahead, behind].map((release) => dayBy(release, '2026c', anchor, chain));
          expect(now, `${anchor} ${JSON.stringify(chain)}`).toEqual([told, told]);
        }
      }
    }
  });

  it('in random histories every day stays', () => {
    let compared = 0;
    for (const choices of TERMS) {
      for (let index = 0; index < 12; index += 1) {
        const { contract, events } = recorded(drawHistory(new Chance(`zones ${index}`), choices, STATUTES));
        const days = ({ plan, holidays }: Dated) =>
          daysOf(plan({ contract, events, catalog: terms.catalog, holidays }));
        const told = days(before);
        for (const now of [days(ahead), days(behind)]) {
          const kept = [...now].filter(([id]) => told.has(id));
          expect(kept).toEqual(kept.map(([id]) => [id, told.get(id)]));
          compared += kept.length;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});

function daysOf({ deadlines }: ReturnType<Release['plan']>): ReadonlyMap<string, readonly unknown[]> {
  return new Map(deadlines.map(({ id, date, unadjustedDate, opensOn }) => [id, [date, unadjustedDate, opensOn]]));
}
