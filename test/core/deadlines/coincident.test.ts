import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { deadlineOf, facts, inBucharest, planOf, silent, until } from './planning.ts';

/** What follows on a day without an hour may have come after what it undoes, though its name comes first. */
describe('a hold placed and lifted on one day', () => {
  const deletion = (...events: string[]) =>
    deadlineOf(planOf(inBucharest, facts('contract.terminated@2026-11-20,id=end', ...events)), 'deletion');
  const UNHELD = { state: 'open', date: '2027-02-18' };

  it.each([
    ['without an hour', 'legal-hold.placed@2026-12-01,hold=a', 'legal-hold.lifted@2026-12-01,hold=a'],
    ['before the period began', 'legal-hold.placed@2026-10-01,hold=a', 'legal-hold.lifted@2026-10-01,hold=a'],
    ['placed at an hour', 'legal-hold.placed@2026-12-01T09:00:00Z,hold=a', 'legal-hold.lifted@2026-12-01,hold=a'],
    ['at one moment', 'legal-hold.placed@2026-12-01T09:00:00Z', 'legal-hold.lifted@2026-12-01T09:00:00Z'],
  ])('%s, takes no day', (_, placed, lifted) => {
    expect(deletion(placed, lifted)).toMatchObject(UNHELD);
    expect(deletion(lifted, placed)).toMatchObject(UNHELD);
  });

  it.each([
    ['another hold', 'legal-hold.placed@2026-12-01,hold=a', 'legal-hold.lifted@2026-12-01,hold=b'],
    ['a hold lifted the day before', 'legal-hold.placed@2026-12-02,hold=a', 'legal-hold.lifted@2026-12-01,hold=a'],
  ])('%s goes on', (_, placed, lifted) => {
    expect(deletion(placed, lifted).state).toBe('paused');
  });

  it('the lifting is of the hold that was in force before, and the new one goes on', () => {
    const before = 'legal-hold.placed@2026-11-25';
    expect(deletion(before, 'legal-hold.placed@2026-12-01', 'legal-hold.lifted@2026-12-01').state).toBe('paused');
  });
});

describe('a cancellation rescinded on one day', () => {
  const exolyt: PinnedContract = {
    ...silent,
    terms: 'exolyt',
    version: '2023-01-01',
    startsOn: '2026-01-01',
    billing: { cycle: '1 month' },
  };
  const renewal = (...events: string[]) =>
    deadlineOf(planOf(exolyt, until('2026-02-20T00:00:00Z', exolyt, facts(...events))), 'renewal~2026-02-01');

  it.each(['2026-02-10', '2026-02-10T08:00:00Z'])('at %s lets the contract renew', (at) => {
    expect(renewal(`cancellation.scheduled@${at}`, `cancellation.rescinded@${at}`).state).toBe('open');
  });

  it('takes back the one that stood before, and not the one that came as well', () => {
    const stood = 'cancellation.scheduled@2026-02-03,id=first';
    const { state, closedBy } = renewal(
      stood,
      'cancellation.rescinded@2026-02-10',
      'cancellation.scheduled@2026-02-10,id=second',
    );
    expect({ state, closedBy }).toEqual({ state: 'met', closedBy: 'second' });
  });

  it('a provider’s statement that nothing is scheduled takes back nothing that came with it', () => {
    expect(renewal('cancellation.rescinded@2026-02-10,snapshot=true', 'cancellation.scheduled@2026-02-10').state).toBe(
      'met',
    );
  });
});
