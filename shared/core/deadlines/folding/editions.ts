import type { ClauseInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION, newestEdition, tablesOf } from '../../calendar/editions.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import { holidayCalendar } from '../../calendar/holidays.ts';
import type { Fact } from '../../events/event.ts';
import { DEADLINE_REBOUND } from '../../events/kinds.ts';
import type { Counted, Unanchored } from '../counting/counted.ts';
import type { Timed } from './occurrence.ts';

/** The part of a fold that says what deadlines are bound to. */
interface Bindings {
  readonly input: { readonly holidays: HolidayTables };
  readonly rebound: ReadonlyMap<string, number>;
}

/** What opens a deadline, and the id it gets; without an id while the event does not carry what identifies it. */
interface Binding {
  readonly opener: Fact;
  readonly deadline: string | undefined;
}

/** A clause with the holidays that a deadline is bound to, and what counting it gave. */
interface Bound {
  readonly rule: ClauseInForce;
  readonly counted: Counted | Unanchored;
}

/**
 * Counts a clause with the edition that a deadline is bound to: that of the event that opens it, or a higher one that a
 * person accepted. Where that one cannot count, such as for a year that its tables do not cover, the first one after it that
 * can. The deadline keeps the holidays of that edition for every later recount.
 */
export function countBound(
  { input: { holidays: tables }, rebound }: Bindings,
  inForce: ClauseInForce,
  { opener, deadline }: Binding,
  count: (rule: ClauseInForce) => Counted | Unanchored,
): Bound {
  const accepted = deadline === undefined ? undefined : rebound.get(deadline);
  const newest = newestEdition(tables) ?? FIRST_EDITION;
  let edition = Math.max(opener.edition ?? FIRST_EDITION, accepted ?? FIRST_EDITION);
  for (;;) {
    const bound = tablesOf(tables, edition);
    const rule = bound === tables ? inForce : ruleIn(inForce, bound);
    const counted = count(rule);
    const cannotCount = 'missing' in counted && counted.why !== undefined;
    if (!cannotCount || edition >= newest) return { rule, counted };
    edition += 1;
  }
}

function ruleIn(rule: ClauseInForce, tables: HolidayTables): ClauseInForce {
  const { context } = rule;
  const holidays = holidayCalendar([context.holidays.name], tables);
  return holidays.version === context.holidays.version ? rule : { ...rule, context: { ...context, holidays } };
}

/** The edition that was accepted for each deadline; the highest where several were. */
export function reboundBy(events: readonly Timed[]): ReadonlyMap<string, number> {
  const rebound = new Map<string, number>();
  for (const { fact } of events) {
    if (fact.kind !== DEADLINE_REBOUND) continue;
    const { deadline, edition } = fact.data;
    rebound.set(String(deadline), Math.max(Number(edition), rebound.get(String(deadline)) ?? FIRST_EDITION));
  }
  return rebound;
}
