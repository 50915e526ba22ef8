import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import type { Json } from './door.ts';

export const PROVIDERS = ['stripe', 'paddle'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export const START = '2026-11-20T08:00:00Z';

/** Changes of a message; `id` is its own id. */
interface More {
  readonly id?: string;
  readonly at?: string;
  /** At Stripe: the former values of an update. */
  readonly previous?: Json;
}

function message(
  provider: ProviderName,
  types: Record<ProviderName, string>,
  object: Json,
  { id, at = START, previous }: More,
) {
  const type = types[provider];
  const own = id ?? `${type}.${at}`;
  return provider === 'stripe'
    ? ofStripe.stripeEvent(type, object, { id: own, created: ofStripe.at(at), ...(previous && { previous }) })
    : ofPaddle.paddleEvent(type, object, { event_id: own, occurred_at: at });
}

function subscription(provider: ProviderName, changes: Json): Json {
  const { stripe, paddle } = changes as Record<ProviderName, Json | undefined>;
  return provider === 'stripe'
    ? ofStripe.subscription({ start_date: ofStripe.at(START), created: ofStripe.at(START), currency: 'eur', ...stripe })
    : ofPaddle.subscription({
        ...{ id: 'sub_1', customer_id: 'ctm_1', created_at: START, started_at: START, first_billed_at: START },
        ...{ items: [ofPaddle.item({ created_at: START })], ...paddle },
      });
}

/** A subscription starts. */
export function started(provider: ProviderName, more: More = {}) {
  const types = { stripe: 'customer.subscription.created', paddle: 'subscription.created' };
  return message(provider, types, subscription(provider, {}), more);
}

const FORMER_ITEMS: Json = { items: { data: [ofStripe.item()] } };

/** The subscription changes: `fields` are as they are from then on; `previous`, at Stripe, as they were before. */
export function changed(provider: ProviderName, fields: Json, at: string, previous = FORMER_ITEMS) {
  const types = { stripe: 'customer.subscription.updated', paddle: 'subscription.updated' };
  return message(provider, types, subscription(provider, { [provider]: fields }), {
    at,
    previous,
  });
}

export function ended(provider: ProviderName) {
  const at = '2026-11-21T08:00:00Z';
  const types = { stripe: 'customer.subscription.deleted', paddle: 'subscription.canceled' };
  const object = subscription(provider, {
    stripe: { status: 'canceled', ended_at: ofStripe.at(at) },
    paddle: { status: 'canceled', canceled_at: at },
  });
  return message(provider, types, object, { at });
}

/** The provider tells of a customer. */
export function addressed(provider: ProviderName, values: Json = {}, at = START) {
  const types = { stripe: 'customer.updated', paddle: 'customer.updated' };
  const id = provider === 'stripe' ? 'cus_1' : 'ctm_1';
  return message(provider, types, { id, name: 'Acme', email: 'ana@acme.example', ...values }, { at });
}

/** An invoice of the subscription is paid. */
export function invoicePaid(provider: ProviderName) {
  const at = '2026-11-20T09:00:00Z';
  const types = { stripe: 'invoice.paid', paddle: 'transaction.completed' };
  const object =
    provider === 'stripe'
      ? ofStripe.invoice({ status: 'paid', amount_paid: 4900, amount_remaining: 0 })
      : ofPaddle.transaction({
          ...{ status: 'completed', subscription_id: 'sub_1', customer_id: 'ctm_1', billed_at: at },
          payments: [{ ...ofPaddle.captured, captured_at: at }],
        });
  return message(provider, types, object, { at });
}
