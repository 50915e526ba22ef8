import { adjustment, item, paddleEvent, subscription, transaction } from '../core/webhooks/fixtures/paddle.ts';
import type { Json } from '../core/webhooks/fixtures/stripe.ts';
import type { Beginning, Billing, InvoiceNarrator, Message, Narrator, SubscriptionNarrator } from './narrator.ts';

type Send = (at: string, type: string, data: Json) => void;

/** Tells a story as Paddle does: whole entities without what they were before, and an update beside most other messages. */
export function paddleNarrator(tag = ''): Narrator {
  const messages: Message[] = [];
  const send: Send = (at, type, data) => {
    const id = String(messages.length + 1).padStart(2, '0');
    const envelope = { event_id: `evt_${tag}${id}`, notification_id: `ntf_${tag}${id}`, occurred_at: at };
    messages.push({ at, body: paddleEvent(type, data, envelope) });
  };
  return { provider: 'paddle', messages, subscribed: (beginning) => subscribed(send, tag, beginning) };
}

const period = (from: string, to: string) => ({
  next_billed_at: to,
  current_billing_period: { starts_at: from, ends_at: to },
});
const cancelFor = (end: string) => ({ scheduled_change: { action: 'cancel', effective_at: end, resume_at: null } });
const over = { scheduled_change: null, next_billed_at: null, current_billing_period: null };

function subscribed(
  send: Send,
  tag: string,
  { number = 1, customer = number, ...begins }: Beginning,
): SubscriptionNarrator {
  const { at: startsAt, until, trial, cancelledFor: end } = begins;
  const priceOf = (id: string) => ({ price: { id, product_id: 'pro_01' }, created_at: startsAt, updated_at: startsAt });
  let entity = subscription({
    ...{ id: `sub_${tag}0${number}`, customer_id: `ctm_${tag}0${customer}`, items: [item(priceOf('price_1'))] },
    ...{ created_at: startsAt, started_at: startsAt, first_billed_at: trial ? null : startsAt },
    ...(trial && { status: 'trialing' }),
    ...period(startsAt, until),
    ...(end !== undefined && cancelFor(end)),
  });
  const change = (at: string, changes: Json, ...types: readonly string[]) => {
    entity = { ...entity, ...changes };
    for (const type of types) send(at, `subscription.${type}`, entity);
  };
  change(startsAt, {}, 'created', trial ? 'trialing' : 'activated');
  return {
    touched: (at) => change(at, { custom_data: { seen: at } }, 'updated'),
    trialMoved: (at, to) => change(at, period(startsAt, to), 'updated'),
    // Paddle sends no such message.
    trialEndsSoon: () => {},
    converted: (at, to) =>
      change(at, { status: 'active', first_billed_at: at, ...period(at, to) }, 'updated', 'activated'),
    convertedUnpaid: (at, to) => change(at, { status: 'past_due', ...period(at, to) }, 'updated', 'past_due'),
    renewed: (at, to) => change(at, period(at, to), 'updated'),
    cancelledFor: (at, to) => change(at, cancelFor(to), 'updated'),
    cancellationTakenBack: (at) => change(at, { scheduled_change: null }, 'updated'),
    planChanged: (at, id, [from, to]) =>
      change(at, { items: [item({ ...priceOf(id), created_at: at, updated_at: at })], ...period(from, to) }, 'updated'),
    paused: (at) => change(at, { status: 'paused', paused_at: at, next_billed_at: null }, 'updated', 'paused'),
    resumed: (at, [from, to]) =>
      change(
        at,
        { status: 'active', paused_at: null, first_billed_at: entity.first_billed_at ?? at, ...period(from, to) },
        'updated',
        'resumed',
      ),
    ended: (at) => change(at, { status: 'canceled', canceled_at: at, ...over }, 'updated', 'canceled'),
    customerHas: (at, email) =>
      send(at, 'customer.updated', { id: entity.customer_id, name: 'Acme SRL', email, locale: 'en' }),
    billed: (billing) => billed(send, entity, billing, tag),
  };
}

const ORIGINS = { first: 'web', cycle: 'subscription_recurring', update: 'subscription_update' };

const totals = (amount: number, left: number) => ({
  totals: { total: String(amount), grand_total: String(amount), balance: String(left), currency_code: 'EUR' },
});
const capture = (at: string, amount: number): Json => ({ status: 'captured', amount: String(amount), captured_at: at });

function billed(send: Send, of: Json, billing: Billing, tag: string): InvoiceNarrator {
  const { number, at, amount, reason, days, period } = billing;
  const id = `txn_${tag}${number}`;
  const byHand = { billing_details: { payment_terms: { interval: 'day', frequency: days } } };
  let payments: readonly Json[] = [];
  let left = amount;
  let entity = transaction({
    ...{ id, subscription_id: of.id, customer_id: of.customer_id, origin: ORIGINS[reason], billed_at: at },
    ...{ collection_mode: days === undefined ? 'automatic' : 'manual', ...(days === undefined ? NO_TERMS : byHand) },
    ...{ details: totals(amount, amount), items: of.items, invoice_number: null },
    ...(period && { billing_period: { starts_at: period[0], ends_at: period[1] } }),
  });
  const change = (when: string, changes: Json, ...types: readonly string[]) => {
    entity = { ...entity, ...changes };
    for (const type of types) send(when, `transaction.${type}`, entity);
  };
  const captured = (when: string, sum: number) => {
    left -= sum;
    if (sum > 0) payments = [capture(when, sum), ...payments];
    return { payments, details: totals(amount, left) };
  };
  const adjusted = (when: string, type: string, more: Json) => {
    const { subscription_id, customer_id } = entity;
    const own = { id: `adj_${tag}${number}_${more.action}`, transaction_id: id, subscription_id, customer_id };
    send(when, `adjustment.${type}`, adjustment({ ...own, created_at: when, updated_at: when, ...more }));
  };
  const sum = (total: number) => ({ totals: { total: String(total), currency_code: 'EUR' } });
  change(at, {}, 'billed');
  change(at, { invoice_number: `325-${number}` }, 'updated');
  return {
    inProgress: (when) =>
      change(when, { payments: [{ status: 'pending_no_action_required', captured_at: null }] }, 'updated'),
    fails: (when) => change(when, { payments: [{ status: 'error', captured_at: null }] }, 'payment_failed'),
    overdue: (when) => change(when, { status: 'past_due' }, 'past_due'),
    paidInPart: (when, part) => change(when, captured(when, part), 'updated'),
    paid: (when) => {
      change(when, { status: 'paid', ...captured(when, left) }, 'paid');
      change(when, { status: 'completed' }, 'completed');
    },
    refundAsked: (when, part) =>
      adjusted(when, 'created', { action: 'refund', status: 'pending_approval', ...sum(part) }),
    refunded: (when, part) => adjusted(when, 'updated', { action: 'refund', status: 'approved', ...sum(part) }),
    disputed: (when) => adjusted(when, 'created', { action: 'chargeback', status: 'approved', ...sum(amount) }),
    disputeWon: (when) =>
      adjusted(when, 'created', { action: 'chargeback_reverse', status: 'approved', ...sum(amount) }),
  };
}

const NO_TERMS = { billing_details: null };
