import type { InstantText } from '../../calendar/types.ts';
import type { LiveDeadline } from './live-deadline.ts';
import type { Refusal } from './refused.ts';

/**
 * What was decided by the readings before the one that was accepted last.
 *
 * Readings are numbered by how many had been accepted: 0 is that of the contract as it was made, 1 that of the first acceptance.
 * The clauses of the last one carry no number (`ClauseInForce.reading`). Planning with two acceptances, A and B, takes three passes:
 *
 *     events before A, by reading 0                what was over at A is read by 0
 *     events before B, by readings 0 and 1         what was over at B, and was not at A, is read by 1
 *     all events, by readings 0, 1 and the last    everything else is read by the last
 *
 * In each pass every clause of every reading is asked, and `isReadBy` says which of them opens a deadline.
 */
export interface ReadingHistory {
  /** How many readings were accepted, with the last one. */
  readonly accepted: number;
  /** The same when the reading before it was accepted. */
  readonly before: ReadingHistory | undefined;
  /** When the last one was accepted. */
  readonly acceptedAt: InstantText;
  readonly until: number;
  /** The reading of each deadline that was over by then: it stays as it was read. By the deadline's id. */
  readonly readBy: ReadonlyMap<string, number>;
  /** The deadlines that were set aside, each with the one that was to end the contract before the next cycle. By the deadline's id. */
  readonly setAside: ReadonlyMap<string, LiveDeadline>;
  /** The deadlines that were open or suspended then, and not over: letters may have told their days. By id. */
  readonly standing: ReadonlySet<string>;
  /** The last instants that had passed by then, by the deadline's id. */
  readonly passed: ReadonlyMap<string, InstantText>;
  /** What had been announced by then was judged by the reading of then. */
  readonly refused: ReadonlyMap<string, Refusal>;
}
