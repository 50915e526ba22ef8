import { describe, expect, it } from 'vitest';
import { contractEventSchema } from '../../../shared/core/events/event.ts';
import { paddleDoor } from '../../../shared/core/webhooks/paddle/door.ts';
import { paddle } from '../../../shared/core/webhooks/paddle.ts';
import type { MappedEvent, Provider } from '../../../shared/core/webhooks/provider.ts';
import { stripeDoor } from '../../../shared/core/webhooks/stripe/door.ts';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import * as ofPaddle from './fixtures/paddle.ts';
import * as ofStripe from './fixtures/stripe.ts';

type Json = ofStripe.Json;

/** Through JSON, as a body comes in: a half of a surrogate pair and a key `__proto__` survive that. */
function mapped(provider: Provider, payload: Json): MappedEvent[] {
  const events = provider.map(JSON.parse(JSON.stringify(payload)));
  for (const { id, kind, occurredAt, data } of events) {
    contractEventSchema.parse({ id, kind, occurredAt, recordedAt: occurredAt, data });
    expect(JSON.stringify(data).isWellFormed()).toBe(true);
  }
  return events;
}

const stripeOf = (type: string, object: Json, more: Json = {}) =>
  mapped(stripe, ofStripe.stripeEvent(type, object, more));
const paddleOf = (type: string, data: Json, more: Json = {}) => mapped(paddle, ofPaddle.paddleEvent(type, data, more));

const HALF = '\ud800';
const LONG = 'x'.repeat(500);
const KEYS = JSON.parse('{"constructor":{"x":1},"__proto__":{"id":"sub_9"},"toString":7}');

