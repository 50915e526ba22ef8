import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent, until } from './planning.ts';

const exolyt: PinnedContract = {
  ...silent,
  terms: 'exolyt',
  version: '2023-01-01',
  startsOn: '2026-01-01',
  billing: { cycle: '1 month' },
};
const lived = (at: string, ...events: string[]) => planOf(exolyt, until(at, exolyt, facts(...events)));
const ends = (at: string, id: string, ...events: string[]) => deadlineOf(lived(at, ...events), id).date;

describe('a grant of as much time as an outage lasted', () => {
  const outage = ['outage.started@2026-02-10,outage=o', 'outage.ended@2026-02-14,outage=o'];

  it.each([
    ['on the day after the outage', '2026-02-15'],
    ['on the day on which it ended', '2026-02-14'],
    ['before its end was known', '2026-02-12'],
  ])('%s makes the cycle longer by the five days that it touched', (_, day) => {
    const events = [...outage, `extension.granted@${day},outage=o`];
    expect(ends('2026-02-20T00:00:00Z', 'renewal~2026-02-01', ...events)).toBe('2026-03-05');
    expect(lived('2026-02-20T00:00:00Z', ...events).notStarted).toEqual([]);
  });

  it('is reported while the outage goes on, and extends the cycle in which it ends', () => {
    const [started = ''] = outage;
    const granted = 'extension.granted@2026-02-12,id=grant,outage=o';
    expect(lived('2026-02-20T00:00:00Z', started, granted).notStarted).toMatchObject([
      { event: 'grant', missing: 'data.days' },
      { event: 'grant' },
      { event: 'grant' },
    ]);
    const later = 'outage.ended@2026-03-03T00:00:00Z,outage=o';
    expect(ends('2026-03-10T00:00:00Z', 'renewal~2026-03-01', started, granted, later)).toBe('2026-04-22');
  });
});

describe('a cycle extended while a notice stands', () => {
  const EXTENDED = ['extension.granted@2026-03-18,days=5', 'cancellation.scheduled@2026-04-03'];
  const END = '2026-04-05';

  it('ends as if there had been no notice, once that is withdrawn', () => {
    const withdrawn = ['termination.noticed@2026-03-06', 'termination.withdrawn@2026-03-27'];
    for (const events of [EXTENDED, [...withdrawn, ...EXTENDED]]) {
      expect(ends('2026-04-10T00:00:00Z', 'subscription-end~2026-03-01', ...events)).toBe(END);
    }
  });
});

describe('a longer cycle', () => {
  const yearly: PinnedContract = { ...exolyt, billing: { cycle: '1 year' }, statutes: ['us-ny-auto-renewal'] };
  const REMINDER = 'us-ny-auto-renewal.renewal-reminder~2026-01-01';

  it('moves what follows from it, though its earlier time is over, whenever that was recorded', () => {
    const granted = facts('extension.granted@2026-12-28,days=20');
    const late = until('2026-12-30T00:00:00Z', yearly, granted);
    const inTime = [...until('2026-12-27T00:00:00Z', yearly, []), ...granted];
    // 30 to 15 days before 20 January 2027.
    for (const events of [late, inTime]) {
      const { state, opensOn, date } = deadlineOf(planOf(yearly, events), REMINDER);
      expect([state, opensOn, date]).toEqual(['open', '2026-12-21', '2027-01-05']);
    }
  });

  it('what met it before its window then opens, comes too early, and may come again', () => {
    const early = ['renewal-reminder.served@2026-12-05,id=early', 'extension.granted@2026-12-10,days=20'];
    const { state, steps } = deadlineOf(planOf(yearly, facts(...early)), REMINDER);
    expect(state).toBe('open');
    expect(steps.find(({ code }) => code === 'met-early')).toMatchObject({ event: 'early', opensOn: '2026-12-21' });
    const again = facts(...early, 'renewal-reminder.served@2026-12-22,id=again');
    expect(deadlineOf(planOf(yearly, again), REMINDER)).toMatchObject({ state: 'met', closedBy: 'again' });
  });

  it('moves the occurrence that stands for the cycle after it', () => {
    const pack = packOf(
      `- id: notice
  ref: "1"
  title: Notice
  means: A month before the end of the quarter.
  nature: window
  obligor: customer
  on: contract.commenced
  cycle: quarter
  recurs: after-lapse
  period: { length: 1 month, from: cycle.end, direction: before }
  satisfiedBy: termination.noticed`,
      'cycles: { quarter: { every: 3 months, extendedBy: { kind: extension.granted, days: days } } }\n',
    );
    const [contract, catalog] = contractOn(pack, { startsOn: '2026-01-01' });
    const granted = facts('extension.granted@2026-03-15,days=30');
    const asTheyCome = [...until('2026-03-10T00:00:00Z', contract, [], catalog), ...granted];
    for (const events of [granted, asTheyCome]) {
      const { deadlines } = planOf(contract, until('2026-05-01T00:00:00Z', contract, events, catalog), catalog);
      // The quarter ends on 30 April instead of 31 March, and the next on 30 July.
      expect(deadlines.map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-02-28 lapsed', '2026-06-30 open']);
    }
  });
});
