import { parsePeriods } from '../calendar/period-text.ts';
import type { ExplanationStep } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import type { Clause } from '../terms/clause.ts';
import type { Pack } from '../terms/pack.ts';
import { sentence } from './explain.ts';

/** What an explanation rests on beyond the document's own words, in the pack's order. */
export function assumptionsOf(
  contract: PinnedContract,
  pack: Pack,
  clause: Clause,
  steps: readonly ExplanationStep[],
): ExplanationStep[] {
  const silent = pack.assumesWhenContractIsSilent;
  const ids = new Set(clause.assumes);
  if (contract.timezone === undefined && silent.timezone) ids.add(silent.timezone);
  if (contract.holidays === undefined && silent.holidays && countsBusinessDays(clause)) ids.add(silent.holidays);
  return pack.assumptions
    .filter(({ id, onlyWith }) => ids.has(id) && (!onlyWith || steps.some((step) => hasFacts(step, onlyWith))))
    .map(({ id, text }) => sentence('assumption', { assumption: id, statement: text.trim() }));
}

function hasFacts(step: ExplanationStep, facts: Readonly<Record<string, string>>): boolean {
  return Object.entries(facts).every(([key, value]) => step[key] === value);
}

/** Holidays matter to business days, and to any day that rolls off one. */
function countsBusinessDays({ period }: Clause): boolean {
  if (period === undefined) return false;
  const length = typeof period === 'string' ? period : period.length;
  const rolls = typeof period === 'object' && (period.roll !== 'none' || period.minWorkingDays !== undefined);
  return rolls || parsePeriods(length).some(({ unit }) => unit === 'businessDays');
}