describe('nothing is refused for a field that no clock hangs on', () => {
  it.each<[string, Json]>([
    [
      'a plan named by the account',
      { items: { data: [{ plan: { id: 'Gold plan (2019)', product: 'Gold & more' } }] } },
    ],
    ['prices of no known shape', { items: { data: [{ price: 7 }, { price: { id: ['x'], unit_amount: 'much' } }] } }],
    ['half a surrogate pair', { items: { data: [{ price: { id: HALF } }] }, cancellation_details: { reason: HALF } }],
    ['ids of 500 characters', { items: { data: [{ id: LONG, price: { id: LONG } }] }, customer: LONG }],
    [
      'null wherever there may be something',
      { items: null, customer: null, cancellation_details: null, created: null },
    ],
    ['keys that every object has', KEYS],
    ['numbers that are none', { items: { data: [{ quantity: 'three', price: { recurring: { interval: '' } } }] } }],
  ])('Stripe, a subscription that ends: %s', (_, more) => {
    const ended = ofStripe.subscription({ status: 'canceled', ended_at: ofStripe.at('2026-11-29T10:00:00Z'), ...more });
    expect(stripeOf('customer.subscription.deleted', ended)).toMatchObject([
      { kind: 'contract.terminated', occurredAt: '2026-11-29T10:00:00Z', references: ['sub_1'] },
    ]);
  });

  it.each<[string, Json]>([
    ['a price named by the account', { items: [{ price: { id: 'Gold plan (2019)', product_id: '' } }] }],
    ['a price of no known shape', { items: [{ price: 7, quantity: 'three' }] }],
    ['half a surrogate pair', { items: [{ price: { id: HALF, name: HALF } }] }],
    ['ids of 500 characters', { items: [{ price: { id: LONG } }], customer_id: LONG }],
    ['null wherever there may be something', { items: null, customer_id: null, current_billing_period: null }],
    [
      'periods and changes without a date',
      {
        items: [{ trial_dates: { starts_at: null, ends_at: null } }],
        current_billing_period: { starts_at: null, ends_at: null },
        scheduled_change: { action: 'cancel', effective_at: null },
      },
    ],
    ['keys that every object has', KEYS],
  ])('Paddle, a subscription that ends: %s', (_, more) => {
    const ended = ofPaddle.subscription({ status: 'canceled', canceled_at: '2026-11-29T10:00:00Z', ...more });
    expect(paddleOf('subscription.canceled', ended)).toMatchObject([
      { kind: 'contract.terminated', occurredAt: '2026-11-29T10:00:00Z', references: ['sub_01'] },
    ]);
  });

  it.each<[string, Json]>([
    ['odd numbers and reasons', { number: HALF, billing_reason: 7, collection_method: LONG, hosted_invoice_url: {} }],
    ['lines of no known shape', { lines: { data: [null, 7, 'x', { amount: 'much', subscription: ['x'] }] } }],
    ['lines that are none', { lines: 7, payments: 'none', charge: 5 }],
    ['an odd next attempt', { next_payment_attempt: 'soon' }],
  ])('Stripe, an invoice: %s', (_, more) => {
    expect(stripeOf('invoice.payment_failed', ofStripe.invoice(more))).toMatchObject([
      { kind: 'payment.failed', amount: 4900, dueAt: '2026-11-15T09:00:00Z' },
    ]);
  });

  it.each<[string, Json]>([
    ['odd numbers and origins', { invoice_number: 7, origin: LONG, checkout: { url: 5 }, items: 'none' }],
    ['a period that is none', { billing_period: { starts_at: '', ends_at: null } }],
    ['totals that decide nothing', { details: { totals: { total: 'much', credit: -1, balance: '4900' } } }],
  ])('Paddle, an invoice: %s', (_, more) => {
    expect(paddleOf('transaction.payment_failed', ofPaddle.transaction(more))).toMatchObject([
      { kind: 'payment.failed', amount: 4900, dueAt: '2026-11-15T10:00:00.123Z' },
    ]);
  });

  it.each([
    { interval: '', frequency: 0 },
    { interval: null, frequency: null },
    { interval: 'day', frequency: null },
    null,
  ])('Paddle, terms of payment that say nothing: %j', (payment_terms) => {
    const billed = ofPaddle.transaction({ billing_details: { payment_terms } });
    expect(paddleOf('transaction.billed', billed)).toMatchObject([{ kind: 'invoice.issued', dueAt: null }]);
  });

  it('a payment whose id no contract can have is learned by nobody', () => {
    expect(stripeOf('invoice.paid', ofStripe.invoice({ id: LONG }))).toMatchObject([
      { kind: 'payment.received', references: ['sub_1'], learns: null },
    ]);
    expect(paddleOf('transaction.completed', ofPaddle.transaction({ id: LONG }))).toMatchObject([
      { kind: 'payment.received', references: ['sub_01'], learns: null },
    ]);
  });

  it('Paddle, terms of payment of what is collected automatically', () => {
    const billed = ofPaddle.transaction({
      collection_mode: 'automatic',
      billing_details: { payment_terms: { interval: 'era', frequency: -1 } },
    });
    expect(paddleOf('transaction.billed', billed)).toMatchObject([{ kind: 'invoice.issued', dueAt: null }]);
  });

  it('an id of an event that is long, or is no id of ours', () => {
    const object = ofStripe.subscription({ id: LONG });
    for (const id of [LONG, 'evt 1', `evt_${HALF}`]) {
      const [event] = stripeOf('customer.subscription.deleted', object, { id });
      expect(event).toMatchObject({ kind: 'contract.terminated', references: [] });
      expect(event?.id).toMatch(/^stripe\.[0-9a-f]{64}$/);
    }
  });

  it('the year 9999, which is another word for never', () => {
    const end = '9999-12-31T23:59:59Z';
    const never = ofStripe.at(end);
    const period = { current_period_end: never };
    const object = ofStripe.subscription({ status: 'trialing', trial_end: never, cancel_at: never, ...period });
    expect(stripeOf('customer.subscription.created', object).map(({ kind }) => kind)).toEqual(['contract.commenced']);
    const [issued] = stripeOf('invoice.finalized', ofStripe.invoice({ due_date: never }));
    expect(issued).toMatchObject({ kind: 'invoice.issued', dueAt: null });
    const unlimited = ofPaddle.subscription({
      current_billing_period: { starts_at: '2026-01-15T09:00:00Z', ends_at: end },
      scheduled_change: { action: 'cancel', effective_at: end },
    });
    const [begun, ...more] = paddleOf('subscription.created', unlimited);
    expect(more).toEqual([]);
    expect(begun?.data).not.toHaveProperty('periodEndsAt');
    // Fourteen days after the last one there is no year to write.
    expect(paddleOf('transaction.billed', ofPaddle.transaction({ billed_at: '9998-12-31T00:00:00Z' }))).toMatchObject([
      { kind: 'invoice.issued', occurredAt: '9998-12-31T00:00:00Z', dueAt: null },
    ]);
  });
});

