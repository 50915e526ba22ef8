import { describe, expect, it } from 'vitest';
import { customerRecordSchema, withMessage } from '../../../shared/core/intake/customers.ts';
import { paddle } from '../../../shared/core/webhooks/paddle.ts';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import * as ofPaddle from './fixtures/paddle.ts';
import * as ofStripe from './fixtures/stripe.ts';

type Json = ofStripe.Json;

const HALF = '\ud800';
const LONG = 'x'.repeat(501);
const KEYS = JSON.parse('{"constructor":{"x":1},"__proto__":{"id":"sub_9"},"toString":7}');

const stripeSubscription = (more: Json = {}, type = 'customer.subscription.created') =>
  stripe.subscriptionOf(ofStripe.stripeEvent(type, ofStripe.subscription(more)));
const stripeCustomer = (object: Json, type = 'customer.updated', more: Json = {}) =>
  stripe.customerOf(ofStripe.stripeEvent(type, { id: 'cus_1', object: 'customer', ...object }, more));
const paddleSubscription = (more: Json = {}, type = 'subscription.created') =>
  paddle.subscriptionOf(ofPaddle.paddleEvent(type, ofPaddle.subscription(more)));
const paddleCustomer = (object: Json, type = 'customer.updated') =>
  paddle.customerOf(ofPaddle.paddleEvent(type, { id: 'ctm_01', ...object }));

describe('a subscription as Stripe shows it', () => {
  it('has its customer, start, items, metadata and billing', () => {
    const price = {
      ...ofStripe.price('price_1', 4900, 'prod_1', 'year'),
      lookup_key: 'pro_yearly',
      nickname: 'Pro, yearly',
    };
    const shown = stripeSubscription({
      currency: 'usd',
      items: { data: [ofStripe.item({ price, plan: { id: 'price_1', nickname: 'Pro' } })] },
      metadata: { account: '4711', seats: 3 },
      billing_cycle_anchor: ofStripe.at('2026-01-31T09:00:00Z'),
      billing_cycle_anchor_config: { day_of_month: 31 },
    });
    expect(shown).toEqual({
      provider: 'stripe',
      id: 'sub_1',
      customer: 'cus_1',
      at: '2026-11-20T08:00:05Z',
      state: 'running',
      startedAt: '2026-01-15T09:00:00Z',
      currency: 'USD',
      country: null,
      items: [
        {
          product: 'prod_1',
          price: 'price_1',
          plans: ['pro_yearly', 'Pro, yearly', 'Pro', 'price_1'],
          interval: '1 year',
        },
      ],
      metadata: { account: '4711', seats: '3' },
      anchorAt: '2026-01-31T09:00:00Z',
      anchorDay: 31,
    });
  });

  it('is read from expanded objects, from plans, and from a plan of the subscription itself', () => {
    const plan = { id: 'gold', product: { id: 'prod_9' }, currency: 'gbp', interval: 'week', interval_count: 2 };
    const items = [{ product: 'prod_9', price: 'gold', plans: ['gold'], interval: '2 weeks' }];
    expect(stripeSubscription({ customer: { id: 'cus_9' }, items: { data: [{ plan }] } })).toMatchObject({
      customer: 'cus_9',
      currency: 'GBP',
      items,
    });
    expect(stripeSubscription({ items: null, plan })).toMatchObject({ currency: 'GBP', items });
  });

  it.each([
    ['incomplete', 'not-started'],
    ['incomplete_expired', 'ended'],
    ['canceled', 'ended'],
    ['trialing', 'running'],
    ['past_due', 'running'],
    ['paused', 'running'],
    [null, 'running'],
  ])('of status %s is %s', (status, state) => {
    expect(stripeSubscription({ status })?.state).toBe(state);
  });

  it('is none in a message about something else, or in a thin one', () => {
    expect(stripe.subscriptionOf(ofStripe.stripeEvent('invoice.paid', ofStripe.invoice()))).toBeNull();
    const thin = {
      id: 'evt_1',
      object: 'v2.core.event',
      type: 'customer.subscription.created',
      created: '2026-11-20T08:00:00Z',
    };
    expect(stripe.subscriptionOf({ ...thin, related_object: { id: 'sub_1' } })).toBeNull();
  });
});

