import type { MappedEvent } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';
import type { CustomerSnapshot, SubscriptionSnapshot } from './snapshots.ts';

export type { MappedEvent };

/**
 * What the messages of one payment provider mean. A new provider is a file that exports this with a line in `providers.ts`,
 * and a door with a line in `doors.ts`.
 */
export interface Provider {
  readonly name: string;
  /** What its messages become, by the provider's name for the event. `docs/facts.md` is made from it. */
  readonly mappings: ReadonlyMap<string, Mapping>;
  /** Known types that start no clock: another type tells the fact, or no clause turns on it. */
  readonly informational: ReadonlySet<string>;
  /** The contract events of a parsed body; at least one. Throws `PayloadError`. */
  map(payload: unknown): MappedEvent[];
  /** The subscription that a message is about, as it shows it; null for other messages. Throws `PayloadError`. */
  subscriptionOf(payload: unknown): SubscriptionSnapshot | null;
  /** The customer that a message is about, as it shows it; null for other messages. Throws `PayloadError`. */
  customerOf(payload: unknown): CustomerSnapshot | null;
}
