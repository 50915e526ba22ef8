import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { rounds } from '../../harness/rounds.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent } from './planning.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1) / DAY;
/** Days without work beside weekends, in clusters as at Christmas. */
const HOLIDAYS = [[2], [30, 31], [92, 93, 94, 95], [120], [150, 151], [200], [255, 256, 257], [300]].flat();

const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const holidays = HOLIDAYS.map((away) => `x:${iso(START + away)}`);

interface Stretch {
  /** Days after the first of January on which it begins and is lifted, with the hour. */
  readonly since: number;
  readonly until: number;
  readonly hour: number;
}

interface Case {
  readonly n: number;
  readonly unit: 'days' | 'business days';
  readonly roll: 'none' | 'following' | 'preceding' | 'modifiedFollowing' | 'modifiedPreceding';
  readonly endsAt: boolean;
  readonly stretches: readonly Stretch[];
}

const works = (day: number) => ![0, 6].includes(new Date(day * DAY).getUTCDay()) && !HOLIDAYS.includes(day - START);
const month = (day: number) => iso(day).slice(0, 7);

function step(day: number, way: 1 | -1): number {
  let to = day;
  while (!works(to)) to += way;
  return to;
}

function rolled(day: number, roll: Case['roll']): number {
  if (roll === 'none') return day;
  const way = roll.toLowerCase().includes('following') ? 1 : -1;
  const to = step(day, way);
  return roll.startsWith('modified') && month(to) !== month(day) ? step(day, way === 1 ? -1 : 1) : to;
}

/** The end found by walking through the days one by one: a suspension keeps the time that was left for after its lifting. */
function walked({ n, unit, roll, endsAt, stretches }: Case): { date: number; inForce: readonly Stretch[] } {
  const counts = (day: number) => unit === 'days' || works(day);
  const mayEnd = (day: number) => (unit === 'days' && roll === 'none') || works(day);
  const after = (from: number, days: number) => {
    let to = from;
    for (let left = days; left > 0; ) {
      to += 1;
      if (counts(to)) left -= 1;
    }
    return to;
  };
  let last = after(START, n);
  let date = rolled(last, roll);
  const inForce: Stretch[] = [];
  for (const stretch of stretches) {
    const [since, until] = [START + stretch.since, START + stretch.until];
    if (since > date) continue;
    inForce.push(stretch);
    let left = 0;
    for (let day = since + 1; day <= (since > last ? date : last); day += 1) if (counts(day)) left += 1;
    last = after(until, left);
    date = rolled(last, roll);
    let least = endsAt && stretch.hour >= 16 ? until + 1 : until;
    while (!mayEnd(least)) least += 1;
    if (date < least) [last, date] = [least, least];
  }
  return { date, inForce };
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    n: fc.integer({ min: 1, max: 25 }),
    unit: fc.constantFrom('days', 'business days'),
    roll: fc.constantFrom('none', 'following', 'preceding', 'modifiedFollowing', 'modifiedPreceding'),
    endsAt: fc.boolean(),
    gaps: fc.array(
      fc.record({
        gap: fc.nat({ max: 30 }),
        length: fc.integer({ min: 1, max: 14 }),
        hour: fc.integer({ min: 8, max: 23 }),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  })
  .map(({ gaps, ...rest }) => {
    let day = 0;
    const stretches = gaps.map(({ gap, length, hour }) => {
      const since = day + gap;
      day = since + length + 1;
      return { since, until: since + length, hour };
    });
    return { ...rest, stretches };
  }) as fc.Arbitrary<Case>;

const known = new Map<string, ReturnType<typeof contractOn>>();

function packFor({ n, unit, roll, endsAt }: Case): ReturnType<typeof contractOn> {
  const end = endsAt ? ', endsAt: "16:00"' : '';
  const period = `{ length: ${n} ${unit}, roll: ${roll}${end} }`;
  const found = known.get(period);
  if (found) return found;
  const pack = packOf(
    `- { id: work, ref: "1", title: T, means: M, nature: obligation, obligor: provider, on: trial.started, period: ${period}, suspendedBy: freeze.placed, resumedBy: freeze.lifted }`,
    '',
    'freeze.placed: It stands still., freeze.lifted: It goes on.',
  );
  const made = contractOn(pack, { holidays });
  known.set(period, made);
  return made;
}

function counted(one: Case, stretches: readonly Stretch[] = one.stretches) {
  const [contract, catalog] = packFor(one);
  const at = (day: number, hour: number) => `${iso(START + day)}T${String(hour).padStart(2, '0')}:00:00Z`;
  const events = facts(
    `trial.started@${iso(START)}T00:30:00Z`,
    // Placed in the small hours, so that it precedes the hour at which a day may end.
    ...stretches.flatMap(({ since, until, hour }) => [
      `freeze.placed@${at(since, since === 0 ? 1 : 0)}`,
      `freeze.lifted@${at(until, hour)}`,
    ]),
  );
  return deadlineOf(planOf(contract, events, catalog), 'work');
}

describe('a suspension', () => {
  it('moves the end as walking through the days does, and nothing ends inside it', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { date, inForce } = walked(one);
        const { date: found, instant, unadjustedDate } = counted(one);
        expect({ date: found }).toEqual({ date: iso(date) });
        for (const { until, hour } of inForce) {
          expect(Date.parse(instant)).toBeGreaterThan((START + until) * DAY + hour * 3_600_000);
        }
        expect(found >= unadjustedDate || one.roll !== 'following').toBe(true);
      }),
      { numRuns: rounds(1_500) },
    );
  });

  it.each(['days', 'business days'] as const)('begins on the first and on the last day: %s', (unit) => {
    for (const roll of ['none', 'following', 'preceding'] as const) {
      for (let n = 1; n <= 12; n += 1) {
        const plain: Case = { n, unit, roll, endsAt: false, stretches: [] };
        const ends = Math.round(Date.parse(counted(plain).date) / DAY - START);
        for (const since of [0, 1, ends - 1, ends]) {
          for (let length = 1; length <= 9; length += 1) {
            const one = { ...plain, stretches: [{ since, until: since + length, hour: 15 }] };
            expect(counted(one).date).toBe(iso(walked(one).date));
          }
        }
      }
    }
  });

  it('that is lifted later never makes it end earlier', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 10 }), (one, more) => {
        const [first] = one.stretches as [Stretch];
        const once = { ...one, stretches: [first] };
        const longer = { ...one, stretches: [{ ...first, until: first.until + more }] };
        expect(counted(longer).date >= counted(once).date).toBe(true);
      }),
      { numRuns: rounds(300) },
    );
  });

  it('of the export of data on its last day, lifted on a Sunday, lets nothing be deleted before Monday', () => {
    const contract: PinnedContract = { ...silent, terms: 'eloomi', version: '5.9', law: 'DK' };
    const events = facts(
      'contract.terminated@2026-08-07T12:00:00+02:00',
      'legal-hold.placed@2026-09-04T10:00:00+02:00',
      'legal-hold.lifted@2026-09-13T16:00:00+02:00',
    );
    const { date, steps } = deadlineOf(planOf(contract, events), 'deletion-right');
    expect(date).toBe('2026-09-14');
    expect(steps).toContainEqual({
      code: 'after-lifting',
      from: '2026-09-11',
      until: '2026-09-13',
      to: '2026-09-14',
      inBusinessDays: true,
    });
  });
});
