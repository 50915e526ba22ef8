import type { Json } from '../core/webhooks/fixtures/stripe.ts';

export type ProviderName = 'stripe' | 'paddle';

/** One message of a provider. `at` is the instant at which the provider sent it. */
export interface Message {
  readonly at: string;
  readonly body: Json;
}

/** How a subscription begins. Instants are UTC. */
export interface Beginning {
  /** The number that its ids are made of: `sub_1` of `cus_1` at Stripe, `sub_01` of `ctm_01` at Paddle. */
  readonly number?: number;
  /** The number of the customer; that of the subscription when absent. */
  readonly customer?: number;
  readonly at: string;
  /** The end of the first period, which is the trial if there is one. */
  readonly until: string;
  readonly trial?: true;
  /** A cancellation that is scheduled from the start. */
  readonly cancelledFor?: string;
}

export interface Billing {
  /** `in_<number>` at Stripe, `txn_<number>` at Paddle. */
  readonly number: number;
  readonly at: string;
  /** In minor units of EUR. */
  readonly amount: number;
  readonly reason: 'first' | 'cycle' | 'update';
  /** The days to pay for an invoice that is paid by hand; absent for one that is charged automatically. */
  readonly days?: number;
  readonly period?: readonly [from: string, to: string];
  /** Stripe's payment intent does not say which invoice it is for. */
  readonly loose?: true;
}

/** What happens to one invoice, told as its provider tells it. */
export interface InvoiceNarrator {
  /** A debit is under way, and is not confirmed yet. */
  inProgress(at: string): void;
  /** An attempt to collect fails. `next` is when the provider tries again; absent for the last attempt. */
  fails(at: string, next?: string): void;
  overdue(at: string): void;
  paidInPart(at: string, amount: number): void;
  paid(at: string): void;
  refundAsked(at: string, amount: number): void;
  refunded(at: string, amount: number): void;
  disputed(at: string): void;
  disputeWon(at: string): void;
}

/** What happens to one subscription, told as its provider tells it. */
export interface SubscriptionNarrator {
  /** An update in which nothing changes that a clause asks for. */
  touched(at: string): void;
  trialMoved(at: string, until: string): void;
  trialEndsSoon(at: string): void;
  /** The trial is over, and the first paid period lasts until then. */
  converted(at: string, until: string): void;
  /** The trial is over and the first paid period lasts until then, but its charge fails. */
  convertedUnpaid(at: string, until: string): void;
  renewed(at: string, until: string): void;
  cancelledFor(at: string, end: string): void;
  cancellationTakenBack(at: string): void;
  /** Another price, or another interval, from now on; the current period ends at `until`. */
  planChanged(at: string, price: string, period: readonly [from: string, to: string]): void;
  paused(at: string): void;
  resumed(at: string, period: readonly [from: string, to: string]): void;
  ended(at: string): void;
  /** The customer is told of with this address, for the first time or anew. */
  customerHas(at: string, email: string): void;
  billed(billing: Billing): InvoiceNarrator;
}

/** Tells what happens at a provider in that provider's messages, in the order in which they are sent. */
export interface Narrator {
  readonly provider: ProviderName;
  readonly messages: readonly Message[];
  subscribed(beginning: Beginning): SubscriptionNarrator;
}
