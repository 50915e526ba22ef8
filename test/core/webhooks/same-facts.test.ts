import { describe, expect, it } from 'vitest';
import { paddle } from '../../../shared/core/webhooks/paddle.ts';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import * as ofPaddle from './fixtures/paddle.ts';
import * as ofStripe from './fixtures/stripe.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;
const stripeOf = (type: string, object: Json, more: Json = {}) => stripe.map(ofStripe.stripeEvent(type, object, more));
const paddleOf = (type: string, data: Json) => paddle.map(ofPaddle.paddleEvent(type, data));

const END = '2027-11-15T10:00:00Z';
const TRIAL_END = '2026-12-04T08:00:00Z';
const PERIOD = { starts_at: '2026-11-01T09:00:00Z', ends_at: '2026-12-01T09:00:00Z' };
const inTrial = ofPaddle.subscription({
  status: 'trialing',
  first_billed_at: null,
  next_billed_at: TRIAL_END,
  current_billing_period: { starts_at: '2026-11-20T08:00:00Z', ends_at: TRIAL_END },
});
const FIRST_PERIOD = { starts_at: '2026-12-09T08:00:00Z', ends_at: '2027-01-09T08:00:00Z' };
const converted = {
  kind: 'trial.converted',
  data: { periodStartsAt: FIRST_PERIOD.starts_at, periodEndsAt: FIRST_PERIOD.ends_at },
};
const trialAtStripe = { trial_end: at(TRIAL_END) };
const stripePeriod = (from: string, to: string) => ({
  data: [ofStripe.item({ current_period_start: at(from), current_period_end: at(to) })],
});
const endedAtStripe = stripePeriod('2026-11-20T08:00:00Z', TRIAL_END);
const firstPeriodAtStripe = { items: stripePeriod(FIRST_PERIOD.starts_at, FIRST_PERIOD.ends_at) };
const firstPeriodAtPaddle = {
  ...{ created_at: '2026-11-20T08:00:00Z', started_at: '2026-11-20T08:00:00Z', first_billed_at: null },
  current_billing_period: FIRST_PERIOD,
};
const automatic = { collection_method: 'charge_automatically', due_date: null };
const collected = { collection_mode: 'automatic', billing_details: null, origin: 'subscription_recurring' };
const totals = (grand_total: string, balance: string) => ({ details: { totals: { grand_total, balance } } });

