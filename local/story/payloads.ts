/** Webhook bodies in the shape the providers document, with only what a reader of the sample needs. */

interface StripeInvoice {
  readonly invoice: string;
  readonly subscription: string;
  readonly customer: string;
  /** Instants as UTC text. */
  readonly finalizedAt: string;
  readonly dueAt: string;
  readonly paidAt?: string;
  readonly amount: number;
}

export function stripeInvoiceEvent(id: string, type: string, at: string, invoice: StripeInvoice): string {
  const { amount, paidAt } = invoice;
  return stripeEvent(id, type, at, {
    id: invoice.invoice,
    object: 'invoice',
    customer: invoice.customer,
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: invoice.subscription, metadata: {} },
    },
    collection_method: 'send_invoice',
    currency: 'eur',
    amount_due: amount,
    amount_paid: paidAt === undefined ? 0 : amount,
    amount_remaining: paidAt === undefined ? amount : 0,
    total: amount,
    created: seconds(invoice.finalizedAt),
    due_date: seconds(invoice.dueAt),
    status: paidAt === undefined ? 'open' : 'paid',
    status_transitions: {
      finalized_at: seconds(invoice.finalizedAt),
      paid_at: paidAt === undefined ? null : seconds(paidAt),
      marked_uncollectible_at: null,
      voided_at: null,
    },
  });
}

export function stripeSubscriptionDeleted(id: string, at: string, subscription: string, customer: string): string {
  return stripeEvent(id, 'customer.subscription.deleted', at, {
    id: subscription,
    object: 'subscription',
    customer,
    status: 'canceled',
    created: seconds('2026-03-01T00:00:00Z'),
    start_date: seconds('2026-03-01T00:00:00Z'),
    cancel_at_period_end: false,
    canceled_at: seconds(at),
    ended_at: seconds(at),
    items: { object: 'list', data: [] },
  });
}

export function paddleSubscriptionCanceled(id: string, at: string, subscription: string, customer: string): string {
  return JSON.stringify({
    event_id: id,
    event_type: 'subscription.canceled',
    occurred_at: at,
    notification_id: id.replace('evt', 'ntf'),
    data: {
      id: subscription,
      status: 'canceled',
      customer_id: customer,
      currency_code: 'EUR',
      collection_mode: 'automatic',
      created_at: '2026-02-01T00:00:00.000000Z',
      started_at: '2026-02-01T00:00:00.000000Z',
      updated_at: at,
      first_billed_at: '2026-02-01T00:00:00.000000Z',
      canceled_at: at,
      paused_at: null,
      next_billed_at: null,
      scheduled_change: null,
      current_billing_period: null,
      billing_cycle: { interval: 'month', frequency: 1 },
      items: [],
    },
  });
}

export function paddlePaymentFailed(
  id: string,
  at: string,
  transaction: string,
  subscription: string,
  customer: string,
): string {
  const total = '4900';
  return JSON.stringify({
    event_id: id,
    event_type: 'transaction.payment_failed',
    occurred_at: at,
    notification_id: id.replace('evt', 'ntf'),
    data: {
      id: transaction,
      status: 'past_due',
      subscription_id: subscription,
      customer_id: customer,
      currency_code: 'EUR',
      collection_mode: 'automatic',
      origin: 'subscription_recurring',
      created_at: at,
      billed_at: at,
      updated_at: at,
      details: { totals: { total, grand_total: total, balance: total, currency_code: 'EUR' } },
      payments: [],
    },
  });
}

function stripeEvent(id: string, type: string, at: string, object: Record<string, unknown>): string {
  return JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: seconds(at),
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object },
  });
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
