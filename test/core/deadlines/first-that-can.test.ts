import { describe, expect, it } from 'vitest';
import { Chance } from '../../../scripts/histories/chance.ts';
import { drawHistory } from '../../../scripts/histories/history.ts';
import { recorded, STATUTES, TERMS, terms } from '../../../scripts/histories/planning.ts';
import type { HolidayTables } from '../../../shared/core/calendar/holiday-table.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { contractOn, deadlineOf, facts, packOf } from './planning.ts';
import { twoEditions } from './two-editions.ts';

const full = terms.holidays;

/** The tables with no year after this one. */
function until(to: number): HolidayTables {
  const cut = (sets: HolidayTables['sets']) => new Map([...sets].map(([name, set]) => [name, { ...set, to }] as const));
  return { ...full, sets: cut(full.sets), versions: cut(full.versions) };
}

const narrow = until(2026);
/** The first edition ends with 2026; the second goes as far as the tables do. */
const holidays = twoEditions(narrow, (name, set) => full.sets.get(name) ?? set);

const CLAUSE = `- { id: c, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: claim.observed, about: claim,
    period: { length: 10 business days, from: data.errorOn }, suspendedBy: legal-hold.placed, resumedBy: legal-hold.lifted,
    extendedBy: { on: subject-request.extended, to: 300 business days },
    ladder: [{ step: reminder, before: 5 business days, to: provider }] }
- { id: child, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: { clause: c, becomes: open },
    period: { length: 5 business days, from: deadline } }
- { id: calm, ref: r, title: t, means: m, nature: obligation, obligor: provider, on: claim.observed, about: claim,
    period: 300 days, ladder: [{ step: reminder, before: 5 business days, to: provider }] }`;
const [contract, catalog] = contractOn(packOf(CLAUSE), { holidays: ['GB-ENG'] });
const OPENED = 'claim.observed@2026-06-01,claim=x,errorOn=2026-06-01';

function planned(tables: HolidayTables, ...events: readonly string[]) {
  const told = facts(...events).map((fact) => ({ ...fact, edition: 1 }));
  return plan({ contract, events: told, catalog, holidays: tables });
}

describe('a deadline that goes into a year which its edition does not cover is counted with the next one', () => {
  it.each([
    ['moved', ['claim.observed@2026-07-01,claim=x,errorOn=2027-03-01']],
    ['extended', ['subject-request.extended@2026-06-02,claim=x']],
    ['suspended', ['legal-hold.placed@2026-06-03', 'legal-hold.lifted@2027-02-01']],
    [
      'moved after a suspension',
      [
        'legal-hold.placed@2026-06-03',
        'legal-hold.lifted@2026-06-05',
        'claim.observed@2026-07-01,claim=x,errorOn=2027-03-01',
      ],
    ],
  ])('%s', (_, events) => {
    const before = planned(holidays, OPENED);
    expect(deadlineOf(before, 'c~x').calendar).toBe('GB-ENG@2026.1');
    const after = planned(holidays, OPENED, ...events);
    const wanted = planned(full, OPENED, ...events);
    for (const id of ['c~x', 'child~x']) {
      const { date, instant, ladder } = deadlineOf(wanted, id);
      expect(deadlineOf(after, id)).toMatchObject({ date, instant, ladder });
    }
    expect(deadlineOf(after, 'c~x').calendar).toBe('GB-ENG@2999.1');
    expect([after.notCounted, date(wanted) > '2026-12-31']).toEqual([[], true]);
    expect(planned(narrow, OPENED, ...events).notCounted).not.toEqual([]);
  });

  it('and so is a reminder of one whose last day needs no holidays', () => {
    const { ladder, calendar } = deadlineOf(planned(holidays, OPENED), 'calm~x');
    expect([ladder.map(({ step }) => step), calendar]).toEqual([
      ['reminder-5-business-days', 'lapsed'],
      'GB-ENG@2026.1',
    ]);
  });

  it('in every random history: nothing is missing, and all dates are those of the later tables', () => {
    let uncovered = 0;
    for (const choices of TERMS) {
      for (let index = 0; index < 25; index += 1) {
        const { contract, events } = recorded(drawHistory(new Chance(`narrow ${index}`), choices, STATUTES));
        const seen = (tables: HolidayTables) => {
          const { deadlines, notCounted } = plan({ contract, events, catalog: terms.catalog, holidays: tables });
          const told = deadlines.map(({ id, state, date, instant, ladder, onLapse }) => [
            id,
            state,
            date,
            instant,
            ladder,
            onLapse,
          ]);
          return { told, notCounted };
        };
        expect(seen(holidays)).toEqual(seen(full));
        uncovered += seen(narrow).notCounted.length;
      }
    }
    expect(uncovered).toBeGreaterThan(10);
  });
});

function date(found: ReturnType<typeof planned>): string {
  return deadlineOf(found, 'c~x').date;
}
