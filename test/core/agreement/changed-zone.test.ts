import { describe, expect, it } from 'vitest';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog, type TermsCatalog } from '../../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, packOf, silent, terms } from '../deadlines/planning.ts';

const CLAUSES = `- id: answer
  ref: "1"
  title: Answer
  means: m
  nature: obligation
  obligor: provider
  on: thing.asked
  about: thing
  period: 30 days
- id: release
  ref: "2"
  title: Release
  means: m
  nature: effect
  obligor: provider
  on: thing.asked
  about: thing
  cycle: year
  period: { length: 30 days, endsWith: cycle }
- id: report
  ref: "3"
  title: Report
  means: m
  nature: effect
  obligor: provider
  cycle: year
  recurs: after-lapse
  period: { length: 30 days, from: cycle.end, direction: before }`;
const first = packOf(CLAUSES, 'cycles: { year: { every: 12 months } }\n', 'thing.asked: Something is asked.');

/** Version 1 in one zone, and the versions after it in others; the last one has a kind of its own. */
function inZones(...zones: string[]): TermsCatalog {
  return buildCatalog(
    zones.map((timezone, index) => ({
      ...first,
      version: String(index + 1),
      timezone,
      events: { ...first.events, ...(index > 0 && { 'thing.sold': 'It is sold.' }) },
    })),
  );
}

const { timezone: _any, ...anywhere } = { ...silent, terms: 'test', version: '1' };
const planned = (catalog: TermsCatalog, events: readonly Fact[], startsOn?: string) =>
  plan({ contract: { ...anywhere, ...(startsOn && { startsOn }) }, events, catalog, holidays: terms.holidays });

const [COPENHAGEN, NEW_YORK] = ['Europe/Copenhagen', 'America/New_York'];
const westward = inZones(COPENHAGEN, NEW_YORK);

describe('changed terms with another zone', () => {
  it('let what ends with a cycle end in that zone, although the cycles go on', () => {
    const told = facts(
      'thing.asked@2026-02-01,thing=a',
      'terms-change.effective@2026-07-01,toVersion=2',
      'thing.asked@2026-08-01,thing=b',
    );
    const result = planned(westward, told, '2026-01-01');
    expect(['release~a', 'release~b'].map((id) => deadlineOf(result, id))).toMatchObject([
      { date: '2026-12-31', instant: '2026-12-31T23:00:00Z', timezone: COPENHAGEN },
      { date: '2026-12-31', instant: '2027-01-01T05:00:00Z', timezone: NEW_YORK },
    ]);
  });
});
