import { describe, expect, it } from 'vitest';
import { deadlineOf, facts, planOf, silent, until } from './planning.ts';

const year = (id: string, ...events: string[]) => {
  const { state, date, instant } = deadlineOf(planOf(silent, facts(...events)), `availability~${id}`);
  return `${state} ${date} ${instant}`;
};
const HELD = 'open 2026-12-31 2027-01-01T00:00:00Z';
const down = (id: string, from: string, to: string, more = '') => [
  `outage.started@${from},outage=${id}`,
  `outage.ended@${to},outage=${id}${more}`,
];

describe('99.5 % over a calendar year: 43 hours 48 minutes in 2026', () => {
  it('exactly used up is not exceeded; a second more is, at the instant it was used up', () => {
    expect(year('2026', ...down('a', '2026-06-01T00:00:00Z', '2026-06-02T19:48:00Z'))).toBe(HELD);
    expect(year('2026', ...down('a', '2026-06-01T00:00:00Z', '2026-06-02T19:48:01Z'))).toBe(
      'open 2026-06-02 2026-06-02T19:48:00Z',
    );
  });

  it('adds up over the year, in whatever order it is told', () => {
    const events = [
      ...down('a', '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'),
      ...down('b', '2026-09-01T00:00:00Z', '2026-09-02T00:00:00Z'),
    ];
    expect(year('2026', ...events)).toBe('open 2026-09-01 2026-09-01T19:48:00Z');
    expect(year('2026', ...events.reverse())).toBe('open 2026-09-01 2026-09-01T19:48:00Z');
  });

  it('overlapping outages count once', () => {
    const events = [
      ...down('a', '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'),
      ...down('b', '2026-02-01T12:00:00Z', '2026-02-02T12:00:00Z'),
    ];
    expect(year('2026', ...events)).toBe(HELD);
    const { steps } = deadlineOf(planOf(silent, facts(...events)), 'availability~2026');
    expect(steps.flatMap((step) => (step.code === 'outage' ? [step.countedSeconds] : []))).toEqual([86_400, 43_200]);
    expect(steps.at(-1)).toMatchObject({ code: 'allowance-left', usedSeconds: 129_600 });
  });

  it('an excused one does not count, whether it is said at its beginning or at its end', () => {
    expect(year('2026', ...down('a', '2026-06-01T00:00:00Z', '2026-06-05T00:00:00Z', ',excused=true'))).toBe(HELD);
    expect(year('2026', 'outage.started@2026-06-01T00:00:00Z,outage=a,excused=true')).toBe(HELD);
  });

  it('the same outage told twice is one; two without an id are two', () => {
    const twice = [
      'outage.started@2026-06-01T01:00:00Z,outage=a',
      ...down('a', '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'),
    ];
    expect(year('2026', ...twice)).toBe(HELD);
    const unnamed = [
      'outage.started@2026-06-01T00:00:00Z',
      'outage.started@2026-06-01T12:00:00Z',
      'outage.ended@2026-06-01T13:00:00Z',
      'outage.ended@2026-06-03T00:00:00Z',
    ];
    expect(year('2026', ...unnamed)).toBe('open 2026-06-02 2026-06-02T19:48:00Z');
  });

  it('on a bare day it lasts that whole day', () => {
    const { steps } = deadlineOf(
      planOf(silent, facts('outage.started@2026-06-01', 'outage.ended@2026-06-01')),
      'availability~2026',
    );
    expect(steps.at(-1)).toMatchObject({ code: 'allowance-left', usedSeconds: 86_400 });
    const mixed = planOf(silent, facts('outage.started@2026-06-01T10:00:00Z', 'outage.ended@2026-06-01'));
    expect(deadlineOf(mixed, 'availability~2026').steps.at(-1)).toMatchObject({ usedSeconds: 50_400 });
    expect(mixed.notStarted).toEqual([]);
  });

  it('that began and ended at one moment took no time', () => {
    const none = planOf(silent, facts(...down('a', '2026-06-01T10:00:00Z', '2026-06-01T10:00:00Z')));
    expect(none.notStarted).toEqual([]);
    expect(deadlineOf(none, 'availability~2026').steps.at(-1)).toMatchObject({
      code: 'allowance-left',
      usedSeconds: 0,
    });
  });

  it('an end before which nothing began is reported', () => {
    expect(planOf(silent, facts('outage.ended@2026-06-01,id=e')).notStarted).toEqual([
      { clause: 'availability', event: 'e', missing: 'outage.started', before: true },
    ]);
  });

  it('one that spans the new year is split: 20 hours of 2026, 28 of 2027', () => {
    const events = down('a', '2026-12-31T04:00:00Z', '2027-01-02T04:00:00Z');
    expect(year('2026', ...events)).toBe(HELD);
    expect(year('2027', ...events)).toBe('open 2027-12-31 2028-01-01T00:00:00Z');
    const { steps } = deadlineOf(planOf(silent, facts(...events)), 'availability~2027');
    expect(steps.at(-1)).toMatchObject({ usedSeconds: 28 * 3600 });
  });
});

