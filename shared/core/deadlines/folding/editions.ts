import type { ClauseInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION, newestEdition, othersThanNewest, tablesOf } from '../../calendar/editions.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import { holidayCalendar } from '../../calendar/holidays.ts';
import { DEADLINE_REBOUND } from '../../events/kinds.ts';
import { countClause } from '../counting/count-clause.ts';
import type { Basis, Counted, Unanchored } from '../counting/counted.ts';
import { type LiftedPause, withPauses } from '../counting/suspended-time.ts';
import type { Timed } from './occurrence.ts';

/** What a deadline is counted with. */
export interface Bound {
  /** The edition of the events that opened it; a person may have accepted a higher one. */
  readonly edition: number;
  /** The clause with the tables of the edition that the deadline is bound to, then of each one after it. */
  readonly rules: Iterable<ClauseInForce>;
}

/** A count, and what it was counted from; `basis.rule` has the tables of the edition that could. */
export interface Reckoned {
  readonly basis: Basis;
  readonly counted: Counted;
}

/**
 * The first result that the calendar can count, and the clause with the tables that it was counted with. Every count of a
 * deadline goes through this function: what its own edition cannot count, such as a year that its tables do not cover, takes
 * the first edition after it that can. The reason of the newest edition if none can.
 */
export function firstThatCan<Result extends object>(
  rules: Iterable<ClauseInForce>,
  count: (rule: ClauseInForce) => Result | Unanchored,
): { readonly rule: ClauseInForce; readonly result: Result } | Unanchored {
  let unanchored: Unanchored = { missing: 'on' };
  for (const rule of rules) {
    const result = count(rule);
    if (!('missing' in result)) return { rule, result };
    unanchored = result;
    // With other tables a missing value is missing as well.
    if (unanchored.why === undefined) break;
  }
  return unanchored;
}

/** Counts a clause with the first edition that can. */
export function reckon({ rules }: Pick<Bound, 'rules'>, from: Basis): Reckoned | Unanchored {
  const found = firstThatCan(rules, (rule) => countClause(rule === from.rule ? from : { ...from, rule }));
  if ('missing' in found) return found;
  return { basis: found.rule === from.rule ? from : { ...from, rule: found.rule }, counted: found.result };
}

/** A period with its suspensions, counted as a whole with the first edition that can. */
export function reckonPaused(
  { rules }: Pick<Bound, 'rules'>,
  base: Reckoned,
  over: readonly LiftedPause[],
): Reckoned | Unanchored {
  if (over.length === 0) return base;
  const found = firstThatCan(rules, (rule) => {
    const counted = rule === base.basis.rule ? base.counted : countClause({ ...base.basis, rule });
    return 'missing' in counted ? counted : withPauses(rule, counted, over);
  });
  return 'missing' in found ? found : { basis: { ...base.basis, rule: found.rule }, counted: found.result };
}

/** The clause by the editions from `edition` on, or from a higher one that a person accepted. */
export function boundTo(
  tables: HolidayTables,
  inForce: ClauseInForce,
  edition: number,
  accepted: number = FIRST_EDITION,
): Bound {
  const from = Math.max(edition, accepted);
  const newest = newestEdition(tables) ?? FIRST_EDITION;
  if (from >= newest) return { edition, rules: [inForce] };
  return { edition, rules: { [Symbol.iterator]: () => rulesFrom(tables, inForce, from, newest) } };
}

function* rulesFrom(tables: HolidayTables, inForce: ClauseInForce, from: number, newest: number) {
  let before: ClauseInForce | undefined;
  for (let edition = from; edition <= newest; edition += 1) {
    const rule = edition === newest ? inForce : ruleIn(inForce, tables, edition);
    if (rule !== before) yield rule;
    before = rule;
  }
}

const byTables = new WeakMap<ClauseInForce, Map<HolidayTables, ClauseInForce>>();

/** The clause with the tables and rules of an edition; the clause itself where these are the newest. */
function ruleIn(rule: ClauseInForce, tables: HolidayTables, edition: number): ClauseInForce {
  const own = tablesOf(tables, edition);
  const known = byTables.get(rule) ?? new Map<HolidayTables, ClauseInForce>();
  byTables.set(rule, known);
  const made = known.get(own) ?? makeRuleIn(rule, own, othersThanNewest(tables, edition));
  known.set(own, made);
  return made;
}

function makeRuleIn(
  rule: ClauseInForce,
  tables: HolidayTables,
  others: ReturnType<typeof othersThanNewest>,
): ClauseInForce {
  const { context } = rule;
  const holidays = holidayCalendar([context.holidays.name], tables);
  const isSame = holidays.version === context.holidays.version && Object.keys(others).length === 0;
  return isSame ? rule : { ...rule, context: { ...context, holidays, ...others } };
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
