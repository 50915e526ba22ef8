import type { StepWithText } from '../../core/deadlines/explanation-facts.ts';
import type { Floor } from '../../core/deadlines/money.ts';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';

/** A deadline as it was stored while its steps still held their sentence. */
export interface DeadlineWithText extends Omit<StoredDeadline, 'steps'> {
  readonly steps: readonly StepWithText[];
}

/**
 * A deadline that was stored while its steps still held their sentence: each is told as it was. What letters and the
 * console show of it stood among the facts of its steps then, and has a field of its own.
 */
export function readWithText(deadline: DeadlineWithText): StoredDeadline {
  const { steps } = deadline;
  const factsOf = (code: string) => steps.find((step) => step.code === code);
  const floor = factsOf('floor');
  const sum = factsOf('sum');
  return {
    ...deadline,
    ...(floor && { floor: floorIn(floor) }),
    ...(sum && { summedUntil: String(sum.until) }),
    ...(factsOf('allowance') && { allowance: { usedUp: factsOf('allowance-used') !== undefined } }),
    steps: steps.map((step) => ({ code: 'told', step })),
  };
}

function floorIn({ floor, sum, comparable }: StepWithText): Floor {
  return { floor, sum, comparable } as Floor;
}
