import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { contractOn, deadlineOf, facts, packOf, planOf, silent } from './planning.ts';

const STARTED = 'trial.started@2026-12-01,endsOn=2026-12-15';

const CONTRACTS = {
  eloomi: { terms: 'eloomi', version: '5.9', law: 'DK', term: '12 months' },
  exolyt: { terms: 'exolyt', version: '2023-01-01', billing: { cycle: '1 month' } },
} as const;

const trialOf = (pack: keyof typeof CONTRACTS, startsOn = '2026-12-01'): PinnedContract => ({
  ...silent,
  ...CONTRACTS[pack],
  revision: 2,
  startsOn,
});

function openOf(contract: PinnedContract, ...events: readonly (string | Fact)[]): string[] {
  const clause = contract.terms === 'eloomi' ? 'non-renewal-notice' : 'renewal';
  return planOf(contract, facts(...events))
    .deadlines.filter((one) => one.clause === clause && one.state === 'open')
    .map(({ id, date }) => `${id} ${date}`);
}

const withdrawn = (id: string): Fact => ({
  id: `no-${id}`,
  kind: 'event.withdrawn',
  occurredAt: '2026-12-28T09:00:00Z',
  data: { event: id },
});

const conversion = (id: string, occurredAt: string, data: Fact['data'] = {}): Fact => ({
  id,
  kind: 'trial.converted',
  occurredAt,
  data,
});

/**
 * Worked by hand. A year from 10 December ends with 9 December 2027, and a month’s notice counted forward from 9 November ends with 9 December.
 * A month from 10 December ends with 9 January.
 */
const EARLY = {
  eloomi: ['non-renewal-notice~2026-12-10 2027-11-09'],
  exolyt: ['renewal~2026-12-10 2027-01-09'],
};
const AS_PLANNED = {
  eloomi: ['non-renewal-notice~2026-12-15 2027-11-14'],
  exolyt: ['renewal~2026-12-15 2027-01-14'],
};
const LATE = {
  eloomi: ['non-renewal-notice~2026-12-20 2027-11-19'],
  exolyt: ['renewal~2026-12-20 2027-01-19'],
};
/** An occurrence that was opened keeps its name when its first day moves. */
const CORRECTED = {
  eloomi: ['non-renewal-notice~2026-12-10 2027-11-19'],
  exolyt: ['renewal~2026-12-10 2027-01-19'],
};

describe.each(['eloomi', 'exolyt'] as const)('%s: a trial of 1 to 15 December', (pack) => {
  const on10 = conversion('c10', '2026-12-10', { periodStartsOn: '2026-12-10' });
  const on20 = conversion('c20', '2026-12-20', { periodStartsOn: '2026-12-20' });

  it.each<[string, readonly (string | Fact)[], typeof EARLY]>([
    ['converted on the 10th', [STARTED, on10], EARLY],
    ['told of in the other order', [on10, STARTED], EARLY],
    ['converted on the 10th, without a period', [STARTED, conversion('c', '2026-12-10')], EARLY],
    ['told of on the 12th, and paid for since the 10th', [STARTED, { ...on10, occurredAt: '2026-12-12' }], EARLY],
    ['converted on the 15th', [STARTED, conversion('c', '2026-12-15', { periodStartsOn: '2026-12-15' })], AS_PLANNED],
    ['converted on the 20th', [STARTED, on20], LATE],
    ['converted on the 20th, without a period', [STARTED, conversion('c', '2026-12-20')], LATE],
    ['converted twice, and paid for from the second one on', [STARTED, on10, on20], CORRECTED],
    ['converted twice, the second time without a period', [STARTED, on10, conversion('c', '2026-12-20')], EARLY],
    ['the second conversion is withdrawn', [STARTED, on10, on20, withdrawn('c20')], EARLY],
    ['the first one is withdrawn', [STARTED, on10, on20, withdrawn('c10')], LATE],
    [
      'made longer and then converted on the 10th',
      [STARTED, 'trial.started@2026-12-05,endsOn=2027-01-10', on10],
      EARLY,
    ],
    [
      'converted with a subscription of its own, and another one on the 20th',
      [
        STARTED,
        { ...on10, data: { ...on10.data, periodEndsOn: '2027-01-10', subscription: 'sub_1' } },
        { ...on20, data: { ...on20.data, periodEndsOn: '2027-01-20', subscription: 'sub_2' } },
      ],
      EARLY,
    ],
  ])('%s', (_, events, expected) => {
    expect(openOf(trialOf(pack), ...events)).toEqual(expected[pack]);
  });

  it('whose only conversion is withdrawn is a trial', () => {
    expect(openOf(trialOf(pack), STARTED, on10, withdrawn('c10'))).toEqual([]);
  });

  it('that is converted on the day on which it began is none', () => {
    const same = conversion('c', '2026-12-01', { periodStartsOn: '2026-12-01' });
    expect(openOf(trialOf(pack), same, STARTED)).toEqual(
      pack === 'eloomi' ? ['non-renewal-notice~2026-12-01 2027-10-31'] : ['renewal~2026-12-01 2026-12-31'],
    );
  });

  it('converted when more than a cycle has passed since its planned end', () => {
    const months = pack === 'eloomi' ? { term: '2 months' } : {};
    const late = conversion('c', '2027-02-20', { periodStartsOn: '2027-02-20' });
    expect(openOf({ ...trialOf(pack), ...months }, STARTED, late)).toEqual(
      pack === 'eloomi' ? ['non-renewal-notice~2027-02-20 2027-03-19'] : ['renewal~2027-02-20 2027-03-19'],
    );
  });

  it('in whatever order its events are told of', () => {
    const events = facts(STARTED, on10, conversion('c12', '2026-12-12'), on20, withdrawn('c20'));
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (told) => {
        expect(openOf(trialOf(pack), ...told)).toEqual(EARLY[pack]);
      }),
    );
  });
});

