import type { InstantText } from '../calendar/types.ts';
import type { MappedEvent } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';

export type { MappedEvent };

export interface VerifyInput {
  /** Header names in any case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came in: decoded where the gateway encoded them, never re-serialised. */
  readonly body: Uint8Array;
  /** Every secret that is valid now; two while one is being rolled. */
  readonly secrets: readonly string[];
  readonly isFresh: (signedAt: InstantText) => boolean;
}

export type Verification =
  | { readonly ok: true; readonly signedAt: InstantText }
  | { readonly ok: false; readonly reason: 'missing-signature' | 'malformed-signature' | 'stale' | 'mismatch' };

/** Where a delivery comes from, as far as it says. */
export interface Sender {
  /** The provider's account; null where the provider names none. */
  readonly account: string | null;
  /** `unknown` where the provider does not say: then the secret that verifies it tells. */
  readonly mode: 'live' | 'test' | 'simulation' | 'unknown';
}

/** One payment provider. A new one is a file that exports this and a line in `providers.ts`. */
export interface Provider {
  readonly name: string;
  /** What its messages become, by the provider's name for the event. `docs/facts.md` is made from it. */
  readonly mappings: ReadonlyMap<string, Mapping>;
  /** Known types that start no clock: another type tells the fact, or no clause turns on it. */
  readonly informational: ReadonlySet<string>;
  /** Never throws. */
  verify(input: VerifyInput): Verification;
  /** The contract events of a parsed body; at least one. Throws `PayloadError`. */
  map(payload: unknown): MappedEvent[];
  /** The id under which a second delivery of the same event is recognised. Throws `PayloadError`. */
  deliveryId(payload: unknown): string;
  /** Throws `PayloadError`. */
  senderOf(payload: unknown): Sender;
}