describe('strict where a clock hangs on it', () => {
  it.each([
    ['data.object.ended_at', () => stripeOf('customer.subscription.deleted', ofStripe.subscription({ ended_at: 'x' }))],
    [
      'data.object.trial_end',
      () => stripeOf('customer.subscription.created', ofStripe.subscription({ trial_end: -1 })),
    ],
    [
      'data.object.cancel_at',
      () => stripeOf('customer.subscription.created', ofStripe.subscription({ cancel_at: 1.5 })),
    ],
    ['data.object.id', () => stripeOf('customer.subscription.deleted', ofStripe.subscription({ id: null }))],
    ['data.object.due_date', () => stripeOf('invoice.finalized', ofStripe.invoice({ due_date: 'soon' }))],
    ['data.object.amount_due', () => stripeOf('invoice.finalized', ofStripe.invoice({ amount_due: -1 }))],
    ['data.canceled_at', () => paddleOf('subscription.canceled', ofPaddle.subscription({ canceled_at: 'x' }))],
    ['data.next_billed_at', () => paddleOf('subscription.updated', ofPaddle.subscription({ next_billed_at: 5 }))],
    [
      'data.details.totals.balance',
      () => paddleOf('transaction.billed', ofPaddle.transaction({ details: { totals: { balance: '-1' } } })),
    ],
    ['data.currency_code', () => paddleOf('transaction.billed', ofPaddle.transaction({ currency_code: 'EURO' }))],
  ])('%s', (field, map) => {
    expect(map).toThrow(expect.objectContaining({ name: 'PayloadError', field }));
  });
});

describe('amounts', () => {
  const stripePaid = (currency: string, amount_paid: number) =>
    stripeOf('invoice.paid', ofStripe.invoice({ currency, amount_paid }))[0]?.amount;
  const paddlePaid = (currency_code: string, grand_total: string) =>
    paddleOf('transaction.paid', ofPaddle.transaction({ currency_code, details: { totals: { grand_total } } }))[0]
      ?.amount;

  it.each([
    ['eur', 4900, 4900],
    ['jpy', 4900, 4900],
    ['huf', 4_900_000, 4_900_000],
    ['cop', 4_900_000, 4_900_000],
    // Whole units by ISO 4217, hundredths at Stripe.
    ['isk', 4_900_000, 49_000],
    ['ugx', 500, 5],
    // Hundredths by ISO 4217, whole units at Stripe.
    ['mga', 5, 500],
    ['kwd', 1230, 1230],
  ])('Stripe’s %s %d are %d minor units', (currency, sent, minor) => {
    expect(stripePaid(currency, sent)).toBe(minor);
  });

  it.each([
    ['EUR', '4900', 4900],
    ['JPY', '4900', 4900],
    ['HUF', '4900000', 4_900_000],
    ['COP', '4900000', 4_900_000],
  ])('Paddle’s %s %s are %d minor units', (currency, sent, minor) => {
    expect(paddlePaid(currency, sent)).toBe(minor);
  });

  it('beyond 2^53 are refused', () => {
    expect(() => stripePaid('mga', 2 ** 52)).toThrow(expect.objectContaining({ name: 'PayloadError' }));
    expect(() => paddlePaid('EUR', String(2 ** 53))).toThrow(expect.objectContaining({ name: 'PayloadError' }));
  });
});

describe('where a message comes from', () => {
  it('Stripe names mode and connected account', () => {
    const sent = (more: Json) => stripeDoor.envelopeOf(ofStripe.stripeEvent('invoice.paid', {}, more));
    expect(sent({})).toMatchObject({ account: null, mode: 'live' });
    expect(sent({ livemode: false, account: 'acct_1' })).toMatchObject({ account: 'acct_1', mode: 'test' });
    expect(sent({ livemode: undefined })).toMatchObject({ account: null, mode: 'unknown' });
  });

  it('Paddle names neither, except that its simulator marks its ids', () => {
    const sent = (more: Json) => paddleDoor.envelopeOf(ofPaddle.paddleEvent('transaction.paid', {}, more));
    expect(sent({})).toMatchObject({ account: null, mode: 'unknown' });
    expect(sent({ event_id: 'ntfsimevt_01' }).mode).toBe('simulation');
    expect(sent({ notification_id: 'ntfsimntf_01' }).mode).toBe('simulation');
  });
});
