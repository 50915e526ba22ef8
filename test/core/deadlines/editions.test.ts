import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { MOST_DAYS, proposalsOf } from '../../../shared/core/deadlines/proposals.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { loadHolidayTables } from '../../../shared/runtime/holiday-tables.ts';
import { corrected, termsInFirstEdition } from '../../harness/editions.ts';
import { contractOn, deadlineOf, facts, lapseOf, packOf, silent, terms } from './planning.ts';
import { twoEditions, withMoreHolidays } from './two-editions.ts';

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

  it('and the rules of its edition go into counting', () => {
    const [one, other] = holidays.editions;
    if (!one || !other) throw new Error('there are no two editions');
    const tables = { ...holidays, editions: [{ ...one, rules: 0 }, other] };
    const countedWith = (edition: number) =>
      plan({ contract, events: [inEdition(edition, ENDED)], catalog: terms.catalog, holidays: tables }).countedWith;
    expect([1, 2].map((edition) => countedWith(edition).get('export-window'))).toEqual([{ rules: 0 }, {}]);
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

describe('the edition is the lowest of all events that could have opened the deadline', () => {
  const two = twoEditions(terms.holidays, withMoreHolidays);
  const calendarsOf = (clauses: string, events: readonly Fact[], more: Partial<PinnedContract> = {}, cycles = '') => {
    const [signed, catalog] = contractOn(packOf(clauses, cycles), { holidays: ['GB-ENG'], ...more });
    const { deadlines } = plan({ contract: signed, events, catalog, holidays: two });
    return Object.fromEntries(deadlines.map(({ id, calendar }) => [id, calendar.slice('GB-ENG@'.length)]));
  };
  const clause = (id: string, more: string) =>
    `- { id: ${id}, ref: r, title: t, means: m, nature: obligation, obligor: provider, ${more} }\n`;
  const FIRST = '2026.1';
  const SECOND = '2999.1';

  it('also where an earlier hour of the same day is told later, and for what follows from it', () => {
    const clauses =
      clause('a', 'on: claim.observed, period: 10 business days, satisfiedBy: claim.specified') +
      clause('b', 'on: { clause: a, becomes: open }, period: 20 business days') +
      clause('c', 'on: { clause: a, becomes: met }, period: 20 business days');
    const told = [
      inEdition(1, 'claim.observed@2026-03-02T12:00:00Z'),
      inEdition(2, 'claim.observed@2026-03-02T10:00:00Z'),
      inEdition(1, 'claim.specified@2026-03-05T12:00:00Z'),
      inEdition(2, 'claim.specified@2026-03-05T10:00:00Z'),
    ];
    expect(calendarsOf(clauses, told.slice(0, 2))).toEqual({ a: FIRST, b: FIRST });
    expect(calendarsOf(clauses, told)).toEqual({ a: FIRST, b: FIRST, c: FIRST });
    const later = told.map((fact) => ({ ...fact, edition: 2 }));
    expect(calendarsOf(clauses, later)).toEqual({ a: SECOND, b: SECOND, c: SECOND });
  });

  it('also of an event about the whole contract that could have met it, and not of one about another matter', () => {
    const clauses =
      clause(
        'a',
        'on: claim.observed, about: claim, period: 10 business days, satisfiedBy: [claim.specified, trial.converted]',
      ) + clause('b', 'on: { clause: a, becomes: met }, period: 20 business days');
    const second = [
      inEdition(2, 'claim.observed@2026-03-02T10:00:00Z,claim=x'),
      inEdition(2, 'claim.specified@2026-03-05T12:00:00Z,claim=x'),
    ];
    const ofAnother = inEdition(1, 'claim.specified@2026-03-05T13:00:00Z,claim=y');
    const ofTheContract = inEdition(1, 'trial.converted@2026-03-05T14:00:00Z');
    expect(calendarsOf(clauses, [...second, ofAnother])).toEqual({ 'a~x': SECOND, 'b~x': SECOND });
    expect(calendarsOf(clauses, [...second, ofTheContract])).toEqual({ 'a~x': SECOND, 'b~x': FIRST });
  });

  it('also for the occurrence after one that lapsed, and that turns out to have been met', () => {
    const clauses = clause(
      'a',
      `on: contract.commenced, cycle: term, recurs: after-lapse-or-met, satisfiedBy: price.changed,
    period: { length: 30 business days, from: cycle.end, direction: before }`,
    );
    const signed = { startsOn: '2026-01-01', edition: 1 };
    const cycles = 'cycles: { term: { every: 12 months } }\n';
    const [contractOfYears, catalog] = contractOn(packOf(clauses, cycles), { holidays: ['GB-ENG'], ...signed });
    const input = { contract: contractOfYears, events: [], catalog, holidays: two };
    const lapsed = lapseOf(deadlineOf(plan(input), 'a~2026-01-01'));
    const stamped = (edition: number, ...events: readonly Fact[]) => events.map((fact) => ({ ...fact, edition }));
    const inTime = facts('price.changed@2026-02-02');
    const calendars = (...events: readonly Fact[]) => calendarsOf(clauses, events, signed, cycles);
    expect(calendars(...stamped(1, lapsed))['a~2027-01-01']).toBe(FIRST);
    expect(calendars(...stamped(1, lapsed), ...stamped(2, ...inTime))['a~2027-01-01']).toBe(FIRST);
    expect(calendars(...stamped(2, ...inTime))['a~2027-01-01']).toBe(SECOND);
  });

  it('but not of those that opened it before it ended and started once more', () => {
    const clauses = clause(
      'a',
      'on: claim.observed, period: 10 business days, endedBy: claim.specified, startsAgain: true',
    );
    const once = [inEdition(1, 'claim.observed@2026-03-02T12:00:00Z'), inEdition(1, 'claim.specified@2026-03-03')];
    const again = inEdition(2, 'claim.observed@2026-03-05T12:00:00Z');
    expect(calendarsOf(clauses, [...once, again])).toEqual({ a: SECOND });
    expect(calendarsOf(clauses, [...once, again, inEdition(1, 'claim.observed@2026-03-06')])).toEqual({ a: FIRST });
  });

  it('nor of those that met the deadline before it was open again', () => {
    const clauses =
      clause('a', 'on: claim.observed, period: 90 days, satisfiedBy: breach.alleged, reopenedBy: breach.cured') +
      clause('b', 'on: { clause: a, becomes: met }, period: 10 business days');
    const opened = ['claim.observed@2026-03-02', 'breach.alleged@2026-03-03', 'breach.cured@2026-03-04'];
    const events = [...opened.map((text) => inEdition(1, text)), inEdition(2, 'breach.alleged@2026-03-05')];
    expect(calendarsOf(clauses, events)).toEqual({ a: FIRST, b: SECOND });
  });

  it('and an announcement is judged with it', () => {
    const clauses = clause(
      'a',
      'on: claim.observed, about: claim, refuseWhenMissed: true, period: { length: 5 business days, from: data.errorOn, direction: before }',
    );
    const [signed, catalog] = contractOn(packOf(clauses), { holidays: ['GB-ENG'] });
    const refused = (...events: readonly Fact[]) =>
      plan({ contract: signed, events, catalog, holidays: two }).refused.map(({ event }) => event);
    // Wednesday 18 March 2026 is a holiday of the second edition.
    const announced = (edition: number, hour: string) =>
      inEdition(edition, `claim.observed@2026-03-13T${hour}:00:00Z,claim=x,errorOn=2026-03-20`, `e${edition}`);
    expect(refused(announced(2, '10'))).toEqual(['e2']);
    expect(refused(announced(1, '12'))).toEqual([]);
    expect(refused(announced(1, '12'), announced(2, '10'))).toEqual([]);
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

describe('a declined proposal', () => {
  const declined = (edition: number): Fact => ({
    ...rebound(edition, '2022-09-13T10:00:00Z'),
    kind: 'proposal.declined',
  });
  const [one, other] = holidays.editions;
  if (!one || !other) throw new Error('there are no two editions');
  /** A further edition that is about another set. */
  const three = { ...holidays, editions: [one, other, { ...other, edition: 3 }] };
  const proposed = (tables: HolidayTables, ...decisions: readonly Fact[]) =>
    proposalsOf({
      contract,
      events: [inEdition(1, ENDED), ...decisions],
      catalog: terms.catalog,
      holidays: tables,
    }).map(({ deadline, edition }) => `${deadline} ${edition}`);

  it('is not proposed again by a further edition that gives the same end', () => {
    expect(proposed(three)).toEqual(['export-window 3']);
    expect(proposed(holidays, declined(2))).toEqual([]);
    expect(proposed(three, declined(2))).toEqual([]);
    expect(proposed(three, declined(3))).toEqual([]);
    // After a roll-back.
    expect(proposed(holidays, declined(3))).toEqual([]);
  });

  it('is proposed by one that gives another end', () => {
    const twice = { ...three, editions: [one, { ...one, edition: 2 }, { ...other, edition: 3 }] };
    expect(proposed(twice, declined(2))).toEqual(['export-window 3']);
  });
});

describe('the cause of a proposal', () => {
  const two = twoEditions(terms.holidays, withMoreHolidays);
  const causes = (more: string) => {
    const clause = `- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: claim.observed,
    about: claim, period: { length: 10 business days, from: data.errorOn } }`;
    const [signed, catalog] = contractOn(packOf(clause), { holidays: ['GB-ENG'] });
    const events = [inEdition(1, `claim.observed@2026-06-01,claim=x,errorOn=2026-06-01${more}`)];
    return proposalsOf({ contract: signed, events, catalog, holidays: two }).map(({ cause: { days } }) => days);
  };
  const [near = []] = causes('');

  it('names the days that differ between the event and the ends', () => {
    expect(near.map(({ day, change }) => [day, change])).toEqual([['2026-06-10', 'added']]);
  });

  it.each(['9999-12-31', '0001-01-01'])(
    'names few where the event names a day as far as %s, within the time of a test',
    (far) => {
      const [days = []] = causes(`,other=${far}`);
      expect(days.length).toBeLessThanOrEqual(MOST_DAYS);
      expect(days).toEqual(days.toSorted((a, b) => (a.day < b.day ? -1 : 1)));
      expect(days).toEqual(expect.arrayContaining([...near]));
    },
  );
});
