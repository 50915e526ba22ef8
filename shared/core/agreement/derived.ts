import { type Pack, packLabel } from '../terms/pack.ts';
import type { NewerReading } from './readings.ts';
import type { Stretch } from './stretches.ts';

/**
 * What follows from a contract and the packs that have been in force, whenever. Agreements of one contract share it, and it is
 * worked out when it is first asked for.
 */
export class Derived {
  readonly #newer = new Map<Pack, NewerReading | undefined>();
  readonly #every = new Map<string, readonly Stretch[]>();

  /** The corrected reading of the terms in force. */
  newer(terms: Pack, make: (terms: Pack) => NewerReading | undefined): NewerReading | undefined {
    if (!this.#newer.has(terms)) this.#newer.set(terms, make(terms));
    return this.#newer.get(terms);
  }

  /** The stretches of every version, beside those that have been in force. */
  every(inForce: readonly Pack[], make: () => readonly Stretch[]): readonly Stretch[] {
    const name = inForce.map(packLabel).join();
    const found = this.#every.get(name) ?? make();
    this.#every.set(name, found);
    return found;
  }
}
