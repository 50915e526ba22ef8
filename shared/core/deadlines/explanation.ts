import type { Deadline } from './deadline.ts';
import { explain } from './explain.ts';
import type { ExplanationStep } from './explanation-facts.ts';

/**
 * The whole explanation of a deadline: its clause, the assumptions, and the steps by which its day was found. A deadline
 * stored with sentences has no `assumptions`: its steps include the clause and the assumptions.
 */
export function explanationOf({
  clause,
  terms,
  assumptions,
  steps,
}: Pick<Deadline, 'clause' | 'terms' | 'assumptions' | 'steps'>): readonly ExplanationStep[] {
  if (assumptions === undefined) return steps;
  return [
    explain('clause', { clause, terms }),
    ...assumptions.map((assumption) => explain('assumption', { assumption, terms })),
    ...steps,
  ];
}
