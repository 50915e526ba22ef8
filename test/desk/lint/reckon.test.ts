import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import type { ClauseInForce } from '../../../shared/core/agreement/clauses.ts';
import { addDays } from '../../../shared/core/calendar/days.ts';
import { instantText } from '../../../shared/core/calendar/instants.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { EventData, Fact } from '../../../shared/core/events/event.ts';
import { happensAtOnce, periodOf } from '../../../shared/core/terms/shapes/questions.ts';
import { anchorsOf, singlesIn } from '../../../shared/core/terms/written-counting.ts';
import { matchesIn, type OneMatch } from '../../../shared/desk/lint/conditions.ts';
import { EarliestDay } from '../../../shared/desk/lint/notice-days.ts';
import { DAYS, epochOf, Reckoner, TIMES, type TimeOfDay } from '../../../shared/desk/lint/reckon.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const { catalog, holidays } = sourceTerms();
const reckoner = new Reckoner();
const customer = { email: 'nobody@customer.example', locale: 'en' };

interface Counted {
  readonly contract: PinnedContract;
  readonly rule: ClauseInForce;
  readonly start: OneMatch;
}

/** Every clause of the project’s packs that counts from an event, with an event that starts it. */
const COUNTED: readonly Counted[] = [...catalog.values()].flat().flatMap((pack) => {
  const terms = pack.kind === 'terms' ? pack : catalog.get('eloomi')?.at(-1);
  if (!terms) throw new Error('there is no eloomi');
  const contract = {
    id: 'case',
    terms: terms.pack,
    version: terms.version,
    customer,
    ...(pack.kind === 'statute' && { statutes: [`${pack.pack}@${pack.version}`] }),
  };
  return agreementOf({ contract, catalog, holidays })
    .current.clauses.filter((rule) => rule.pack === pack && ['period', 'atOnce'].includes(rule.clause.shape.kind))
    .flatMap((rule) => {
      const [start] = matchesIn(rule.startedBy);
      return start === undefined || rule.clause.cycle !== undefined ? [] : [{ contract, rule, start }];
    });
});

/** The event on a day, early or late, with the day in whatever data the clause counts from. */
function eventOn(day: string, time: TimeOfDay, { rule, start }: Counted): Fact {
  const { about } = rule.clause;
  const period = periodOf(rule.clause);
  const keys = (period ? singlesIn(period) : []).flatMap((single) =>
    anchorsOf(single).filter((anchor) => anchor.startsWith('data.') && single.day === undefined),
  );
  const wanted = Object.entries(start.where).flatMap(([key, test]): [string, string | number | boolean][] => {
    if (typeof test !== 'object') return [[key, test]];
    return test.set === true ? [[key, 'emergency']] : [];
  });
  const data: EventData = {
    ...Object.fromEntries(wanted),
    ...(about !== undefined && { [about]: 'x1' }),
    ...Object.fromEntries(keys.map((key) => [key.slice('data.'.length), day])),
  };
  const back = period !== undefined && singlesIn(period).some(({ direction }) => direction === 'before');
  const onDay = time === 'day-begins' ? day : instantText(epochOf(day, time, rule.context));
  return { id: 'e1', kind: start.kind, occurredAt: back ? addDays(day, -200) : onDay, data };
}

describe('what the linter counts', () => {
  it('is there for most clauses', () => {
    expect(COUNTED.length).toBeGreaterThan(25);
  });

  it('is what a plan counts', () => {
    fc.assert(
      fc.property(
        fc.nat(COUNTED.length - 1),
        fc.nat(DAYS.length - 1),
        fc.constantFrom(...TIMES),
        (which, index, time) => {
          const counted = COUNTED[which] as Counted;
          const end = reckoner.endsOf(counted.rule, time)[index];
          const { deadlines } = plan({
            contract: counted.contract,
            events: [eventOn(DAYS[index] as string, time, counted)],
            catalog,
            holidays,
          });
          const deadline = deadlines.find(
            ({ clause, terms }) => clause === counted.rule.clause.id && terms.startsWith(`${counted.rule.pack.pack}@`),
          );
          if (happensAtOnce(counted.rule.clause) && end === undefined) return;
          expect([deadline?.date, deadline?.instant]).toEqual([end?.date, end && instantText(end.epoch)]);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('the earliest day for which a notice is in time', () => {
  it('is found for days in ascending order, and none beyond the days tried', () => {
    const latest = DAYS.map((day) => ({ date: addDays(day, -30), epoch: 0 }));
    const earliest = new EarliestDay(latest);
    expect(earliest.for('2026-01-01')).toBe('2026-01-31');
    expect(earliest.for('2026-02-01')).toBe('2026-03-03');
    expect(earliest.for('2029-12-02')).toBeUndefined();
  });
});
