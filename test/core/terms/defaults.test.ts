import { describe, expect, it } from 'vitest';
import { computeChain } from '../../../shared/core/calendar/compute.ts';
import { type CountingDefaults, countingWith, periodsOf } from '../../../shared/core/terms/written-counting.ts';
import { place } from '../calendar/counting-context.ts';
import { contractOn, deadlineOf, facts, packOf, planOf } from '../deadlines/planning.ts';

/** Each setting that a default can have. */
const EACH: readonly CountingDefaults[] = [
  { direction: 'before' },
  { countsTriggerDay: true },
  { clear: true },
  { direction: 'before', method: 'forwardMax' },
  { roll: 'following' },
  { roll: 'preceding', weekmask: '1000000' },
  { weekmask: '1111110' },
  { minWorkingDays: 2 },
  { fromNextFullHour: true },
  { fromNextMidnight: true },
  { monthEnd: 'refuse' },
  { thenDayAfter: true },
  { endsAt: '16:00' },
  { endsAt: '16:00', localTime: 'later' },
  { cutOff: { at: '09:00', movesTo: 'nextBusinessDay' } },
  { regime: 'eu-1182-71' },
];

const LENGTHS = ['72 hours', '3 days', '2 business days', '1 day and 12 hours'];

describe('a default', () => {
  it.each(EACH.flatMap((defaults) => LENGTHS.map((length) => [defaults, length] as const)))(
    '%o reaches %s however it is spelled',
    (defaults, length) => {
      expect(countingWith(defaults, length)).toEqual(countingWith(defaults, { length }));
      expect(countingWith(defaults, { earlierOf: [length, '9 days'] })).toEqual(
        countingWith(defaults, { earlierOf: [{ length }, '9 days'] }),
      );
    },
  );

  it('about days says nothing about hours', () => {
    const about = (defaults: CountingDefaults) => Object.keys(countingWith(defaults, '72 hours')).sort();
    const silent = EACH.filter((defaults) => about(defaults).join() === 'length');
    expect(silent.flatMap(Object.keys)).toEqual([
      ...['countsTriggerDay', 'clear', 'roll', 'roll', 'weekmask', 'weekmask', 'minWorkingDays', 'monthEnd'],
      ...['thenDayAfter', 'endsAt', 'endsAt', 'localTime', 'cutOff'],
    ]);
    expect(about({ direction: 'before', method: 'forwardMax' })).toEqual(['direction', 'length']);
  });

  it('about hours says nothing about days', () => {
    for (const hours of [{ fromNextFullHour: true }, { fromNextMidnight: true }]) {
      expect(countingWith(hours, '3 days')).toEqual({ length: '3 days' });
      expect(countingWith(hours, '72 hours')).toEqual({ length: '72 hours', ...hours });
    }
  });

  it('reaches the part of a mixed length that it is about', () => {
    const defaults = { countsTriggerDay: true, roll: 'following', fromNextFullHour: true } as const;
    expect(countingWith(defaults, '1 day and 12 hours')).toEqual({
      length: '1 day and 12 hours',
      countsTriggerDay: true,
    });
    expect(countingWith(defaults, '12 hours and 1 day')).toEqual({
      length: '12 hours and 1 day',
      roll: 'following',
      fromNextFullHour: true,
    });
  });

  it('of a roll leaves 72 hours as they are', () => {
    const ends = (written: string | { length: string }) =>
      computeChain('2026-11-25T10:00:00Z', periodsOf(countingWith({ roll: 'following' }, written)), place()).instant;
    expect([ends('72 hours'), ends({ length: '72 hours' })]).toEqual(['2026-11-28T10:00:00Z', '2026-11-28T10:00:00Z']);
  });

  it.each([
    ['72 hours', '2026-11-28T10:00:00Z'],
    ['3 days', '2026-12-01T00:00:00Z'],
  ])('reaches a setting by the length that the contract chose: %s', (answer, instant) => {
    const pack = packOf(
      `- { id: answer, ref: "1", title: T, means: M, nature: obligation, obligor: provider, on: trial.started, period: { setting: answer } }`,
      'settings: { answer: { length: 5 days, why: A. } }\ndefaults: { period: { roll: following, minWorkingDays: 1 } }\n',
    );
    const [contract, catalog] = contractOn(pack, { settings: { answer } });
    expect(deadlineOf(planOf(contract, facts('trial.started@2026-11-25T10:00:00Z'), catalog), 'answer').instant).toBe(
      instant,
    );
  });
});
