import type { InstantText } from '../calendar/types.ts';

/** A live signing secret. Two of one name are two of one account, while one of them is being rolled. */
export interface NamedSecret {
  /** Of the account that signs with it. */
  readonly name: string;
  readonly value: string;
}

export interface VerifyInput {
  /** Header names in any case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came in: decoded where the gateway encoded them, never re-serialised. */
  readonly body: Uint8Array;
  /** Every secret that is valid now. */
  readonly secrets: readonly NamedSecret[];
  readonly isFresh: (signedAt: InstantText) => boolean;
}

export type Verification =
  /** `secret`: the name of the first secret that verified. */
  | { readonly ok: true; readonly signedAt: InstantText; readonly secret: string }
  | { readonly ok: false; readonly reason: 'missing-signature' | 'malformed-signature' | 'stale' | 'mismatch' };

/** What a message says of itself, whatever is in it. */
export interface Envelope {
  /** The provider's id of the event, by which the same message is known again; null where there is none to read. */
  readonly id: string | null;
  /** The provider's name for the event; null where there is none to read. */
  readonly type: string | null;
  /** The provider's account; null where the provider names none. */
  readonly account: string | null;
  /** `unknown` where the provider does not say: then the secret that verifies it tells. */
  readonly mode: 'live' | 'test' | 'simulation' | 'unknown';
}

/**
 * What is needed to take in a provider's messages, without knowing what they mean. A door imports no mapping and no calendar:
 * it is all that `receive-webhook` carries of a provider.
 */
export interface Door {
  readonly name: string;
  /** Never throws. */
  verify(input: VerifyInput): Verification;
  /** Reads a parsed body; never throws. */
  envelopeOf(payload: unknown): Envelope;
}
