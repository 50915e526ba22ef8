import { describe, expect, it } from 'vitest';
import { computeChain, computePeriod } from '../../../shared/core/calendar/compute.ts';
import { addDays } from '../../../shared/core/calendar/days.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { formatDay } from '../../../shared/core/words/days.ts';
import { limitInWords, timeOfEnd } from '../../../shared/core/words/ends.ts';
import { explained } from '../../../shared/core/words/explanation.ts';
import { refusalInWords } from '../../../shared/core/words/reports.ts';
import { wordsOf } from '../../../shared/core/words/words.ts';
import { place } from '../calendar/counting-context.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, until } from './planning.ts';

const EVENTS =
  'work.done: Done., maintenance.announced: Work on the system is announced., maintenance.planned: It is planned.';

function clause(lines: string, id = 'notice'): string {
  return `- id: ${id}
  ref: "1"
  title: Notice
  means: Notice is given.
  nature: obligation
  obligor: provider
${lines.replaceAll(/^/gm, '  ')}`;
}

function setUp(clauses: string, more: Partial<PinnedContract> = {}, head = '') {
  const pack = packOf(clauses, head, EVENTS);
  const [contract, catalog] = contractOn(pack, { timezone: 'Europe/Berlin', ...more });
  return {
    plan: (...events: string[]) => planOf(contract, facts(...events), catalog),
    lapsed: (instant: string, ...events: string[]) =>
      planOf(contract, until(instant, contract, facts(...events), catalog), catalog),
    words: wordsOf(catalog),
  };
}

describe('hours counted from an end', () => {
  const cycles = 'cycles: { month: { every: contract.billing } }\n';
  const monthly = { startsOn: '2026-02-10', billing: { cycle: '1 month' } };
  const inCycle = (direction: string) =>
    setUp(
      clause(`cycle: month\non: work.done\nperiod: { length: 48 hours, from: cycle.end, direction: ${direction} }`),
      monthly,
      cycles,
    );

  it('of a cycle run from the instant at which it is over', () => {
    const { plan, words } = inCycle('before');
    const notice = deadlineOf(plan('work.done@2026-02-12'), 'notice');
    expect(notice).toMatchObject({ instant: '2026-03-07T23:00:00Z', date: '2026-03-07', inHours: true });
    expect(limitInWords(notice).brief).toBe('Saturday 7 March 2026, 24:00');
    expect(limitInWords(notice).last).toBe(
      'Saturday 7 March 2026, 24:00 (Europe/Berlin, UTC+01:00) is the last moment',
    );
    const told = explained(notice, words).map(({ text }) => text);
    expect(told).toContain(
      'The hours are counted from Monday 9 March 2026, 24:00 (Europe/Berlin, UTC+01:00): 2026-03-09T23:00:00Z.',
    );
    expect(told.join('\n')).not.toContain('Only a day is given');
    const after = deadlineOf(inCycle('after').plan('work.done@2026-02-12'), 'notice');
    expect(after.instant).toBe('2026-03-11T23:00:00Z');
  });

  it('of a deadline run from its last instant', () => {
    const { plan } = setUp(
      [
        clause('on: work.done\nperiod: { length: 5 days, endsAt: "16:00" }', 'work'),
        clause('on: { clause: work, becomes: open }\nperiod: { length: 12 hours, from: deadline, direction: before }'),
      ].join('\n'),
    );
    const { deadlines } = plan('work.done@2026-02-01');
    expect(deadlines.map(({ id, instant }) => [id, instant])).toEqual([
      ['notice', '2026-02-06T03:00:00Z'],
      ['work', '2026-02-06T15:00:00Z'],
    ]);
  });

  it('that has lapsed run from that instant, not from the beginning of its day', () => {
    const { lapsed } = setUp(
      [
        clause('on: work.done\nperiod: 72 hours', 'work'),
        clause('on: { clause: work, becomes: lapsed }\nperiod: 10 hours'),
      ].join('\n'),
    );
    const plan = lapsed('2026-02-05T00:00:00Z', 'work.done@2026-02-01T15:00:00+01:00');
    expect(deadlineOf(plan, 'work')).toMatchObject({ state: 'lapsed', instant: '2026-02-04T14:00:00Z' });
    expect(deadlineOf(plan, 'notice').instant).toBe('2026-02-05T00:00:00Z');
  });
});

