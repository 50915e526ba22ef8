import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaninglessBy } from '../../../shared/core/agreement/meaning.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog, type TermsCatalog } from '../../../shared/core/terms/catalog.ts';
import { packLabel } from '../../../shared/core/terms/pack.ts';
import { rounds } from '../../harness/rounds.ts';
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

  it('do not let a day begin twice: one that had begun before the change belongs to the terms before', () => {
    const sold = 'thing.sold@2026-07-01,thing=a';
    const { agreement } = planned(westward, facts('terms-change.effective@2026-07-01T02:00:00Z,toVersion=2', sold));
    const [fact] = facts(sold) as [Fact];
    expect(agreement.momentOf('2026-07-01')).toBe('2026-06-30T22:00:00Z');
    expect(agreement.placeAt('2026-07-01').timezone).toBe(COPENHAGEN);
    expect(meaninglessBy(fact, agreement)).toMatchObject({ kind: 'thing.sold', terms: 'test@1' });
    expect(meaninglessBy({ ...fact, occurredAt: '2026-07-02' }, agreement)).toBeUndefined();
  });

  it('decide on which day a contract starts that commences under them', () => {
    const commenced = 'contract.commenced@2026-02-01T03:00:00Z';
    const result = planned(westward, facts('terms-change.effective@2026-01-01,toVersion=2', commenced));
    expect(result.agreement.startsOn).toBe('2026-01-31');
    expect(deadlineOf(result, 'report~2026-01-31').date).toBe('2026-12-31');
    const before = planned(westward, facts(commenced, 'terms-change.effective@2026-03-01,toVersion=2'));
    expect(before.agreement.startsOn).toBe('2026-02-01');
  });

  it('agree with the deadlines on the version in force at every event', () => {
    const zone = fc.constantFrom(COPENHAGEN, NEW_YORK, 'Pacific/Auckland', 'Pacific/Kiritimati', 'Pacific/Pago_Pago');
    const hour = fc.integer({ min: 0, max: 96 }).map((n) => new Date(Date.UTC(2026, 6, 1, n)).toISOString());
    const occurredAt = fc.oneof(
      hour,
      hour.map((instant) => instant.slice(0, 10)),
    );
    const version = fc.constantFrom('1', '2', '3');
    const event = fc.record({ occurredAt, version, changes: fc.boolean() });
    const catalogs = fc.tuple(zone, zone, zone).map((zones) => inZones(...zones));
    fc.assert(
      fc.property(catalogs, fc.array(event, { maxLength: 6 }), (catalog, told) => {
        const events = told.map(({ occurredAt, version: toVersion, changes }, n): Fact => {
          const id = `e${n}`;
          return changes
            ? { id, kind: 'terms-change.effective', occurredAt, data: { toVersion } }
            : { id, kind: 'thing.asked', occurredAt, data: { thing: id } };
        });
        const { deadlines, agreement } = planned(catalog, events);
        for (const { trigger, terms: label } of deadlines) {
          const at = events.find(({ id }) => id === trigger)?.occurredAt ?? '';
          expect(packLabel(agreement.versionAt(agreement.momentOf(at)))).toBe(label);
        }
      }),
      { numRuns: rounds(150) },
    );
  });
});
