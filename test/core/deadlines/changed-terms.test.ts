import { describe, expect, it } from 'vitest';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { facts, packOf, planOf, silent, until } from './planning.ts';

// Announced on 2 November for 1 December 2026 and posted on 10 December, when the changed terms are in force already. By hand: ten
// days from the posting end with 20 December.

const ANNOUNCED = 'terms-change.announced@2026-11-02T17:00:00Z,change=c1,effectiveOn=2026-12-01';
const POSTED = 'terms-change.posted@2026-12-10T17:00:00Z,change=c1';
const REJECTED = 'terms-change.rejected@2026-12-15T17:00:00Z,change=c1';

const salexops: PinnedContract = { ...silent, terms: 'salexops', version: '2026-01', revision: 2, timezone: 'UTC' };

function standing(toVersion: string, to: string, ...events: string[]): string[] {
  const told = facts(`${ANNOUNCED},toVersion=${toVersion}`, ...events);
  const { deadlines } = planOf(salexops, until(to, salexops, told));
  return deadlines
    .filter(({ clause }) => clause.includes('after-posting') || clause === 'later-objection-dissolves')
    .map(({ id, state, date, terms }) => `${id} ${state} ${date} ${terms}`);
}

// The first revision, 2026-01, knows of no objection after a later posting.
describe.each(['2026-01', '2026-01+2'])('a change of salexops to %s that is posted afterwards', (toVersion) => {
  it('is open to objection for ten days by the terms that it changed', () => {
    expect(standing(toVersion, '2026-12-12T00:00:00Z', POSTED)).toEqual([
      'objection-after-posting~c1 open 2026-12-20 salexops@2026-01+2',
    ]);
    expect(standing(toVersion, '2026-12-22T00:00:00Z', POSTED)).toEqual([
      'objection-after-posting~c1 lapsed 2026-12-20 salexops@2026-01+2',
    ]);
  });

  it('is dissolved by an objection then', () => {
    expect(standing(toVersion, '2026-12-16T00:00:00Z', POSTED, REJECTED)).toEqual([
      'later-objection-dissolves~c1 lapsed 2026-12-15 salexops@2026-01+2',
      'objection-after-posting~c1 met 2026-12-20 salexops@2026-01+2',
    ]);
  });
});

describe('which terms an event about a change falls under', () => {
  const objection = (days: number) => `- id: objection
  ref: "8"
  title: Objection
  means: A change may be objected to.
  nature: window
  obligor: customer
  on: terms-change.posted
  about: change
  period: ${days} days
  satisfiedBy: terms-change.rejected`;
  const kinds = 'terms-change.posted: A change is posted.';
  const [first, second, third] = [10, 20, 30].map((days, index) => ({
    ...packOf(objection(days), '', kinds),
    version: String(index + 1),
  }));
  const contract: PinnedContract = { ...silent, terms: 'test', version: '1' };
  const objections = (...events: string[]) => {
    if (!first || !second || !third) throw new Error('there are three versions');
    return planOf(contract, facts(...events), buildCatalog([first, second, third]))
      .deadlines.filter(({ clause }) => clause === 'objection')
      .map(({ id, date, terms }) => `${id} ${date} ${terms}`)
      .sort();
  };
  const effective = (change: string, toVersion: number, day: string) =>
    `terms-change.effective@${day},change=${change},toVersion=${toVersion}`;
  const posted = (change: string, day: string) => `terms-change.posted@${day},change=${change}`;

  it('those that the change replaced, once it has taken effect', () => {
    expect(objections(effective('c1', 2, '2026-01-01'), posted('c1', '2026-01-05'))).toEqual([
      'objection~c1 2026-01-15 test@1',
    ]);
  });

  it('those in force for any other change', () => {
    expect(objections(effective('c1', 2, '2026-01-01'), posted('c2', '2026-01-05'))).toEqual([
      'objection~c2 2026-01-25 test@2',
    ]);
  });

  it('each change its own, also where a further one has followed or a first one is told of again', () => {
    const changes = [
      effective('c1', 2, '2026-01-01'),
      effective('c2', 3, '2026-02-01'),
      effective('c1', 2, '2026-03-01'),
    ];
    expect(objections(...changes, posted('c1', '2026-03-05'), posted('c2', '2026-03-05'))).toEqual([
      'objection~c1 2026-03-15 test@1',
      'objection~c2 2026-03-25 test@2',
    ]);
  });

  it('those that it replaced judge a second announcement too: it is not refused for the longer notice of the changed terms', () => {
    const notice = (days: number) => `- id: notice
  ref: "7"
  title: Notice
  means: A change is announced ahead.
  nature: obligation
  obligor: provider
  on: terms-change.announced
  about: change
  period: { length: ${days} days, from: data.effectiveOn, direction: before }
  satisfiedBy: terms-change.announced
  startsAgain: true
  refuseWhenMissed: true`;
    const packs = [30, 60].map((days, index) => ({ ...packOf(notice(days)), version: String(index + 1) }));
    const announced = (day: string) => `terms-change.announced@${day},change=c1,effectiveOn=2026-01-01`;
    const told = facts(announced('2025-11-20'), effective('c1', 2, '2026-01-01'), announced('2026-01-05'));
    expect(planOf(contract, told, buildCatalog(packs)).refused).toEqual([]);
  });

  it('an event that names no change, those in force', () => {
    expect(objections(effective('c1', 2, '2026-01-01'), 'terms-change.posted@2026-01-05')).toEqual([
      'objection~~2026-01-05 2026-01-25 test@2',
    ]);
  });
});