describe('hours counted from what a lapse brings about', () => {
  // The first one ends at 15:00 in Berlin.
  it.each([
    ['on the day after run from its beginning', 'day-after', '2026-02-12T23:00:00Z', '2026-02-13T02:00:00Z'],
    ['on the same day run from the end', 'last-day', '2026-02-12T14:00:00Z', '2026-02-12T17:00:00Z'],
  ])('%s', (_, occurs, from, to) => {
    const { lapsed } = setUp(
      [
        clause(`on: work.done\nperiod: 5 hours\nproduces: { kind: maintenance.planned, occurs: ${occurs} }`, 'first'),
        clause('on: maintenance.planned\nperiod: 3 hours'),
      ].join('\n'),
    );
    const { steps, instant } = deadlineOf(lapsed('2026-02-13T00:00:00Z', 'work.done@2026-02-12T09:00:00Z'), 'notice');
    expect(steps.find(({ code }) => code === 'hours-from')).toMatchObject({ instant: from });
    expect(instant).toBe(to);
  });
});

describe('hours counted from a day of the event', () => {
  const before = clause(
    'on: maintenance.planned\nperiod: { length: 24 hours, from: data.endsOn, direction: before }\nsatisfiedBy: work.done',
  );
  const planned = 'maintenance.planned@2026-02-01T10:00:00+01:00,endsAt=2026-02-08T15:30:00+01:00';

  it('run from the instant that it carries', () => {
    const { plan } = setUp(before);
    const inTime = plan(planned, 'work.done@2026-02-07T12:00:00+01:00');
    expect(deadlineOf(inTime, 'notice')).toMatchObject({ instant: '2026-02-07T14:30:00Z', state: 'met' });
    const late = plan(planned, 'work.done@2026-02-07T16:00:00+01:00');
    expect(deadlineOf(late, 'notice').state).toBe('open');
    expect(deadlineOf(plan(`${planned},endsOn=2026-02-08`), 'notice').instant).toBe('2026-02-07T14:30:00Z');
  });

  it('run from its beginning where only the day is given, and say so', () => {
    const notice = deadlineOf(setUp(before).plan('maintenance.planned@2026-02-01,endsOn=2026-02-08'), 'notice');
    expect(notice.instant).toBe('2026-02-06T23:00:00Z');
    expect(notice.steps.map(({ code }) => code)).toContain('hours-from-midnight');
  });

  it('move with an instant of the same day', () => {
    const { plan } = setUp(before);
    const moved = plan(planned, 'maintenance.planned@2026-02-02T10:00:00+01:00,endsAt=2026-02-08T18:00:00+01:00');
    expect(deadlineOf(moved, 'notice').instant).toBe('2026-02-07T17:00:00Z');
  });
});

describe('an announcement that needs hours of notice', () => {
  const announced = clause(
    'on: maintenance.announced\nperiod: { length: 24 hours, from: data.startsOn, direction: before }\nrefuseWhenMissed: true\nsatisfiedBy: maintenance.announced',
  );
  const at = (moment: string) =>
    setUp(announced).plan(`maintenance.announced@${moment},startsAt=2026-02-11T12:00:00+01:00`);

  it('is lawful a day and an hour ahead', () => {
    expect(at('2026-02-10T11:00:00+01:00').refused).toEqual([]);
    expect(at('2026-02-10T11:59:59+01:00').refused).toEqual([]);
  });

  it('is refused with the hour, and the earliest hour is lawful', () => {
    const { words } = setUp(announced);
    const [refusal] = at('2026-02-10T13:20:30+01:00').refused;
    expect(refusal).toMatchObject({
      field: 'data.startsAt',
      earliest: '2026-02-11',
      moments: {
        value: '2026-02-11T11:00:00Z',
        latest: '2026-02-10T11:00:00Z',
        announced: '2026-02-10T12:20:30Z',
        earliest: '2026-02-11T12:21:00Z',
      },
    });
    expect(refusal && refusalInWords(refusal, words)).toBe(
      'Notice (1): for Wednesday 11 February 2026, 12:00 (Europe/Berlin, UTC+01:00) it had to come before Tuesday 10 February 2026, 12:00 (Europe/Berlin, UTC+01:00), and it came at Tuesday 10 February 2026, 13:20:30 (Europe/Berlin, UTC+01:00). The earliest lawful time is Wednesday 11 February 2026, 13:21 (Europe/Berlin, UTC+01:00).',
    );
    const { plan } = setUp(announced);
    const again = (startsAt: string) =>
      plan(`maintenance.announced@2026-02-10T13:20:30+01:00,startsAt=${startsAt}`).refused.length;
    expect([again('2026-02-11T12:20:00Z'), again('2026-02-11T12:21:00Z')]).toEqual([1, 0]);
  });

  it('that carries only a day is judged by its beginning', () => {
    const [refusal] = setUp(announced).plan(
      'maintenance.announced@2026-02-10T11:00:00+01:00,startsOn=2026-02-11',
    ).refused;
    expect(refusal).toMatchObject({ field: 'data.startsOn', value: '2026-02-11', earliest: '2026-02-12' });
  });
});

