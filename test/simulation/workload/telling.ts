import type { Fact } from '../oracle/model.ts';

export interface SimulatedContract {
  readonly id: string;
  readonly zone: string;
  readonly email: string;
  /** When it is created, epoch milliseconds. */
  readonly at: number;
}

/** A fact, and when its teller first sends it. */
export interface Telling {
  readonly contract: string;
  readonly fact: Fact;
  readonly at: number;
}
