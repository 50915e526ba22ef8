import type { ClauseInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION, tablesOf } from '../../calendar/editions.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import { holidayCalendar } from '../../calendar/holidays.ts';
import type { Fact } from '../../events/event.ts';
import { DEADLINE_REBOUND } from '../../events/kinds.ts';
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

/**
 * A clause with the holidays of the edition that a deadline is bound to: that of the event that opens it, or a higher one
 * that a person accepted. The deadline keeps them for every later recount.
 */
export function boundRule(
  { input: { holidays: tables }, rebound }: Bindings,
  rule: ClauseInForce,
  { opener, deadline }: Binding,
): ClauseInForce {
  const accepted = deadline === undefined ? undefined : rebound.get(deadline);
  const edition = Math.max(opener.edition ?? FIRST_EDITION, accepted ?? FIRST_EDITION);
  const bound = tablesOf(tables, edition);
  const { context } = rule;
  if (bound === tables) return rule;
  const holidays = holidayCalendar([context.holidays.name], bound);
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
