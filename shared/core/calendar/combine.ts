import type { Computation } from './computation.ts';
import { InvalidArgumentError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep } from './explanation-facts.ts';

interface Combinable extends Omit<Computation, 'steps'> {
  readonly steps: readonly object[];
}

type StepOf<Counted extends Combinable> = Counted['steps'][number];

/**
 * The earliest or latest of several computations, by the instant at which each ends; the first of equals.
 * The steps of all of them are kept, each marked with its `option`, counted from 1.
 */
export function combine<Counted extends Combinable>(
  rule: 'earliest' | 'latest',
  computations: readonly Counted[],
): Omit<Counted, 'steps'> & { readonly steps: readonly (StepOf<Counted> | CountingStep)[] } {
  const index = choose(rule, computations);
  const chosen = computations[index] as Counted;
  const steps: (StepOf<Counted> | CountingStep)[] = computations.flatMap((computation, at) =>
    computation.steps.map((step) => ({ ...step, option: at + 1 }) as StepOf<Counted>),
  );
  steps.push(
    explain('combine', {
      rule,
      options: computations.map(({ date, instant }) => ({ date, instant })),
      chosen: index + 1,
      date: chosen.date,
    }),
  );
  return { ...chosen, steps };
}

/** Which of several computations ends earliest or latest, counted from 0. */
export function choose(rule: 'earliest' | 'latest', computations: readonly Pick<Computation, 'instant'>[]): number {
  if (rule !== 'earliest' && rule !== 'latest') {
    throw new InvalidArgumentError('combine', rule, 'use earliest or latest');
  }
  if (computations.length === 0) throw new InvalidArgumentError('combine', rule, 'there is nothing to choose from');
  const ends = computations.map(({ instant }) => Date.parse(instant));
  return ends.indexOf(rule === 'earliest' ? Math.min(...ends) : Math.max(...ends));
}