describe('what came after the hour at which the last day ended', () => {
  it('is told with the hour', () => {
    const { plan, words } = setUp(
      clause('on: maintenance.planned\nperiod: { length: 5 days, endsAt: "16:00" }\nsatisfiedBy: work.done'),
    );
    const late = (at: string) => {
      const told = explained(
        deadlineOf(plan('maintenance.planned@2026-03-15', `work.done@${at},id=w`), 'notice'),
        words,
      );
      return told.filter(({ code }) => code === 'met-late').map(({ text }) => text);
    };
    expect(late('2026-03-20T15:59:59+01:00')).toEqual([]);
    expect(late('2026-03-20T16:00:00+01:00')).toEqual([
      'work.done came on Friday 20 March 2026, 16:00 (Europe/Berlin, UTC+01:00) (event w), after the last moment, Friday 20 March 2026, 16:00 (Europe/Berlin, UTC+01:00).',
    ]);
    expect(late('2026-03-21')).toEqual([
      'work.done came on Saturday 21 March 2026 (event w), after the last day, Friday 20 March 2026.',
    ]);
  });
});

describe('more than so many hours', () => {
  const outage = (ended: string) => {
    const period = 'on: maintenance.planned\nperiod: { length: 24 hours, mustExceed: true }\nsatisfiedBy: work.done';
    const { plan, words } = setUp(clause(period));
    const deadline = deadlineOf(plan('maintenance.planned@2026-03-15T08:00:00Z', `work.done@${ended}`), 'notice');
    return { ...deadline, said: explained(deadline, words).map(({ text }) => text) };
  };

  it('what takes exactly so long is in time, and a second more is too late', () => {
    expect(outage('2026-03-16T08:00:00Z')).toMatchObject({ state: 'met', instant: '2026-03-16T08:00:01Z' });
    expect(outage('2026-03-16T08:00:01Z').state).toBe('open');
  });

  it('the explanation says so', () => {
    expect(outage('2026-03-16T08:00:00Z').said).toContainEqual(
      expect.stringContaining('What lasts exactly as long has not exceeded that time'),
    );
  });

  it('is for hours only', () => {
    expect(() => setUp(clause('on: maintenance.planned\nperiod: { length: 1 day, mustExceed: true }'))).toThrow(
      /only hours/,
    );
  });
});

