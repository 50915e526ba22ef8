import type { ClauseInForce } from '../../agreement/clauses.ts';
import { FIRST_EDITION, newestEdition, othersThanNewest, tablesOf } from '../../calendar/editions.ts';
import type { HolidayTables } from '../../calendar/holiday-table.ts';
import { holidayCalendar } from '../../calendar/holidays.ts';
import type { Day, InstantText, Zone } from '../../calendar/types.ts';
import { readByEach } from '../../calendar/zone.ts';
import { DEADLINE_KEPT, DEADLINE_REBOUND } from '../../events/kinds.ts';
import { countClause } from '../counting/count-clause.ts';
import type { Basis, Counted, Unanchored } from '../counting/counted.ts';
import { type LiftedPause, withPauses } from '../counting/suspended-time.ts';
import { explain } from '../explain.ts';
import type { Timed } from './occurrence.ts';

/** What a deadline is counted with. */
export interface Bound {
  /** The ends that were stored before there were editions. */
  readonly kept: readonly Kept[];
  /** The edition of the events that opened it; a person may have accepted a higher one. */
  readonly edition: number;
  /** The clause with the tables of the edition that the deadline is bound to, then of each one after it. */
  readonly rules: Iterable<ClauseInForce>;
}

/** An end that stands in the place of one that is counted. */
export interface Kept {
  readonly event: string;
  readonly date: Day;
  readonly instant: InstantText;
  /** The instant that is counted. Where facts lead to another one, nothing is kept. */
  readonly insteadOf: InstantText;
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

/** What people and earlier releases decided about one deadline. */
interface Decided {
  /** The edition that a person accepted. It takes the place of what was kept. */
  readonly accepted?: number | undefined;
  readonly kept?: readonly Kept[] | undefined;
}

const NOTHING: readonly Kept[] = [];

/** The clause by the editions from `edition` on, or from a higher one that a person accepted. */
export function boundTo(
  tables: HolidayTables,
  inForce: ClauseInForce,
  edition: number,
  { accepted, kept = NOTHING }: Decided,
): Bound {
  const from = Math.max(edition, accepted ?? FIRST_EDITION);
  const newest = newestEdition(tables) ?? FIRST_EDITION;
  const bound = { edition, kept: accepted === undefined ? kept : NOTHING };
  if (from >= newest) return { ...bound, rules: [inForce] };
  return { ...bound, rules: { [Symbol.iterator]: () => rulesFrom(tables, inForce, from, newest) } };
}

/** The end that was kept in the place of this one, else this one. */
export function asKept({ kept }: Bound, counted: Counted, timezone: Zone): Counted {
  if (kept.length === 0) return counted;
  const readings = readByEach(counted.instant, timezone);
  const found = kept.find(({ insteadOf }) => readings.includes(insteadOf));
  if (found === undefined) return counted;
  const { event, date, instant } = found;
  return {
    ...counted,
    date,
    ...(counted.unadjustedDate === counted.date && { unadjustedDate: date }),
    instant,
    keptBy: event,
    steps: [...counted.steps, explain('kept', { event, from: counted.date, to: date })],
  };
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

/** The ends that were kept, by deadline, in the order of their events. */
export function keptBy(events: readonly Timed[]): ReadonlyMap<string, readonly Kept[]> {
  const all = events.filter(({ fact }) => fact.kind === DEADLINE_KEPT);
  const byDeadline = Map.groupBy(all, ({ fact }) => String(fact.data.deadline));
  return new Map([...byDeadline].map(([deadline, of]) => [deadline, of.map(keptIn)]));
}

function keptIn({ fact: { id: event, data } }: Timed): Kept {
  return { event, date: String(data.date), instant: String(data.instant), insteadOf: String(data.insteadOf) };
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