/** One fact, as each provider sends it: the same kind, with the same data. */
const FACTS: readonly [string, () => unknown, () => unknown, Json][] = [
  [
    'a cancellation a year ahead, with the subscription',
    () => stripeOf('customer.subscription.created', ofStripe.subscription({ cancel_at: at(END) })),
    () =>
      paddleOf(
        'subscription.created',
        ofPaddle.subscription({ scheduled_change: { action: 'cancel', effective_at: END } }),
      ),
    { kind: 'cancellation.scheduled', effectiveAt: END, data: { effectiveAt: END } },
  ],
  [
    'a cancellation a year ahead, later',
    () =>
      stripeOf('customer.subscription.updated', ofStripe.subscription({ cancel_at: at(END) }), {
        previous: { cancel_at: null },
      }),
    () =>
      paddleOf(
        'subscription.updated',
        ofPaddle.subscription({ scheduled_change: { action: 'cancel', effective_at: END } }),
      ),
    { kind: 'cancellation.scheduled', effectiveAt: END, data: { effectiveAt: END } },
  ],
  [
    'the billing period, in which a term is renewed',
    () =>
      stripeOf('customer.subscription.updated', ofStripe.subscription(), {
        previous: { items: { data: [{ id: 'si_1', current_period_end: at(PERIOD.starts_at) }] } },
      }),
    () => paddleOf('subscription.updated', ofPaddle.subscription({ current_billing_period: PERIOD })),
    {
      kind: 'term.renewed',
      occurredAt: PERIOD.starts_at,
      data: { endsAt: PERIOD.ends_at, periodStartsAt: PERIOD.starts_at, periodEndsAt: PERIOD.ends_at },
    },
  ],
  [
    'a trial that begins',
    () =>
      stripeOf(
        'customer.subscription.created',
        ofStripe.subscription({ status: 'trialing', trial_end: at(TRIAL_END) }),
      ),
    () => paddleOf('subscription.created', inTrial),
    { kind: 'trial.started', data: { endsAt: TRIAL_END } },
  ],
  [
    'a trial that is moved',
    () =>
      stripeOf(
        'customer.subscription.updated',
        ofStripe.subscription({ status: 'trialing', trial_end: at(TRIAL_END) }),
        { previous: { trial_end: at('2026-12-18T08:00:00Z') } },
      ),
    () => paddleOf('subscription.updated', inTrial),
    { kind: 'trial.started', data: { endsAt: TRIAL_END } },
  ],
  [
    'a trial whose first charge fails',
    () =>
      stripeOf(
        'customer.subscription.updated',
        ofStripe.subscription({ ...trialAtStripe, ...firstPeriodAtStripe, status: 'past_due' }),
        { previous: { status: 'trialing', items: endedAtStripe } },
      ),
    () => paddleOf('subscription.updated', ofPaddle.subscription({ ...firstPeriodAtPaddle, status: 'past_due' })),
    converted,
  ],
  [
    'a trial that ends in a pause',
    () =>
      stripeOf(
        'customer.subscription.paused',
        ofStripe.subscription({ ...trialAtStripe, status: 'paused', items: endedAtStripe }),
        { created: at(TRIAL_END) },
      ),
    () => paddleOf('subscription.paused', { ...inTrial, status: 'paused', paused_at: TRIAL_END, next_billed_at: null }),
    { kind: 'contract.suspended', occurredAt: TRIAL_END },
  ],
  [
    'a trial that is converted after a pause',
    () =>
      stripeOf('customer.subscription.updated', ofStripe.subscription({ ...trialAtStripe, ...firstPeriodAtStripe }), {
        previous: { status: 'paused', items: endedAtStripe },
        created: at(FIRST_PERIOD.starts_at),
      }),
    () => paddleOf('subscription.updated', ofPaddle.subscription(firstPeriodAtPaddle)),
    converted,
  ],
  [
    'another price that is chosen',
    () =>
      stripeOf(
        'customer.subscription.updated',
        ofStripe.subscription({ items: { data: [ofStripe.item({ price: ofStripe.price('price_2', 9900) })] } }),
        { previous: { items: { data: [ofStripe.item()] } } },
      ),
    () =>
      paddleOf(
        'subscription.updated',
        ofPaddle.subscription({
          items: [ofPaddle.item({ created_at: '2026-11-11T08:50:20Z', price: { id: 'price_2' } })],
        }),
      ),
    { kind: 'plan.changed', data: { to: 'price_2', price: 'price_2' } },
  ],
  [
    'an invoice of the next period, collected automatically',
    () => stripeOf('invoice.finalized', ofStripe.invoice({ ...automatic, billing_reason: 'subscription_cycle' })),
    () => paddleOf('transaction.billed', ofPaddle.transaction(collected)),
    {
      kind: 'invoice.issued',
      dueAt: null,
      amount: 4900,
      data: { collection: 'automatic', reason: 'cycle', amount: 4900, remaining: 4900 },
    },
  ],
  [
    'an invoice that owes nothing',
    () =>
      stripeOf(
        'invoice.finalized',
        ofStripe.invoice({ ...automatic, status: 'paid', amount_due: 0, amount_remaining: 0 }),
      ),
    () => paddleOf('transaction.billed', ofPaddle.transaction({ ...collected, ...totals('0', '0') })),
    { kind: 'invoice.issued', amount: 0, data: { amount: 0, remaining: 0 } },
  ],
  [
    'nothing that was paid',
    () => stripeOf('invoice.paid', ofStripe.invoice({ status: 'paid', amount_due: 0, amount_paid: 0 })),
    () => paddleOf('transaction.completed', ofPaddle.transaction(totals('0', '0'))),
    { kind: 'payment.received', amount: 0, data: { amount: 0, remaining: 0 } },
  ],
  [
    'automatic billing that fails',
    () => stripeOf('invoice.payment_failed', ofStripe.invoice({ ...automatic, billing_reason: 'subscription_cycle' })),
    () => paddleOf('transaction.payment_failed', ofPaddle.transaction(collected)),
    {
      kind: 'payment.failed',
      amount: 4900,
      data: { origin: 'subscription_recurring', collection: 'automatic', remaining: 4900 },
    },
  ],
  [
    'an upgrade that cannot be charged',
    () => stripeOf('invoice.payment_failed', ofStripe.invoice({ ...automatic, billing_reason: 'subscription_update' })),
    () => paddleOf('transaction.payment_failed', ofPaddle.transaction({ ...collected, origin: 'subscription_update' })),
    { kind: 'payment.failed', data: { origin: 'subscription_update' } },
  ],
  [
    'a credit',
    () =>
      stripeOf('credit_note.created', {
        id: 'cn_1',
        invoice: 'txn_01',
        customer: 'cus_1',
        amount: 1000,
        pre_payment_amount: 1000,
        currency: 'eur',
        created: at('2026-11-20T08:00:00Z'),
      }),
    () => paddleOf('adjustment.created', ofPaddle.adjustment({ action: 'credit', status: 'approved' })),
    {
      kind: 'invoice.credited',
      occurredAt: '2026-11-20T08:00:00Z',
      amount: 1000,
      currency: 'EUR',
      data: { invoice: 'txn_01' },
    },
  ],
  [
    'a credit that is taken back',
    () =>
      stripeOf('credit_note.voided', {
        ...{ id: 'adj_01', invoice: 'txn_01', customer: 'cus_1', amount: 1000, pre_payment_amount: 1000 },
        ...{ currency: 'eur', created: at('2026-11-20T08:00:00Z'), voided_at: at('2026-11-22T08:00:00Z') },
      }),
    () => paddleOf('adjustment.updated', ofPaddle.adjustment({ action: 'credit', status: 'reversed' })),
    {
      kind: 'invoice.credit-reversed',
      occurredAt: '2026-11-22T08:00:00Z',
      amount: 1000,
      currency: 'EUR',
      data: { invoice: 'txn_01', credit: 'adj_01' },
    },
  ],
  [
    'a saved payment method',
    () => stripeOf('payment_method.attached', { id: 'pm_1', customer: 'c_1' }),
    () => paddleOf('payment_method.saved', { id: 'pm_1', customer_id: 'c_1' }),
    { kind: 'mandate.created', customer: 'c_1', references: ['pm_1', 'c_1'], data: { mandate: 'pm_1' } },
  ],
  [
    'a price of the catalogue',
    () => stripeOf('price.updated', { id: 'price_1', product: 'prod_1', unit_amount: 5000 }),
    () => paddleOf('price.updated', { id: 'price_1', product_id: 'pro_1' }),
    { kind: 'informational', contract: null, references: [] },
  ],
];

describe('one fact, one kind, at every provider', () => {
  it.each(FACTS)('%s', (_, fromStripe, fromPaddle, expected) => {
    expect(fromStripe()).toContainEqual(expect.objectContaining(withData(expected)));
    expect(fromPaddle()).toContainEqual(expect.objectContaining(withData(expected)));
  });
});

function withData({ data, ...expected }: Json): Json {
  return data === undefined ? expected : { ...expected, data: expect.objectContaining(data) };
}
