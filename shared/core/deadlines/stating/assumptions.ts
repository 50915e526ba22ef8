import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { ExplanationStep } from '../../calendar/types.ts';
import { sentence } from '../explain.ts';

interface Shown {
  readonly step: ExplanationStep;
  readonly onlyWith: readonly Readonly<Record<string, string>>[] | undefined;
}

const known = new WeakMap<ClauseInForce, readonly Shown[]>();

/** What an explanation rests on beyond the document's own words, in the pack's order. */
export function assumptionsOf(rule: ClauseInForce, steps: readonly ExplanationStep[]): ExplanationStep[] {
  const shown = known.get(rule) ?? assumptionsUnder(rule);
  known.set(rule, shown);
  return shown
    .filter(({ onlyWith }) => !onlyWith || onlyWith.some((facts) => steps.some((step) => hasFacts(step, facts))))
    .map(({ step }) => step);
}

function assumptionsUnder({ pack, clause, silent }: ClauseInForce): Shown[] {
  const ids = new Set([...clause.assumes, ...silent]);
  return pack.assumptions
    .filter(({ id }) => ids.has(id))
    .map(({ id, text, onlyWith }) => ({
      step: sentence('assumption', { assumption: id, statement: text.trim() }),
      onlyWith: onlyWith && [onlyWith].flat(),
    }));
}

function hasFacts(step: ExplanationStep, facts: Readonly<Record<string, string>>): boolean {
  return Object.entries(facts).every(([key, value]) => step[key] === value);
}
