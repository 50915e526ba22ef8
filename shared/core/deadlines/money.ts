/** Money in minor units of one currency. Amounts of different currencies are never added. */
export interface Money {
  readonly currency: string;
  readonly amount: number;
}

/** The minimum of a figure, and the sum it is compared with. */
export interface Floor {
  readonly floor: Money;
  /** The sum of the payments before the minimum is applied, per currency. */
  readonly sum: readonly Money[];
  /** False if the sum is in another currency than the minimum: both are then given. */
  readonly comparable: boolean;
}
