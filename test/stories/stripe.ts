import {
  dispute,
  invoice,
  item,
  type Json,
  at as preciseSeconds,
  price,
  refund,
  stripeEvent,
  subscription,
} from '../core/webhooks/fixtures/stripe.ts';
import type { Beginning, Billing, InvoiceNarrator, Message, Narrator, SubscriptionNarrator } from './narrator.ts';

/** Stripe counts in whole seconds. */
const seconds = (instant: string) => Math.floor(preciseSeconds(instant));

type Send = (at: string, type: string, object: Json, previous?: Json) => void;

/**
 * Tells a story as Stripe does: whole objects, what an update changed, times in seconds, several messages for a payment.
 *
 * @param tag stands in every id before its number, so that stories can be told beside each other
 */
export function stripeNarrator(tag = ''): Narrator {
  const messages: Message[] = [];
  const send: Send = (at, type, object, previous) => {
    const id = `evt_${tag}${String(messages.length + 1).padStart(2, '0')}`;
    const more = { id, created: seconds(at), ...(previous && { previous }) };
    messages.push({ at, body: stripeEvent(type, object, more) });
  };
  return { provider: 'stripe', messages, subscribed: (beginning) => subscribed(send, tag, beginning) };
}

const items = (from: string, to: string, id = 'price_1', amount = 4900) => ({
  data: [item({ price: price(id, amount), current_period_start: seconds(from), current_period_end: seconds(to) })],
});

const cancelledFor = (at: string, end: string, periodEnd: string) => ({
  cancel_at: seconds(end),
  cancel_at_period_end: end === periodEnd,
  canceled_at: seconds(at),
});

function subscribed(
  send: Send,
  tag: string,
  { number = 1, customer = number, ...begins }: Beginning,
): SubscriptionNarrator {
  const { at: startsAt, until, trial, cancelledFor: end } = begins;
  let periodEnd = until;
  let object = subscription({
    ...{ id: `sub_${tag}${number}`, customer: `cus_${tag}${customer}` },
    ...{ created: seconds(startsAt), start_date: seconds(startsAt), items: items(startsAt, until) },
    ...(trial && { status: 'trialing', trial_start: seconds(startsAt), trial_end: seconds(until) }),
    ...(end !== undefined && cancelledFor(startsAt, end, until)),
  });
  const update = (at: string, changes: Json) => {
    const previous = Object.fromEntries(Object.keys(changes).map((key) => [key, object[key]]));
    object = { ...object, ...changes };
    send(at, 'customer.subscription.updated', object, previous);
  };
  const turn = (at: string, type: string, changes: Json) => {
    object = { ...object, ...changes };
    send(at, `customer.subscription.${type}`, object);
  };
  const period = (from: string, to: string, id?: string, amount?: number) => {
    periodEnd = to;
    return { items: items(from, to, id, amount) };
  };
  turn(startsAt, 'created', {});
  return {
    touched: (at) => update(at, { description: `seen at ${at}` }),
    trialMoved: (at, to) => update(at, { trial_end: seconds(to), ...period(startsAt, to) }),
    trialEndsSoon: (at) => turn(at, 'trial_will_end', {}),
    converted: (at, to) => update(at, { status: 'active', ...period(at, to) }),
    renewed: (at, to) => update(at, period(at, to)),
    cancelledFor: (at, to) => update(at, cancelledFor(at, to, periodEnd)),
    cancellationTakenBack: (at) => update(at, { cancel_at: null, cancel_at_period_end: false, canceled_at: null }),
    planChanged: (at, id, [from, to]) => update(at, period(from, to, id, 9900)),
    convertedUnpaid: (at, to) => update(at, { status: 'past_due', ...period(at, to) }),
    paused: (at) => {
      update(at, { status: 'paused' });
      turn(at, 'paused', {});
    },
    resumed: (at, [from, to]) => {
      update(at, { status: 'active', ...period(from, to) });
      turn(at, 'resumed', {});
    },
    ended: (at) =>
      turn(at, 'deleted', {
        status: 'canceled',
        canceled_at: object.canceled_at ?? seconds(at),
        ended_at: seconds(at),
      }),
    customerHas: (at, email) =>
      send(
        at,
        'customer.updated',
        { id: object.customer, object: 'customer', name: 'Acme SRL', email },
        { email: null },
      ),
    billed: (billing) => billed(send, object, billing, tag),
  };
}

