/**
 * Why a question to a provider has no answer.
 *
 * - `no-key`: no key is stored for the account.
 * - `bad-id`: the id has not the form of the provider's ids, so nothing was asked.
 * - `not-found`: the provider has no such object, or has deleted it.
 * - `refused`: by the provider, for the key or the request; `status` and `code` say more.
 * - `too-many`: the delivery has asked as much as one may.
 * - `too-large`, `unreadable`: the answer exceeds the limit, or is not what was asked for.
 * - `unavailable`: no answer in time, or the provider asks to wait. The only one that asking again can cure.
 */
export type Refusal =
  | 'no-key'
  | 'bad-id'
  | 'not-found'
  | 'refused'
  | 'too-many'
  | 'too-large'
  | 'unreadable'
  | 'unavailable';

/** Holds neither keys nor anything personal, so it can be logged and stored. */
export interface Unanswered {
  readonly ok: false;
  readonly reason: Refusal;
  readonly status?: number;
  /** The provider's own code, such as `resource_missing`. */
  readonly code?: string;
}

export type Asked<T> = { readonly ok: true; readonly value: T } | Unanswered;

export function unanswered(reason: Refusal, more: Omit<Unanswered, 'ok' | 'reason'> = {}): Unanswered {
  return { ok: false, reason, ...more };
}

/** A customer or subscription as the provider shows it: what its messages hold as their object. */
export interface ProviderObject {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Which events are listed: those from `since` on, up to and including `until`. Instants in UTC. */
export interface EventQuery {
  readonly since: string;
  readonly until?: string;
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface EventPage {
  /** The provider's events, newest first, each in the form in which a webhook carries it. */
  readonly events: readonly unknown[];
  /** Cursor of the page after it; absent on the last one. */
  readonly next?: string;
}

/** What Clauseclock asks a payment provider, for one of its accounts. Only reads; never throws. */
export interface ProviderPort {
  /** Of the key, and so of all that is asked by it. */
  readonly mode: 'live' | 'test';
  /** For how many days the provider lists its events. */
  readonly listedForDays: number;
  customer(id: string): Promise<Asked<ProviderObject>>;
  subscription(id: string): Promise<Asked<ProviderObject>>;
  /**
   * The id of the subscription that a payment is for, by the provider's id of the payment, charge or transaction. Null if
   * the provider knows of none, or of several.
   */
  subscriptionOfPayment(id: string): Promise<Asked<string | null>>;
  events(query: EventQuery): Promise<Asked<EventPage>>;
}
