/** Money in minor units of one currency. Amounts of different currencies are never added. */
export interface Money {
  readonly currency: string;
  readonly amount: number;
}

/** The least that a figure comes to, and the sum that is held against it. */
export interface Floor {
  readonly floor: Money;
  /** What the payments come to before the floor counts, per currency. */
  readonly sum: readonly Money[];
  /** False where the sum is in another currency than the floor: the two then stand side by side. */
  readonly comparable: boolean;
}
