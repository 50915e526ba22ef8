import type { CountingStep } from './explanation-facts.ts';
import type { Day, InstantText } from './types.ts';

/** The outcome of counting one period, or several. */
export interface Computation {
  /** The last day, after any roll; for a backward period the latest day. For hours, the day that holds the last moment. */
  readonly date: Day;
  /** The last day before any roll. */
  readonly unadjustedDate: Day;
  /** The first instant at which the last day is over, in UTC. For hours, the end of the last hour. */
  readonly instant: InstantText;
  /** Set if the end was counted in hours: the hour belongs to it even at midnight. */
  readonly inHours?: true;
  readonly steps: readonly CountingStep[];
}

/**
 * Steps that a count leaves out because the caller writes its own: where the count starts (`anchor`), that no holidays
 * are named (`no-holidays`), that the last day is no working day (`no-roll`), and when the last day is over (`ends`).
 */
export type Untold = readonly ('anchor' | 'no-holidays' | 'no-roll' | 'ends')[];

export const TELL_ALL: Untold = [];
