import type { ClauseInForce } from '../../core/agreement/clauses.ts';
import { computePeriod } from '../../core/calendar/compute.ts';
import { parsePeriod, parsePeriods } from '../../core/calendar/period-text.ts';
import type { Day } from '../../core/calendar/types.ts';
import type { Clause } from '../../core/terms/clause.ts';
import { isContractField } from '../../core/terms/cycle.ts';
import type { Pack } from '../../core/terms/pack.ts';

/** The field of a condition on the contract that names the same length as the `every` of a cycle. */
const CONDITION = { 'contract.term': 'term', 'contract.billing': 'billing.cycle' } as const;

/**
 * Every length that the clause's cycle can have, shortest first: the pack's own, or those that the clause is kept to by
 * `appliesIf`. Undefined if the clause has no cycle, or the contract sets any length.
 *
 * @example
 * // cycles: { pace: { every: contract.billing } }
 * // cycle: pace, appliesIf: { contract: billing.cycle, is: [1 year, 3 months], ifSilent: does-not-apply }
 * ['3 months', '1 year']
 */
export function fixedLengths(
  { cycle, appliesIf }: Pick<Clause, 'cycle' | 'appliesIf'>,
  { cycles }: Pick<Pack, 'cycles'>,
): readonly string[] | undefined {
  const terms = cycle === undefined ? undefined : cycles[cycle];
  if (terms === undefined) return undefined;
  if (!isContractField(terms.every)) return [terms.every];
  if (appliesIf?.contract !== CONDITION[terms.every]) return undefined;
  const silent = appliesIf.ifSilent === 'applies' && terms.ifSilent !== undefined ? [terms.ifSilent] : [];
  const lengths = [...new Set([...appliesIf.is, ...silent])].filter((length) => parsePeriods(length).length === 1);
  const ordered = lengths.toSorted((a, b) => endOf(a).localeCompare(endOf(b)));
  return ordered.length === 0 ? undefined : ordered;
}

/** Whether none of the lengths is longer than another. False for `undefined`: then the contract may set a longer one. */
export function areNoLonger(lengths: readonly string[] | undefined, over: string): boolean {
  return lengths?.every((length) => endOf(length) <= endOf(over)) ?? false;
}

/** The clause with a cycle of another length. */
export function withCycle(rule: ClauseInForce, every: string): ClauseInForce {
  return { ...rule, cycle: { name: rule.cycle?.name ?? '', every: parsePeriod(every) } };
}

/** The last day of a length from the first day of a year, to tell which of two lengths is longer. */
function endOf(length: string): Day {
  const context = {
    timezone: 'UTC',
    holidays: { name: 'none', version: 'none', nameOn: () => undefined, days: new Map() },
  };
  return computePeriod('2026-01-01', parsePeriod(length), context).date;
}
