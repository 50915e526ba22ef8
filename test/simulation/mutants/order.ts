import { PAIRS } from '../cloud/pairs.ts';

/** Coprime to the number of seeds, so that each comes up once, and the first few bring about faults of many steps. */
const STRIDE = 37;
const ALL = 500;

/** So many seeds in the order in which they are tried. Neighbours would bring about faults of one step. */
export function spreadSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, n) => (n < ALL ? ((n * STRIDE) % ALL) + 1 : n + 1));
}

/** The seeds that bring about a fault of a step, such as `notice.unknown`. */
export function seedsFor(step: string): number[] {
  return Array.from({ length: ALL }, (_, n) => n + 1).filter((seed) => PAIRS[seed % PAIRS.length]?.step.endsWith(step));
}
