import type { Deadline } from './deadline.ts';
import { explain } from './explain.ts';
import type { ExplanationStep } from './explanation-facts.ts';

/**
 * The whole explanation of a deadline: its clause, what is assumed, and the steps by which its day was found. One that was
 * stored while steps still held their sentence names no assumptions: its steps tell of the clause and of them as well.
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