describe('a subscription as Paddle shows it', () => {
  it('has its customer, start, items, custom data and billing', () => {
    const price = {
      id: 'pri_01',
      product_id: 'pro_01',
      name: 'Pro',
      billing_cycle: { interval: 'month', frequency: 3 },
    };
    expect(
      paddleSubscription({
        items: [
          ofPaddle.item({ price }),
          ofPaddle.item({ price: { id: 'pri_02', product_id: 'pro_02' }, recurring: false }),
        ],
        billing_cycle: { interval: 'month', frequency: 3 },
        custom_data: { account: 'a', nested: { x: 1 } },
      }),
    ).toEqual({
      provider: 'paddle',
      id: 'sub_01',
      customer: 'ctm_01',
      at: '2026-11-20T08:00:05.123Z',
      state: 'running',
      startedAt: '2026-01-15T09:00:00.449Z',
      currency: 'EUR',
      country: null,
      items: [
        { product: 'pro_01', price: 'pri_01', plans: ['Pro'], interval: '3 months' },
        { product: 'pro_02', price: 'pri_02', plans: [], interval: null },
      ],
      metadata: { account: 'a' },
      anchorAt: '2026-01-15T09:00:00.449Z',
      anchorDay: null,
    });
  });

  it('is billed from the end of a trial on', () => {
    const trial = { status: 'trialing', first_billed_at: null, next_billed_at: '2026-01-29T09:00:00Z' };
    expect(paddleSubscription(trial)).toMatchObject({ state: 'running', anchorAt: '2026-01-29T09:00:00Z' });
    expect(paddleSubscription({ status: 'canceled' })?.state).toBe('ended');
    expect(paddle.subscriptionOf(ofPaddle.paddleEvent('transaction.completed', ofPaddle.transaction()))).toBeNull();
  });
});

