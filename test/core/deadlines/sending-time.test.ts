import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import type { Deadline, Party, Rung } from '../../../shared/core/deadlines/deadline.ts';
import { overAt } from '../../../shared/core/deadlines/missed.ts';
import { sendingTime } from '../../../shared/core/deadlines/sending-time.ts';
import { openFrom } from '../../../shared/core/notices/send-window.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const holidays = holidayCalendar([], sourceTerms().holidays);
const opening = (at: string) => openFrom(at, { from: '08:00', until: '18:00' }, { timezone: 'UTC', holidays });
const MUCH_EARLIER = '2026-11-01T00:00:00Z';

type Written = readonly [kind: Rung['kind'], at: string, to?: readonly Party[]];

/** A deadline that lapses at an instant, with these rungs before that. */
function deadline(instant: string, rungs: readonly Written[], changes: Partial<Deadline> = {}): Deadline {
  const ladder = [...rungs, ['lapsed', instant] as Written].map(([kind, at, to = ['customer']], n): Rung => {
    return { step: kind === 'reminder' ? `reminder-${n}` : kind, kind, at, to };
  });
  return {
    ...{ id: 'payment~in_1', clause: 'payment', ref: '1', title: 'Payment', trigger: 't1', state: 'open' },
    ...{ date: instant.slice(0, 10), unadjustedDate: instant.slice(0, 10), instant, timezone: 'UTC' },
    ...{ obligor: 'customer', beneficiary: 'provider', nature: 'obligation' },
    ...{ steps: [], terms: 'test@1', calendar: 'none', ladder, ...changes },
    onLapse: { kind: 'payment.overdue', occurredAt: instant.slice(0, 10), data: {} },
  };
}

function timeOfFirst(one: Deadline, now = MUCH_EARLIER): string {
  const [first] = one.ladder;
  if (!first) throw new Error('the ladder is empty');
  return sendingTime(one, first, now, opening);
}

const SATURDAY = '2026-11-21T09:00:00Z';
const MONDAY = '2026-11-23T08:00:00Z';
const FAR = '2026-12-16T00:00:00Z';

describe('when the letters of a step go out', () => {
  const due = (at: string): Written => ['due', at];
  const toOperations = (at: string): Written => ['due', at, ['provider']];
  it.each<[string, Deadline, string]>([
    [
      'within the window at its own time',
      deadline(FAR, [['reminder', '2026-11-20T09:00:00Z']]),
      '2026-11-20T09:00:00Z',
    ],
    ['else as it opens', deadline(FAR, [['reminder', SATURDAY]]), MONDAY],
    ['opened at night, in the morning', deadline(FAR, [['opened', '2026-11-20T02:00:00Z']]), '2026-11-20T08:00:00Z'],
    ['if a day is left then', deadline('2026-11-24T08:00:00Z', [['reminder', SATURDAY]]), MONDAY],
    ['not if less is left', deadline('2026-11-24T07:59:59Z', [['reminder', SATURDAY]]), SATURDAY],
    ['not on the last day', deadline('2026-11-22T00:00:00Z', [['due', SATURDAY]]), SATURDAY],
    [
      'if the next one for its reader is a day away',
      deadline(FAR, [['reminder', SATURDAY], due('2026-11-24T08:00:00Z')]),
      MONDAY,
    ],
    ['not if that is nearer', deadline(FAR, [['reminder', SATURDAY], due('2026-11-24T07:00:00Z')]), SATURDAY],
    [
      'beside one for another reader that waits as well',
      deadline(FAR, [['reminder', SATURDAY], toOperations('2026-11-22T09:00:00Z')]),
      MONDAY,
    ],
    [
      'not if it kept one for another reader from going out',
      deadline('2026-11-24T07:00:00Z', [['opened', SATURDAY], toOperations('2026-11-22T09:00:00Z')]),
      SATURDAY,
    ],
    ['a lapse at its instant', deadline(SATURDAY, []), SATURDAY],
    ['what happens at once at its instant', deadline(SATURDAY, [['opened', SATURDAY]], { atOnce: true }), SATURDAY],
    ['what tells nobody at its instant', deadline(FAR, [['reminder', SATURDAY, []]]), SATURDAY],
  ])('%s', (_, one, expected) => expect(timeOfFirst(one)).toBe(expected));

  it('is counted from the present once it is due', () => {
    const one = deadline(FAR, [['reminder', '2026-11-19T09:00:00Z']]);
    expect(timeOfFirst(one, '2026-11-19T17:00:00Z')).toBe('2026-11-19T09:00:00Z');
    expect(timeOfFirst(one, '2026-11-19T19:00:00Z')).toBe('2026-11-20T08:00:00Z');
    expect(timeOfFirst(one, '2026-11-20T08:00:00Z')).toBe('2026-11-19T09:00:00Z');
  });

  it('is its own time where the window cannot be told', () => {
    const one = deadline(FAR, [['reminder', SATURDAY]]);
    const [first] = one.ladder as [Rung];
    expect(sendingTime(one, first, MUCH_EARLIER, () => undefined)).toBe(SATURDAY);
  });

  it('asks by the clocks of the customer, if the customer is told', () => {
    const asked = (to: readonly Party[]) => {
      const readers: Party[] = [];
      const one = deadline(FAR, [['reminder', SATURDAY, to]]);
      const [first] = one.ladder as [Rung];
      sendingTime({ ...one, ladder: [first] }, first, MUCH_EARLIER, (at, reader) => {
        readers.push(reader);
        return at;
      });
      return readers;
    };
    expect(asked(['provider', 'customer'])).toEqual(['customer']);
    expect(asked(['provider'])).toEqual(['provider']);
  });

  it('is never before its own, leaves a day, and keeps the order of the ladder', () => {
    const hour = fc.integer({ min: 0, max: 21 * 24 });
    const at = (n: number) => new Date(Date.parse('2026-11-10T00:00:00Z') + n * 3_600_000).toISOString();
    const readers = fc.constantFrom<readonly Party[]>(['customer'], ['provider'], ['customer', 'provider'], []);
    const ladders = fc.array(fc.tuple(hour, readers), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(ladders, hour, hour, (drawn, further, present) => {
        const sorted = drawn.toSorted(([a], [b]) => a - b);
        const last = sorted.at(-1)?.[0] ?? 0;
        const rungs = sorted.map(([n, to]): Written => ['reminder', at(n), to]);
        const one = deadline(at(last + 1 + (further % 72)), rungs);
        const now = at(present);
        const times = one.ladder.map((rung) => Date.parse(sendingTime(one, rung, now, opening)));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const [n, { step, at: own, to }] of one.ladder.entries()) {
          const time = times[n] ?? 0;
          if (time === Date.parse(own)) continue;
          expect(time).toBeGreaterThan(Date.parse(own));
          expect(time).toBeGreaterThan(Date.parse(now));
          for (const party of to)
            expect(time + 86_400_000).toBeLessThanOrEqual(Date.parse(overAt(one, step, party) ?? ''));
        }
      }),
    );
  });
});
