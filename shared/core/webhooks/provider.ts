import type { InstantText } from '../calendar/types.ts';
import type { EVENT_KINDS } from '../events/kinds.ts';

export type EventKind = (typeof EVENT_KINDS)[number];

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

/** What one provider event says about one contract. */
export interface MappedEvent {
  /** The provider's event id. */
  readonly eventId: string | null;
  readonly kind: EventKind;
  /** When the fact happened, which may be before the provider wrote its event. */
  readonly occurredAt: InstantText;
  /**
   * Identity of the fact: equal for two provider events that tell the same one (Stripe `invoice.paid` and
   * `invoice.payment_succeeded`), else made of the event id. At most 128 of `[A-Za-z0-9_.-]`, so it can be an event id.
   */
  readonly fact: string;
  /** The provider's ids under which a contract may be known, the most specific first. */
  readonly references: readonly string[];
  /** The provider's subscription. */
  readonly contract: string | null;
  /** The provider's customer. */
  readonly customer: string | null;
  /** When the fact takes effect: the end of a period for a scheduled cancellation, `occurredAt` for most. */
  readonly effectiveAt: InstantText | null;
  /** The due date the provider states. `data.dueAt` may hold one that follows from other facts; see `data.dueBasis`. */
  readonly dueAt: InstantText | null;
  /** Minor units. */
  readonly amount: number | null;
  /** ISO 4217, upper case. */
  readonly currency: string | null;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** The provider's name for the event, such as `invoice.payment_failed`. */
  readonly providerType: string;
}

/** One payment provider. A new one is a file that exports this and a line in `providers.ts`. */
export interface Provider {
  readonly name: string;
  /** Never throws. */
  verify(input: VerifyInput): Verification;
  /** The contract events of a parsed body; at least one. Throws `PayloadError`. */
  map(payload: unknown): MappedEvent[];
  /** The id under which a second delivery of the same event is recognised. Throws `PayloadError`. */
  deliveryId(payload: unknown): string;
}
