import { describe, expect, it } from 'vitest';
import {
  combine,
  computeChain,
  computePeriod,
  computeWindow,
  lookBack,
} from '../../../shared/core/calendar/compute.ts';
import { holidayCalendar } from '../../../shared/core/calendar/holidays.ts';
import { localDateTime } from '../../../shared/core/calendar/zone.ts';
import { place } from './counting-context.ts';
import { dayOf } from './dated-table.ts';

const bucharest = place('Europe/Bucharest', ['2026-11-30', '2026-12-01']);
const codes = (result: { steps: readonly { code: string }[] }) => result.steps.map(({ code }) => code);

describe('hours', () => {
  it('run by the clock, so the wall time shifts when the clocks change', () => {
    const result = computePeriod('2026-10-23T10:23:00+03:00', { n: 72, unit: 'hours' }, bucharest);
    expect(result).toMatchObject({ date: '2026-10-26', instant: '2026-10-26T07:23:00Z' });
    expect(localDateTime(result.instant, 'Europe/Bucharest')).toBe('2026-10-26T09:23:00+02:00');
    expect(result.steps.at(-1)).toMatchObject({ code: 'count-hours', clockChange: -60 });
  });

  it.each([
    ['2026-11-20T10:23:00+02:00', '2026-11-20T11:00:00+02:00'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T11:00:00+02:00'],
    ['2026-11-20T23:59:59+02:00', '2026-11-21T00:00:00+02:00'],
  ])('from the next full hour after %s begin at %s', (event, start) => {
    const result = computePeriod(event, { n: 1, unit: 'hours', fromNextFullHour: true }, bucharest);
    expect(result.steps[1]).toMatchObject({ code: 'hours-start', local: start });
  });

  it('find the full hour of zones half an hour off', () => {
    const period = { n: 1, unit: 'hours', fromNextFullHour: true } as const;
    expect(computePeriod('2026-11-20T10:10:00+05:30', period, place('Asia/Kolkata')).instant).toBe(
      '2026-11-20T06:30:00Z',
    );
  });

  it('begin at midnight where the law says so', () => {
    const period = { n: 48, unit: 'hours', fromNextMidnight: true } as const;
    expect(computePeriod('2026-11-20T10:23:00+02:00', period, bucharest).instant).toBe('2026-11-22T22:00:00Z');
  });

  it('run from the start of a bare day, and say so', () => {
    const result = computePeriod('2026-11-20', { n: 72, unit: 'hours' }, bucharest);
    expect(result.instant).toBe('2026-11-22T22:00:00Z');
    expect(codes(result)).toContain('hours-from-midnight');
  });

  it('that end on a weekend run to the same time of the next business day', () => {
    const period = { n: 24, unit: 'hours', roll: 'following' } as const;
    const result = computePeriod('2026-11-27T16:00:00+02:00', period, bucharest);
    expect(result).toMatchObject({ date: dayOf('Wednesday 2 December 2026'), unadjustedDate: '2026-11-28' });
    expect(result.instant).toBe('2026-12-02T14:00:00Z');
  });

  it('counted back roll back', () => {
    const period = { n: 24, unit: 'hours', direction: 'before', roll: 'preceding' } as const;
    expect(computePeriod('2026-11-23T09:00:00+02:00', period, bucharest).instant).toBe('2026-11-20T07:00:00Z');
  });
});

describe('business hours', () => {
  it('end the last day at the time named', () => {
    const result = computePeriod('2026-11-20', { n: 2, unit: 'businessDays', endsAt: '17:00' }, bucharest);
    expect(result).toMatchObject({ date: dayOf('Tuesday 24 November 2026'), instant: '2026-11-24T15:00:00Z' });
  });

  it.each([
    ['2026-03-29', 'earlier', '2026-03-29T00:30:00Z', 'skipped'],
    ['2026-03-29', 'compatible', '2026-03-29T01:30:00Z', 'skipped'],
    ['2026-10-25', 'later', '2026-10-25T01:30:00Z', 'repeated'],
    ['2026-10-24', 'refuse', '2026-10-24T00:30:00Z', 'once'],
  ] as const)('at 02:30 of %s, read as %s, end at %s', (day, localTime, instant, clock) => {
    const period = { n: 0, unit: 'days', endsAt: '02:30', localTime } as const;
    const result = computePeriod(day, period, place('Europe/Berlin'));
    expect(result.instant).toBe(instant);
    expect(result.steps.at(-1)).toMatchObject({ code: 'ends-at', clock });
  });

  it.each(['2026-03-29', '2026-10-25'])('are refused at a time that %s skips or repeats', (day) => {
    const period = { n: 0, unit: 'days', endsAt: '02:30' } as const;
    expect(() => computePeriod(day, period, place('Europe/Berlin'))).toThrow(/set localTime/);
  });

  it('that roll into a gap say so', () => {
    const period = { n: 24, unit: 'hours', roll: 'following', weekmask: '1111101' } as const;
    const result = computePeriod('2026-03-27T02:30:00+01:00', period, place('Europe/Berlin'));
    expect(result.instant).toBe('2026-03-29T01:30:00Z');
    expect(result.steps.at(-1)).toMatchObject({ code: 'roll-hours', clock: 'skipped' });
  });

  it.each([
    ['2026-11-20T16:59:59+02:00', 'nextBusinessDay', 'Monday 23 November 2026'],
    ['2026-11-20T17:00:00+02:00', 'nextBusinessDay', 'Tuesday 24 November 2026'],
    ['2026-11-20T17:00:00+02:00', 'nextDay', 'Monday 23 November 2026'],
    ['2026-11-20', 'nextBusinessDay', 'Monday 23 November 2026'],
  ] as const)('an event at %s, late ones counting for the %s: due on %s', (event, movesTo, last) => {
    const period = { n: 1, unit: 'businessDays', cutOff: { at: '17:00', movesTo } } as const;
    expect(computePeriod(event, period, bucharest).date).toBe(dayOf(last));
  });
});

describe('counting', () => {
  it('extends to the working days a period must hold, and still knows where it ended', () => {
    const result = computePeriod('2026-11-27', { n: 2, unit: 'days', minWorkingDays: 2 }, bucharest);
    expect(result).toMatchObject({ date: dayOf('Thursday 3 December 2026'), unadjustedDate: '2026-11-29' });
  });

  it('finds the latest start that leaves room for the working days', () => {
    const latest = { n: 2, unit: 'days', direction: 'before', method: 'forwardMax', minWorkingDays: 2 } as const;
    const result = computePeriod('2026-01-01', latest, place('UTC', ['2025-12-25', '2025-12-26', '2026-01-01']));
    expect(result.date).toBe(dayOf('Monday 29 December 2025'));
    expect(result.steps[1]).toMatchObject({ code: 'latest-start', endsOn: '2025-12-31', nextEndsOn: '2026-01-02' });
  });

  it('names every holiday passed on the way to the working days, also where the period is long enough', () => {
    const named = (n: number) => {
      const { steps } = computePeriod('2026-11-29', { n, unit: 'days', minWorkingDays: 2 }, bucharest);
      return steps.find(({ code }) => code.startsWith('min-working-days')) as { code: string; skipped?: unknown };
    };
    const skipped = [{ day: '2026-11-30' }, { day: '2026-12-01' }];
    expect(named(2)).toMatchObject({ code: 'min-working-days', held: 0, skipped, to: '2026-12-03' });
    expect(named(3)).toMatchObject({ code: 'min-working-days', held: 1, skipped, to: '2026-12-03' });
    expect(named(9)).toMatchObject({ code: 'min-working-days-held', skipped, reached: '2026-12-03' });
  });

  it('says that no holiday set is named wherever holidays could matter', () => {
    const none = {
      timezone: 'UTC',
      holidays: holidayCalendar([], { sets: new Map(), versions: new Map(), editions: [] }),
    };
    expect(codes(computePeriod('2026-11-20', { n: 1, unit: 'days', roll: 'following' }, none))).toContain(
      'no-holiday-set',
    );
    expect(codes(computePeriod('2026-11-20', { n: 1, unit: 'businessDays' }, none))).toContain('no-holiday-set');
    expect(codes(computePeriod('2026-11-20', { n: 1, unit: 'days' }, none))).not.toContain('no-holiday-set');
    expect(codes(computePeriod('2026-11-20', { n: 1, unit: 'businessDays' }, bucharest))).not.toContain(
      'no-holiday-set',
    );
  });

  it('answers the day after the last day', () => {
    const result = computePeriod('2026-11-05', { n: 15, unit: 'days', thenDayAfter: true }, bucharest);
    expect(result).toMatchObject({ date: '2026-11-21', unadjustedDate: '2026-11-21', instant: '2026-11-21T22:00:00Z' });
  });

  it('works other weeks', () => {
    const period = { n: 2, unit: 'businessDays', weekmask: '1111001' } as const;
    expect(computePeriod('2026-11-19', period, place()).date).toBe(dayOf('Monday 23 November 2026'));
  });

  it('needs no holidays of the year in which a period ends that neither counts nor avoids them', () => {
    const uncovered = {
      timezone: 'UTC',
      holidays: {
        name: 'X',
        version: 'X',
        days: new Map(),
        nameOn: (day: string) => expect.fail(`asked about ${day}`),
      },
    };
    expect(computePeriod('2040-03-01', { n: 3, unit: 'years' }, uncovered).date).toBe('2043-03-01');
  });

  it('applies lengths in the order written', () => {
    const month = { n: 1, unit: 'months' } as const;
    const day = { n: 1, unit: 'days' } as const;
    expect(computeChain('2026-01-30', [month, day], place()).date).toBe('2026-03-01');
    expect(computeChain('2026-01-30', [day, month], place()).date).toBe('2026-02-28');
  });

  it('goes from days on to hours at the end of the last day', () => {
    const chain = [
      { n: 30, unit: 'days' },
      { n: 24, unit: 'hours' },
    ] as const;
    expect(computeChain('2026-11-01', chain, bucharest).instant).toBe('2026-12-02T22:00:00Z');
    const back = chain.map((period) => ({ ...period, direction: 'before' as const }));
    expect(computeChain('2026-12-01', back, bucharest).instant).toBe('2026-10-30T22:00:00Z');
  });
});

describe('several computations', () => {
  const early = computePeriod('2026-11-02', { n: 1, unit: 'days' }, place());
  const late = computePeriod('2026-11-02', { n: 2, unit: 'days' }, place());

  it('keep all steps, marked by the count they belong to', () => {
    const both = combine('latest', [early, late]);
    expect(both.date).toBe('2026-11-04');
    expect(both.steps.filter(({ option }) => option === 1)).toHaveLength(early.steps.length);
    expect(both.steps.at(-1)).toMatchObject({ code: 'combine', chosen: 2, rule: 'latest' });
  });

  it('are compared by the instant at which they end', () => {
    const contexts = [place('Europe/Copenhagen'), place('America/New_York')];
    const next = { n: 1, unit: 'businessDays' } as const;
    const answer = (rule: 'earliest' | 'latest') =>
      combine(
        rule,
        contexts.map((context) => computePeriod('2026-11-20T10:00:00Z', next, context)),
      );
    expect(answer('earliest').instant).toBe('2026-11-23T23:00:00Z');
    expect(answer('latest').instant).toBe('2026-11-24T05:00:00Z');
  });

  it('read the trigger day in each zone', () => {
    const contexts = [place('Europe/Copenhagen'), place('America/New_York')];
    const next = { n: 1, unit: 'businessDays' } as const;
    const ends = contexts.map((context) => computePeriod('2026-11-20T02:00:00Z', next, context));
    const result = combine('earliest', ends);
    expect(result.date).toBe(dayOf('Friday 20 November 2026'));
  });
});

describe('windows', () => {
  it('open and close by periods of their own', () => {
    const window = {
      opens: { n: 30, unit: 'days', direction: 'before' },
      closes: { n: 15, unit: 'days', direction: 'before' },
    } as const;
    const result = computeWindow('2026-12-31', window, bucharest);
    expect(result).toMatchObject({ opensOn: '2026-12-01', date: '2026-12-16', opensAt: '2026-11-30T22:00:00Z' });
  });

  it('open with the event or the day after it', () => {
    const closes = { n: 10, unit: 'days' } as const;
    expect(computeWindow('2026-11-20T23:30:00+02:00', { opens: 'triggerDay', closes }, bucharest).opensOn).toBe(
      '2026-11-20',
    );
    expect(computeWindow('2026-11-20', { opens: 'dayAfter', closes }, bucharest).opensOn).toBe('2026-11-21');
  });

  it('refuse to close before they open', () => {
    const window = { opens: { n: 3, unit: 'days' }, closes: { n: 1, unit: 'days' } } as const;
    expect(() => computeWindow('2026-11-20', window, bucharest)).toThrow(/open on 2026-11-23 and close on 2026-11-21/);
  });

  it('look back over something', () => {
    expect(() => lookBack('2026-03-15', { n: 0, unit: 'days' }, bucharest)).toThrow(/period.n is 0/);
    const ahead = { n: 1, unit: 'days', roll: 'following' } as const;
    expect(() => lookBack('2026-03-16', ahead, bucharest)).toThrow(
      /begin on 2026-03-16, after its last day 2026-03-15/,
    );
  });

  it('look back over whole periods', () => {
    const year = { n: 12, unit: 'months' } as const;
    expect(lookBack('2026-03-15', year, bucharest)).toMatchObject({ opensOn: '2025-03-15', date: '2026-03-14' });
    const counted = lookBack('2026-03-15T08:00:00Z', { ...year, countsTriggerDay: true }, bucharest);
    expect(counted).toMatchObject({ opensOn: '2025-03-16', date: '2026-03-15', instant: '2026-03-15T22:00:00Z' });
  });
});