describe('hours that end at midnight', () => {
  it('end on the day that holds their last moment', () => {
    const { plan, words } = setUp(clause('on: work.done\nperiod: 72 hours'));
    const notice = deadlineOf(plan('work.done@2027-01-05'), 'notice');
    expect(notice).toMatchObject({
      date: '2027-01-07',
      unadjustedDate: '2027-01-07',
      instant: '2027-01-07T23:00:00Z',
      inHours: true,
    });
    expect(limitInWords(notice).brief).toBe('Thursday 7 January 2027, 24:00');
    expect(timeOfEnd(notice)).toBe('24:00');
    expect(
      explained(notice, words)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain('8 January');
  });

  it('a minute later end on the next day', () => {
    const { plan } = setUp(clause('on: work.done\nperiod: 72 hours'));
    const notice = deadlineOf(plan('work.done@2027-01-05T00:01:00+01:00'), 'notice');
    expect(notice).toMatchObject({ date: '2027-01-08', instant: '2027-01-07T23:01:00Z' });
    expect(timeOfEnd(notice)).toBe('00:01');
  });

  it.each([
    // 48 hours from Thursday end with Friday, which is a working day; 72 hours with Saturday, which is none.
    ['48 hours', '2027-01-08', '2027-01-08T23:00:00Z'],
    ['72 hours', '2027-01-11', '2027-01-11T23:00:00Z'],
  ])('roll from the day that is over: %s', (length, date, instant) => {
    const { plan } = setUp(clause(`on: work.done\nperiod: { length: ${length}, roll: following }`));
    expect(deadlineOf(plan('work.done@2027-01-07'), 'notice')).toMatchObject({ date, instant });
  });

  it('let the days that follow count from it', () => {
    const periods = [{ n: 72, unit: 'hours' } as const, { n: 2, unit: 'days' } as const];
    expect(computeChain('2027-01-05', periods, place('Europe/Berlin', [])).date).toBe('2027-01-09');
    expect(computeChain('2027-01-05T00:01', periods, place('Europe/Berlin', [])).date).toBe('2027-01-10');
  });

  // These zones change their clocks at midnight: the day after begins at 01:00, or the clocks show midnight twice.
  const AT_MIDNIGHT = [
    ['Africa/Cairo', '2026-04-21', '2026-04-23', '2026-04-23T22:00:00Z', 'UTC+02:00'],
    ['Asia/Beirut', '2026-03-26', '2026-03-28', '2026-03-28T22:00:00Z', 'UTC+02:00'],
    ['America/Havana', '2026-03-05', '2026-03-07', '2026-03-08T05:00:00Z', 'UTC-05:00'],
    ['America/Asuncion', '2024-10-03', '2024-10-05', '2024-10-06T04:00:00Z', 'UTC-04:00'],
    ['America/Havana', '2026-10-29', '2026-10-31', '2026-11-01T04:00:00Z', 'UTC-04:00'],
  ] as const;

  it.each(AT_MIDNIGHT)('in %s are told with the day that is over: from %s', (timezone, from, date, instant, offset) => {
    const { plan } = setUp(clause('on: work.done\nperiod: 72 hours\nsatisfiedBy: maintenance.planned'), { timezone });
    const notice = deadlineOf(plan(`work.done@${from}`), 'notice');
    expect(notice).toMatchObject({ date, instant });
    expect(limitInWords(notice).end).toBe(`${formatDay(date)}, 24:00 (${timezone}, ${offset})`);
    expect([limitInWords(notice).brief, timeOfEnd(notice)]).toEqual([`${formatDay(date)}, 24:00`, '24:00']);
    const at = (moment: string) =>
      deadlineOf(plan(`work.done@${from}`, `maintenance.planned@${moment}`), 'notice').state;
    const lastSecond = new Date(Date.parse(instant) - 1000).toISOString();
    expect([at(date), at(lastSecond), at(instant), at(addDays(date, 1))]).toEqual(['met', 'met', 'open', 'open']);
  });

  it.each([
    // 24:00 of Thursday rolls to 24:00 of Friday, although the clocks show 01:00 as Friday begins.
    ['Africa/Cairo', '2026-04-21', ['2026-04-23'], '2026-04-24', '2026-04-24T21:00:00Z'],
    // It rolls to 24:00 of the day after which clocks show 00:00 twice, or not at all.
    ['America/Havana', '2026-10-28', ['2026-10-30'], '2026-10-31', '2026-11-01T04:00:00Z'],
    ['Africa/Cairo', '2026-04-20', ['2026-04-22'], '2026-04-23', '2026-04-23T22:00:00Z'],
  ])('in %s roll as a day: from %s', (timezone, from, holidays, date, instant) => {
    for (const localTime of ['compatible', 'earlier', 'later', 'refuse'] as const) {
      const period = { n: 72, unit: 'hours', roll: 'following', weekmask: '1111111', localTime } as const;
      expect(computePeriod(from, period, place(timezone, holidays))).toMatchObject({ date, instant });
    }
  });

  it('at the second midnight of a day end within that day', () => {
    const { plan } = setUp(clause('on: work.done\nperiod: 49 hours'), { timezone: 'America/Havana' });
    const notice = deadlineOf(plan('work.done@2026-10-30'), 'notice');
    expect(notice).toMatchObject({ date: '2026-11-01', instant: '2026-11-01T05:00:00Z' });
    expect(limitInWords(notice).end).toBe('Sunday 1 November 2026, 00:00 (America/Havana, UTC-05:00)');
    expect(timeOfEnd(notice)).toBe('00:00');
  });
});