const REASONS = { first: 'subscription_create', cycle: 'subscription_cycle', update: 'subscription_update' };

function line(subscriptionId: unknown, amount: number, reason: string, [from, to]: readonly [string, string]): Json {
  const details = { subscription: subscriptionId, proration: reason === 'update' };
  return {
    id: `il_${seconds(from)}`,
    amount,
    period: { start: seconds(from), end: seconds(to) },
    parent: { type: 'subscription_item_details', subscription_item_details: details },
  };
}

function billed(send: Send, of: Json, billing: Billing, tag: string): InvoiceNarrator {
  const { number, at, amount, reason, days, period, loose } = billing;
  const idOf = (prefix: string) => `${prefix}_${tag}${number}`;
  const [id, intent] = [idOf('in'), idOf('pi')];
  const transitions = { finalized_at: seconds(at), paid_at: null as number | null, voided_at: null };
  const parent = { type: 'subscription_details', subscription_details: { subscription: of.id } };
  let parts = 0;
  let object = invoice({
    ...{ id, customer: of.customer, parent, created: seconds(at), status_transitions: transitions },
    ...{ amount_due: amount, amount_remaining: amount, billing_reason: REASONS[reason] },
    ...{ collection_method: days === undefined ? 'charge_automatically' : 'send_invoice' },
    due_date: days === undefined ? null : seconds(at) + days * 86_400,
    ...(period && { lines: { data: [line(of.id, amount, reason, period)] } }),
  });
  const change = (when: string, type: string, changes: Json) => {
    object = { ...object, ...changes };
    send(when, `invoice.${type}`, object);
  };
  const part = (when: string, sum: number, of: string) =>
    send(when, 'invoice_payment.paid', {
      ...{ id: `inpay_${of}`, object: 'invoice_payment', invoice: id, amount_paid: sum, currency: 'eur' },
      payment: { type: 'payment_intent', payment_intent: of },
      status_transitions: { paid_at: seconds(when) },
    });
  const told = { charge: idOf('ch'), payment_intent: intent, created: seconds(at) };
  change(at, 'finalized', {});
  return {
    inProgress: (when) =>
      send(when, 'payment_intent.processing', { id: intent, object: 'payment_intent', customer: object.customer }),
    fails: (when, next) =>
      change(when, 'payment_failed', { next_payment_attempt: next === undefined ? null : seconds(next) }),
    overdue: (when) => change(when, 'overdue', {}),
    paidInPart: (when, sum) => {
      parts += sum;
      object = { ...object, amount_paid: parts, amount_remaining: amount - parts };
      part(when, sum, `${intent}_part`);
    },
    paid: (when) => {
      const status_transitions = { ...transitions, paid_at: seconds(when) };
      const settled = { status: 'paid', amount_paid: amount, amount_remaining: 0, status_transitions };
      change(when, 'paid', settled);
      change(when, 'payment_succeeded', {});
      if (amount === 0) return;
      part(when, amount - parts, intent);
      const single = { id: intent, object: 'payment_intent', customer: object.customer, currency: 'eur' };
      const link = loose ? {} : { payment_details: { order_reference: id } };
      send(when, 'payment_intent.succeeded', {
        ...single,
        ...link,
        amount_received: amount - parts,
        status: 'succeeded',
      });
    },
    refundAsked: (when, sum) =>
      send(
        when,
        'refund.created',
        refund({ id: idOf('re'), ...told, created: seconds(when), amount: sum, status: 'pending' }),
      ),
    refunded: (when, sum) =>
      send(when, 'refund.updated', refund({ id: idOf('re'), ...told, amount: sum, status: 'succeeded' }), {
        status: 'pending',
      }),
    disputed: (when) =>
      send(when, 'charge.dispute.created', dispute({ id: idOf('dp'), ...told, created: seconds(when), amount })),
    disputeWon: (when) =>
      send(when, 'charge.dispute.closed', dispute({ id: idOf('dp'), ...told, amount, status: 'won' })),
  };
}
