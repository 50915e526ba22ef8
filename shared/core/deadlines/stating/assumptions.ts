import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { ExplanationStep } from '../explanation-facts.ts';

type Facts = readonly (readonly [name: string, value: string])[];

interface Shown {
  readonly id: string;
  readonly onlyWith: readonly Facts[] | undefined;
}

const known = new WeakMap<ClauseInForce, readonly Shown[]>();

/**
 * The ids of the assumptions that an explanation rests on, in the pack's order. With `onlyWith`, an assumption is shown
 * only if some step has those facts. This decides what is shown, never a date.
 */
export function assumptionsOf(rule: ClauseInForce, steps: readonly ExplanationStep[]): string[] {
  const shown = known.get(rule) ?? assumptionsUnder(rule);
  known.set(rule, shown);
  return shown
    .filter(({ onlyWith }) => !onlyWith || onlyWith.some((facts) => steps.some((step) => hasFacts(step, facts))))
    .map(({ id }) => id);
}

function assumptionsUnder({ pack, clause, silent }: ClauseInForce): Shown[] {
  const ids = new Set([...clause.assumes, ...silent]);
  return pack.assumptions
    .filter(({ id }) => ids.has(id))
    .map(({ id, onlyWith }) => ({ id, onlyWith: onlyWith && [onlyWith].flat().map(Object.entries) }));
}

function hasFacts(step: ExplanationStep, facts: Facts): boolean {
  const given = step as unknown as Readonly<Record<string, unknown>>;
  return facts.every(([name, value]) => given[name] === value);
}
