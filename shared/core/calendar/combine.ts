import { InvalidArgumentError } from './errors.ts';
import { explain } from './explain.ts';
import type { Computation, ExplanationStep } from './types.ts';

/**
 * The earliest or latest of several computations, by the instant at which each ends; the first of equals.
 * The steps of all of them are kept, each marked with its `part`, counted from 1.
 */
export function combine(rule: 'earliest' | 'latest', computations: readonly Computation[]): Computation {
  if (rule !== 'earliest' && rule !== 'latest') {
    throw new InvalidArgumentError('combine', rule, 'use earliest or latest');
  }
  const [first] = computations;
  if (first === undefined) throw new InvalidArgumentError('combine', rule, 'there is nothing to choose from');
  let chosen = first;
  for (const other of computations) {
    const difference = Date.parse(other.instant) - Date.parse(chosen.instant);
    if (rule === 'earliest' ? difference < 0 : difference > 0) chosen = other;
  }
  const steps: ExplanationStep[] = computations.flatMap((computation, index) =>
    computation.steps.map((step) => ({ ...step, part: index + 1 })),
  );
  steps.push(
    explain('combine', {
      rule,
      options: computations.map(({ date, instant }) => ({ date, instant })),
      chosen: computations.indexOf(chosen) + 1,
      date: chosen.date,
    }),
  );
  return { ...chosen, steps };
}
