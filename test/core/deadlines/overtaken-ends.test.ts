import { expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { deadlineOf, facts, planOf, silent } from './planning.ts';

const exoopus: PinnedContract = { ...silent, terms: 'exoopus', version: '2026-01', revision: 2 };
const NOTICED = 'termination.noticed@2027-01-22T10:00:00Z';

/** The ends of the contract that a letter announces, with their days, when its customer protests on 22 January 2027. */
function announcedEnds(effectiveOn: string, ...more: string[]): string[] {
  const announced = `terms-change.announced@2027-01-10T10:00:00Z,change=c1,effectiveOn=${effectiveOn}`;
  const { deadlines } = planOf(exoopus, facts(announced, NOTICED, ...more));
  return deadlines
    .filter(
      ({ onLapse, ladder }) => onLapse.kind === 'contract.terminated' && ladder.some(({ step }) => step === 'opened'),
    )
    .map(({ id, date }) => `${id} ${date}`);
}

// By hand: 30 days after 22 January are 21 February.
it('announces one end of the contract, the one that comes first', () => {
  expect(announcedEnds('2027-03-01')).toEqual(['termination-notice 2027-02-21']);
  expect(announcedEnds('2027-02-15')).toEqual(['terms-change-termination~c1 2027-02-14']);
});

it('announces both where they are on one day, which is true of both', () => {
  expect(announcedEnds('2027-02-22')).toEqual([
    'termination-notice 2027-02-21',
    'terms-change-termination~c1 2027-02-21',
  ]);
});

it('announces the later one once the earlier one falls away', () => {
  const accepted = 'terms-change.accepted@2027-01-25T10:00:00Z,change=c1';
  expect(announcedEnds('2027-02-15', accepted)).toEqual(['termination-notice 2027-02-21']);
});

it('leaves alone what was announced before', () => {
  const first = planOf(exoopus, facts('termination.noticed@2027-01-05T10:00:00Z'));
  const later = planOf(
    exoopus,
    facts(
      'termination.noticed@2027-01-05T10:00:00Z',
      'terms-change.announced@2027-01-06T10:00:00Z,change=c1,effectiveOn=2027-02-07',
      'terms-change.rejected@2027-01-07T10:00:00Z,change=c1',
    ),
  );
  expect(deadlineOf(later, 'termination-notice').ladder).toEqual(deadlineOf(first, 'termination-notice').ladder);
});
