import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { deadlineOf, facts, planOf, silent, until } from './planning.ts';

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