describe('a customer', () => {
  it('of Stripe has name, address, language, country and metadata, and what changed', () => {
    const object = {
      name: '  Acme\nSRL ',
      email: 'ana@acme.example',
      preferred_locales: ['ro-RO', 'en'],
      address: { country: 'ro' },
      metadata: { tier: 'gold' },
    };
    const previous = {
      email: 'old@acme.example',
      preferred_locales: [],
      address: { country: 'DE' },
      metadata: { tier: null, seats: 3 },
    };
    expect(stripeCustomer(object, 'customer.updated', { previous })).toEqual({
      provider: 'stripe',
      id: 'cus_1',
      message: 'evt_1',
      at: '2026-11-20T08:00:05Z',
      change: 'updated',
      former: { email: 'old@acme.example', locale: null, country: 'DE', metadata: { tier: null, seats: '3' } },
      values: {
        name: 'Acme SRL',
        email: 'ana@acme.example',
        locale: 'ro-RO',
        country: 'RO',
        metadata: { tier: 'gold' },
      },
    });
    expect(stripeCustomer({}, 'customer.deleted')).toMatchObject({ change: 'deleted', values: { email: null } });
    expect(stripeCustomer({}, 'customer.source.created')).toBeNull();
  });

  it.each<[unknown, Json]>([
    [null, { country: null }],
    [{ country: null, city: 'Iași' }, { country: null }],
    [{ city: 'Iași' }, {}],
  ])('of Stripe had, before an address of %j changed, %j', (address, former) => {
    const more = { previous: { address } };
    expect(stripeCustomer({ address: { country: 'RO' } }, 'customer.updated', more)?.former).toEqual(former);
  });

  it.each<[unknown, Json]>([
    [{ ['k'.repeat(65)]: 'x', constructor: 'a' }, { metadata: { constructor: 'a' } }],
    [
      Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, null])),
      { metadata: expect.not.objectContaining({ k50: null }) },
    ],
    ['abc', {}],
    [['abc'], {}],
    [null, {}],
  ])('of Stripe is readable, whatever metadata it had before', (metadata, former) => {
    const shown = stripeCustomer({ email: 'ana@acme.example' }, 'customer.updated', { previous: { metadata } });
    expect(shown?.former).toEqual(former);
    const stored = shown && withMessage(undefined, shown);
    expect(customerRecordSchema.parse(stored)).toEqual(stored);
  });

  it.each([HALF, `Acme ${HALF}`, '', 7, null])('has no name in %j', (name) => {
    expect(stripeCustomer({ name })?.values.name).toBeNull();
    expect(paddleCustomer({ name })?.values.name).toBeNull();
  });

  it('of Paddle has name, address, language and custom data', () => {
    const object = { name: null, email: 'ana@acme.example', locale: 'en', custom_data: null };
    expect(paddleCustomer(object)).toEqual({
      provider: 'paddle',
      id: 'ctm_01',
      message: 'evt_01',
      at: '2026-11-20T08:00:05.123Z',
      change: 'updated',
      former: null,
      values: { name: null, email: 'ana@acme.example', locale: 'en', country: null, metadata: {} },
    });
    expect(paddle.customerOf(ofPaddle.paddleEvent('transaction.completed', ofPaddle.transaction()))).toBeNull();
  });

  it.each([
    ['pt-br', 'pt-BR'],
    ['zh-Hant-TW', 'zh'],
    ['DE_at', 'de-AT'],
    ['fil', null],
    ['english', null],
    ['', null],
    [7, null],
  ])('speaks %j as %j', (locale, read) => {
    expect(paddleCustomer({ locale })?.values.locale).toBe(read);
  });

  it.each(['', 'nobody', 'a@b', `${'x'.repeat(250)}@acme.example`, 7, null, HALF])('has no address in %j', (email) => {
    expect(stripeCustomer({ email })?.values.email).toBeNull();
  });
});

describe('nothing that a message holds makes it unreadable', () => {
  it.each<[string, Json]>([
    ['keys that every object has', { ...KEYS, metadata: KEYS, items: KEYS }],
    ['half a surrogate pair', { metadata: { a: HALF, [HALF]: 'b' }, items: { data: [{ price: { id: HALF } }] } }],
    ['texts that are too long', { metadata: { a: LONG }, customer: LONG, items: { data: [{ price: { id: LONG } }] } }],
    ['null', { metadata: null, items: null, customer: null, currency: null, start_date: null, created: null }],
    ['other kinds of value', { metadata: [], items: { data: [7, null, { price: 7 }] }, currency: 7, start_date: 'x' }],
    ['too much of everything', { metadata: Object.fromEntries(Array.from({ length: 999 }, (_, n) => [`k${n}`, 'v'])) }],
  ])('%s', (_, more) => {
    for (const shown of [stripeSubscription(more), paddleSubscription({ ...more, custom_data: more.metadata })]) {
      expect(JSON.stringify(shown).isWellFormed()).toBe(true);
      expect(Object.keys(shown?.metadata ?? {}).length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(shown).length).toBeLessThan(4000);
    }
    for (const shown of [
      stripeCustomer({ ...more, name: HALF, address: KEYS }),
      paddleCustomer({ ...more, name: LONG }),
    ]) {
      expect(JSON.stringify(shown).isWellFormed()).toBe(true);
      expect(shown?.values.name?.length ?? 0).toBeLessThanOrEqual(200);
    }
  });

  it.each([
    ['day', 14, '14 days'],
    ['month', 1, '1 month'],
    ['month', 0, null],
    ['month', 1.5, null],
    ['month', 1001, null],
    ['fortnight', 1, null],
    [null, null, null],
  ])('an interval of %s × %s is %s', (interval, interval_count, read) => {
    const price = { id: 'p', recurring: { interval, interval_count } };
    expect(stripeSubscription({ items: { data: [{ price }] } })?.items[0]?.interval).toBe(read);
  });
});
