import { parsePeriod } from '../calendar/period-text.ts';
import type { Period } from '../calendar/types.ts';
import type { Contract } from '../events/contract.ts';
import { beginningsOf, type CycleBeginning, type CycleExtension, isContractField } from '../terms/cycle.ts';
import type { Pack } from '../terms/pack.ts';

/** A clause's cycle with its length, or the contract field (`missing`) without which the length is unknown. */
export type CycleInForce =
  | {
      readonly name: string;
      readonly every: Pick<Period, 'n' | 'unit'>;
      readonly anchorDay?: number;
      readonly extendedBy?: CycleExtension;
      readonly beginsWith?: readonly CycleBeginning[];
    }
  | { readonly name: string; readonly missing: string };

/** The cycle of a pack for a contract, and the assumption that gives its length if the contract leaves it out. */
export function cycleInForce(
  name: string,
  pack: Pack,
  { term, billing }: Pick<Contract, 'term' | 'billing'>,
): { cycle: CycleInForce; assumes: readonly string[] } | undefined {
  const cycle = pack.cycles[name];
  if (!cycle) return undefined;
  const { every, ifSilent, assumesIfSilent, extendedBy } = cycle;
  const ofContract = every === 'contract.term' ? term : every === 'contract.billing' ? billing?.cycle : every;
  const length = ofContract ?? ifSilent;
  if (length === undefined) return { cycle: { name, missing: every }, assumes: [] };
  const anchorDay = every === 'contract.billing' ? billing?.anchorDay : undefined;
  const assumed = isContractField(every) && ofContract === undefined && assumesIfSilent !== undefined;
  const { n, unit } = parsePeriod(length);
  return {
    cycle: {
      name,
      every: { n, unit },
      ...(anchorDay !== undefined && { anchorDay }),
      ...(extendedBy && { extendedBy }),
      ...(cycle.beginsWith && { beginsWith: beginningsOf(cycle) }),
    },
    assumes: assumed ? [assumesIfSilent] : [],
  };
}