it('the first day that is paid for is the one that it is in the zone of the terms', () => {
  const at = '2026-12-09T22:30:00Z';
  const late = conversion('c', at, { periodStartsAt: at, periodEndsAt: '2027-12-09T22:30:00Z' });
  // Half past eleven on the 9th in Copenhagen, half past midnight on the 10th in Helsinki.
  expect(openOf(trialOf('eloomi'), STARTED, late)).toEqual(['non-renewal-notice~2026-12-09 2027-11-08']);
  expect(openOf(trialOf('exolyt'), STARTED, late)).toEqual(['renewal~2026-12-10 2027-12-09']);
});

it('a year that went on is not begun anew by a conversion that comes without a trial', () => {
  const late = conversion('c', '2028-01-20', { periodStartsOn: '2028-01-20' });
  expect(openOf(trialOf('eloomi'), late)).toEqual(['non-renewal-notice~2026-12-01 2027-10-31']);
});

describe('what a cycle begins with', () => {
  const CLAUSE = `- id: fees
  ref: "7"
  title: Changed fees
  means: Fees change with the end of a cycle.
  nature: effect
  obligor: customer
  on: price.changed
  cycle: billing
  period: { length: 2 weeks, endsWith: cycle }`;
  const feesBy = (beginsWith: string, ...events: string[]) => {
    const pack = packOf(CLAUSE, `cycles: { billing: { every: 1 month, beginsWith: ${beginsWith} } }\n`);
    const [contract, catalog] = contractOn(pack, { startsOn: '2026-12-01' });
    return deadlineOf(planOf(contract, facts('price.changed@2026-12-21', ...events), catalog), 'fees');
  };
  const converted = 'trial.converted@2026-12-10,periodStartsOn=2026-12-11';

  it('one event needs no list, and a list of one is the same', () => {
    expect(feesBy('{ on: trial.started, from: data.endsOn }', STARTED, converted).date).toBe('2027-01-14');
    expect(feesBy('[{ on: trial.started, from: data.endsOn }]', STARTED, converted).date).toBe('2027-01-14');
  });

  it('by the conversion alone', () => {
    const only = '{ on: trial.converted, from: data.periodStartsOn }';
    expect(feesBy(only, STARTED).date).toBe('2027-01-31');
    expect(feesBy(only, STARTED, converted).date).toBe('2027-01-10');
    expect(feesBy(only, STARTED, 'trial.converted@2026-12-10').date).toBe('2027-01-31');
  });

  it('where nothing recurs on them, cycles are begun anew within the first one only', () => {
    const only = '{ on: trial.converted, from: data.periodStartsOn }';
    const later = (day: string) => `trial.converted@${day},periodStartsOn=${day}`;
    expect(feesBy(only, later('2026-12-30')).date).toBe('2027-01-29');
    expect(feesBy(only, later('2027-01-01')).date).toBe('2027-01-31');
    expect(feesBy(only, later('2027-01-02')).date).toBe('2027-01-31');
  });

  it('the explanation names the event that decided', () => {
    const both = '[{ on: trial.started, from: data.endsOn }, { on: trial.converted, from: data.periodStartsOn }]';
    expect(feesBy(both, STARTED, converted).steps.filter(({ code }) => code === 'cycle-begins')).toMatchObject([
      { kind: 'trial.converted', day: '2026-12-11' },
    ]);
  });
});
