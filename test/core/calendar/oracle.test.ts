import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePeriod } from '../../../shared/core/calendar/compute.ts';
import type { Period } from '../../../shared/core/calendar/types.ts';
import { rounds } from '../../harness/rounds.ts';
import { dayPeriods, days, holidayDates, hourPeriods, moments } from './arbitrary-periods.ts';
import { place } from './counting-context.ts';
import { countedBy } from './oracle.ts';

/** Zones that change their clocks at midnight, by half an hour, in Ramadan or not at all, and those farthest from UTC. */
const AWKWARD = [
  ...['Africa/Cairo', 'Africa/Casablanca', 'America/Asuncion', 'America/Havana', 'America/Nuuk', 'America/Santiago'],
  ...['America/Scoresbysund', 'America/St_Johns', 'Antarctica/Troll', 'Asia/Beirut', 'Asia/Gaza', 'Asia/Kathmandu'],
  ...['Asia/Tehran', 'Australia/Lord_Howe', 'Europe/Dublin', 'Pacific/Apia', 'Pacific/Chatham', 'Pacific/Kiritimati'],
];
const zones = fc.constantFrom(...AWKWARD);
const cutOffs = fc.option(
  fc.record({
    at: fc.constantFrom('00:00', '09:30', '17:00', '23:59'),
    movesTo: fc.constantFrom('nextDay', 'nextBusinessDay'),
  }),
  { nil: undefined },
);
/** Without the hours between midnight and three, which a clock change may skip. */
const ends = fc.option(fc.constantFrom('03:30', '12:00', '17:00'), { nil: undefined });

function inDays(period: Period, cutOff: Period['cutOff'], endsAt: string | undefined): Period {
  const hour = endsAt === undefined ? {} : { endsAt, localTime: 'compatible' as const };
  return { ...period, ...(cutOff && { cutOff }), ...hour };
}

describe('whatever is counted is what walking through the days gives', () => {
  it('in days and longer', () => {
    fc.assert(
      fc.property(
        fc.oneof(days, moments),
        fc.record({ period: dayPeriods, cutOff: cutOffs, endsAt: ends }),
        holidayDates,
        zones,
        (anchor, { period: counted, cutOff, endsAt }, holidays, timezone) => {
          const period = inDays(counted, cutOff as Period['cutOff'], endsAt);
          const { date, instant } = computePeriod(anchor, period, place(timezone, holidays));
          const expected = countedBy(anchor, period, { timezone, holidays: new Set(holidays) });
          expect({ date, instant: Date.parse(instant) }).toEqual(expected);
        },
      ),
      { numRuns: rounds(3_000) },
    );
  });

  it('in hours', () => {
    fc.assert(
      fc.property(fc.oneof(moments, days), hourPeriods, holidayDates, zones, (anchor, period, holidays, timezone) => {
        const { date, instant } = computePeriod(anchor, period, place(timezone, holidays));
        const expected = countedBy(anchor, period, { timezone, holidays: new Set(holidays) });
        expect({ date, instant: Date.parse(instant) }).toEqual(expected);
      }),
      { numRuns: rounds(1_000) },
    );
  });
});

describe('what arrives later', () => {
  it('never ends earlier, whatever the hour, the weekend or the holiday', () => {
    fc.assert(
      fc.property(
        fc.oneof(moments, days),
        fc.integer({ min: 0, max: 100 }),
        dayPeriods,
        cutOffs,
        holidayDates,
        (anchor, later, counted, cutOff, holidays) => {
          const period = inDays({ ...counted, method: 'subtract' }, cutOff as Period['cutOff'], undefined);
          const context = place('Africa/Cairo', holidays);
          const after = anchor.includes('T')
            ? new Date(Date.parse(anchor) + later * 3_600_000).toISOString()
            : new Date(Date.parse(`${anchor}T00:00:00Z`) + later * 86_400_000).toISOString().slice(0, 10);
          const [early, late] = [anchor, after].map((one) => computePeriod(one, period, context).instant);
          expect(Date.parse(late as string)).toBeGreaterThanOrEqual(Date.parse(early as string));
        },
      ),
      { numRuns: rounds(500) },
    );
  });
});
