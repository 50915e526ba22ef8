import { parsePeriods, sameLength } from '../calendar/period-text.ts';
import type { Day } from '../calendar/types.ts';
import type { Contract } from '../events/contract.ts';
import type { Clause } from '../terms/clause.ts';
import type { Pack } from '../terms/pack.ts';
import { singleCountingsIn } from '../terms/shapes/questions.ts';
import type { AppliesIf } from '../terms/written-clause.ts';
import type { ChosenLaw } from './place.ts';

/**
 * Why a clause does not apply: the contract leaves a field out (`silent`), or has another value (`elsewhere`); an event has
 * happened that keeps it from starting (`happened`), or none of those without which it does not start (`not-happened`); the
 * event came before the day from which the statute applies (`before`), or in time for a cycle before `opensOn`, the first day of
 * the first cycle that is tracked (`untracked`); or the event names none of the matters that are open (`unnamed`: `key` names
 * one, `matters` are the first of `n`).
 */
export type DoesNotApply =
  | { readonly because: 'silent'; readonly field: string }
  | { readonly because: 'elsewhere'; readonly field: string; readonly is: readonly string[]; readonly found: string }
  | { readonly because: 'before'; readonly day: Day }
  | { readonly because: 'happened'; readonly event: string; readonly kind: string; readonly day: Day }
  | { readonly because: 'not-happened'; readonly kinds: readonly string[] }
  | { readonly because: 'unnamed'; readonly key: string; readonly matters: readonly string[]; readonly n: number }
  | { readonly because: 'untracked'; readonly opensOn: Day };

/**
 * Ids of the assumptions for a zone, holidays or law that the contract leaves out; for holidays only if they matter.
 */
export function silences(clause: Clause, pack: Pack, contract: Contract, law: ChosenLaw | undefined): string[] {
  const { timezone, holidays, law: ofLaw } = pack.assumesWhenContractIsSilent;
  const found: (string | undefined)[] = [];
  if (contract.timezone === undefined && law === undefined) found.push(timezone);
  const asks = clause.holidays === undefined && asksHolidays(clause);
  if (contract.holidays === undefined && law === undefined && asks) found.push(holidays);
  if (contract.law === undefined && pack.laws !== undefined && contract.holidays === undefined) found.push(ofLaw);
  return found.filter((id) => id !== undefined);
}

const asking = new WeakMap<Clause, boolean>();

/** True if the clause counts business days, or if its last day may roll off a holiday. */
export function asksHolidays(clause: Clause): boolean {
  const known = asking.get(clause);
  if (known !== undefined) return known;
  const asks = countsHolidays(clause);
  asking.set(clause, asks);
  return asks;
}

function countsHolidays(clause: Clause): boolean {
  return singleCountingsIn(clause).some(({ length, roll = 'none', minWorkingDays, regime, cutOff }) => {
    if (roll !== 'none' || minWorkingDays !== undefined || regime !== undefined) return true;
    if (cutOff?.movesTo === 'nextBusinessDay') return true;
    return length !== undefined && parsePeriods(length).some(({ unit }) => unit === 'businessDays');
  });
}

/** Whether a clause applies to a contract, and the assumption used if the contract leaves the field out. */
export function applicability(
  condition: AppliesIf | undefined,
  contract: Contract,
): { assumes: readonly string[]; doesNotApply?: DoesNotApply } {
  if (!condition) return { assumes: [] };
  const { contract: field, is, ifSilent, assumesIfSilent } = condition;
  const found = field === 'billing.cycle' ? contract.billing?.cycle : contract[field];
  if (found === undefined) {
    const assumes = assumesIfSilent === undefined ? [] : [assumesIfSilent];
    return ifSilent === 'applies' ? { assumes } : { assumes, doesNotApply: { because: 'silent', field } };
  }
  const same = (wanted: string) => (isLength(field) ? sameLength(wanted, found) : wanted === found);
  if (is.some(same)) return { assumes: [] };
  return { assumes: [], doesNotApply: { because: 'elsewhere', field, is, found } };
}

function isLength(field: AppliesIf['contract']): boolean {
  return field === 'billing.cycle' || field === 'term';
}
