import { sameLength } from '../../core/calendar/period-text.ts';
import type { AppliesIf } from '../../core/terms/written-clause.ts';
import { listed } from '../packs/describe-events.ts';

/**
 * The contracts to which both clauses apply, as words to append: empty if those are all contracts, undefined if there
 * are none. Conditions on different fields of the contract can be fulfilled together.
 */
export function sharedContracts(a: AppliesIf | undefined, b: AppliesIf | undefined): string | undefined {
  if (a === undefined || b === undefined || a.contract !== b.contract) {
    const named = [a, b].flatMap((one) => (one ? [is(one, one.is)] : []));
    return named.length === 0 ? '' : `, where ${named.join(' and ')}`;
  }
  const shared = a.is.filter((value) => b.is.some((other) => isSame(a.contract, value, other)));
  if (shared.length > 0) return `, where ${is(a, shared)}`;
  const silent = a.ifSilent === 'applies' && b.ifSilent === 'applies';
  return silent ? `, where the contract does not say its ${a.contract}` : undefined;
}

function is({ contract }: AppliesIf, values: readonly string[]): string {
  return `${contract} is ${listed(values, 'or')}`;
}

function isSame(field: AppliesIf['contract'], a: string, b: string): boolean {
  return field === 'billing.cycle' || field === 'term' ? sameLength(a, b) : a === b;
}