describe('the passing of the year', () => {
  const states = (events: ReturnType<typeof facts>) =>
    planOf(silent, events)
      .deadlines.filter(({ clause }) => clause === 'availability')
      .map(({ id, state, date }) => `${id.slice(-4)} ${state} ${date}`);

  it('a year within its allowance is met, one beyond it lapses with a notice to both sides', () => {
    const events = facts(...down('a', '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'));
    expect(states(until('2027-01-01T00:00:00Z', silent, events))).toEqual(['2026 met 2026-12-31']);
    const worse = facts(...down('a', '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z'));
    const open = deadlineOf(planOf(silent, worse), 'availability~2026');
    expect(open.ladder).toMatchObject([{ step: 'lapsed', to: ['customer', 'provider'], at: '2026-06-02T19:48:00Z' }]);
    expect(states(until('2027-01-01T00:00:00Z', silent, worse))).toEqual(['2026 lapsed 2026-06-02']);
  });

  it('the allowance is whole again on 1 January', () => {
    const events = facts(
      ...down('a', '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z'),
      ...down('b', '2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z'),
    );
    expect(states(until('2028-01-01T00:00:00Z', silent, events))).toEqual([
      '2026 lapsed 2026-06-02',
      '2027 met 2027-12-31',
    ]);
  });

  it('an outage that goes on into the new year uses up the new allowance', () => {
    const events = facts('outage.started@2026-12-31T00:00:00Z,outage=a');
    expect(states(events)).toEqual(['2026 open 2026-12-31']);
    const later = until('2027-01-01T00:00:00Z', silent, events);
    expect(states(later)).toEqual(['2026 met 2026-12-31', '2027 open 2027-01-02']);
    const ended = [...later, ...facts('outage.ended@2027-01-02T00:00:00Z,outage=a')];
    expect(states(ended)).toEqual(['2026 met 2026-12-31', '2027 open 2027-12-31']);
  });

  it('is explained with how long the outage lasted in the end, once that is known', () => {
    const told = facts(...down('a', '2026-06-01T00:00:00Z', '2026-06-04T00:00:00Z'));
    const lived = planOf(silent, until('2026-07-01T00:00:00Z', silent, told));
    const { state, steps } = deadlineOf(lived, 'availability~2026');
    expect(state).toBe('lapsed');
    expect(steps.filter(({ code }) => code === 'outage')).toMatchObject([{ to: '2026-06-04T00:00:00Z' }]);
    expect(steps.find(({ code }) => code === 'allowance-used')).toMatchObject({ ongoing: false });
  });

  it('an outage excused after the fact takes the lapse back', () => {
    const events = until('2026-07-01T00:00:00Z', silent, facts('outage.started@2026-06-01T00:00:00Z,outage=a'));
    expect(states(events)).toEqual(['2026 lapsed 2026-06-02', '2027 open 2027-01-02']);
    const excused = [...events, ...facts('outage.ended@2026-06-02T12:00:00Z,outage=a,excused=true')];
    expect(states(excused)).toEqual(['2026 open 2026-12-31']);
    expect(planOf(silent, excused).fallen).toHaveLength(1);
  });

  it('the end of the contract ends the count', () => {
    const events = facts(
      ...down('a', '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'),
      'contract.terminated@2026-08-01',
    );
    expect(states([...events, ...facts('outage.started@2026-09-01T00:00:00Z,outage=b')])).toEqual([
      '2026 cancelled 2026-12-31',
    ]);
  });
});
