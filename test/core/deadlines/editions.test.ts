import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';
import { corrected, termsInFirstEdition } from '../../harness/editions.ts';
import { deadlineOf, facts, silent, terms } from './planning.ts';

const contract: PinnedContract = { ...silent, timezone: 'Europe/London', holidays: ['GB-ENG'] };
const first = termsInFirstEdition({ from: 'without' });
const holidays = loadHolidayTables(join(corrected(first, { from: 'without' }), 'calendars'));

/** The same event, as it is stored when an edition was stamped on it. */
const inEdition = (edition: number | undefined, text: string, id = text): Fact => {
  const [fact] = facts(text);
  if (!fact) throw new Error(`no fact in ${text}`);
  return { ...fact, id, ...(edition !== undefined && { edition }) };
};

const ENDED = 'contract.terminated@2022-09-12T10:00:00+01:00';
/** Fifteen business days after the termination, without and with the bank holiday of Monday 19 September 2022. */
const [WITHOUT, WITH] = [
  { date: '2022-10-03', calendar: 'GB-ENG@2026.1' },
  { date: '2022-10-04', calendar: 'GB-ENG@2026.2' },
];

function exportWindow(events: readonly Fact[], tables: HolidayTables = holidays) {
  const found = plan({ contract, events, catalog: terms.catalog, holidays: tables });
  const { date, calendar } = deadlineOf(found, 'export-window');
  return { date, calendar };
}

const rebound = (edition: number, at: string): Fact => ({
  id: `rebound-${edition}`,
  kind: 'deadline.rebound',
  occurredAt: at,
  data: { deadline: 'export-window', edition, by: 'lawyer', reason: 'the bank holiday was proclaimed' },
  edition: 2,
});

describe('a deadline is counted with the edition of the event that opened it', () => {
  it('the first, the second, and the first where none was stamped', () => {
    expect(exportWindow([inEdition(1, ENDED)])).toEqual(WITHOUT);
    expect(exportWindow([inEdition(2, ENDED)])).toEqual(WITH);
    expect(exportWindow([inEdition(undefined, ENDED)])).toEqual(WITHOUT);
  });

  it('whatever is recorded later, in any order', () => {
    const events = [
      inEdition(1, ENDED),
      inEdition(2, 'payment.received@2022-09-20,payment=p1'),
      inEdition(2, 'legal-hold.placed@2022-09-15,hold=h1'),
      inEdition(2, 'legal-hold.lifted@2022-09-20,hold=h1'),
    ];
    expect(exportWindow(events)).toEqual(exportWindow(events.toReversed()));
    expect(exportWindow(events)).toMatchObject(WITHOUT);
  });

  it('and one that its edition cannot count takes the first edition that can', () => {
    const narrow = structuredClone(holidays.versions.get('GB-ENG@2026.1'));
    if (!narrow) throw new Error('GB-ENG@2026.1 is not at hand');
    const short = { ...narrow, to: 2021, holidays: [] };
    const tables = { ...holidays, versions: new Map([...holidays.versions, ['GB-ENG@2026.1', short]]) };
    expect(exportWindow([inEdition(1, ENDED)], tables)).toEqual(WITH);
    const none = {
      ...tables,
      sets: new Map([...holidays.sets, ['GB-ENG', short]]),
      editions: holidays.editions.slice(0, 1),
    };
    const { notCounted } = plan({ contract, events: [inEdition(1, ENDED)], catalog: terms.catalog, holidays: none });
    expect(notCounted).toContainEqual(expect.objectContaining({ clause: 'export-window' }));
  });

  it('and tables without editions count everything as they are', () => {
    expect(exportWindow([inEdition(1, ENDED)], { ...holidays, editions: [] })).toEqual(WITH);
  });

  it('an edition of a later release is counted with the newest that is known', () => {
    expect(exportWindow([inEdition(7, ENDED)])).toEqual(WITH);
  });

  it('joined tellings of one fact have the lowest of their editions, whichever came first', () => {
    const source = (eventId: string) => ({ provider: 'stripe', eventId, type: 'customer.subscription.deleted' });
    const telling = (edition: number | undefined, id: string) => ({
      ...inEdition(edition, ENDED, id),
      source: source(id),
    });
    for (const [a, b] of [
      [2, 1],
      [1, 2],
      [2, undefined],
    ]) {
      const told = [telling(a, 'evt-a'), telling(b, 'evt-b')];
      expect(exportWindow(told)).toEqual(WITHOUT);
      expect(exportWindow(told.toReversed())).toEqual(WITHOUT);
    }
    expect(exportWindow([telling(2, 'evt-a'), telling(2, 'evt-b')])).toEqual(WITH);
  });

  it('the start that the contract names is counted with the edition of its creation', () => {
    const counted = (edition: number | undefined) =>
      plan({
        contract: { ...contract, startsOn: '2026-01-15', ...(edition !== undefined && { edition }) },
        events: [],
        catalog: terms.catalog,
        holidays,
      }).deadlines.map(({ calendar }) => calendar);
    expect(new Set(counted(2))).toEqual(new Set(counted(2).map(() => 'GB-ENG@2026.2')));
    expect(new Set(counted(undefined))).toEqual(new Set(counted(undefined).map(() => 'GB-ENG@2026.1')));
  });
});

describe('an accepted proposal', () => {
  it('wins over the edition of the event, in any order', () => {
    const events = [inEdition(1, ENDED), rebound(2, '2026-11-30T10:00:00Z')];
    expect(exportWindow(events)).toEqual(WITH);
    expect(exportWindow(events.toReversed())).toEqual(WITH);
  });

  it('of an earlier edition does not bring a later event back', () => {
    expect(exportWindow([inEdition(2, ENDED), rebound(1, '2026-11-30T10:00:00Z')])).toEqual(WITH);
  });

  it('ends when its event is withdrawn', () => {
    const withdrawn = inEdition(2, 'event.withdrawn@2026-11-30T11:00:00Z,event=rebound-2');
    expect(exportWindow([inEdition(1, ENDED), rebound(2, '2026-11-30T10:00:00Z'), withdrawn])).toEqual(WITHOUT);
  });
});
