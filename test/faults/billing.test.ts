import { describe, expect, it } from 'vitest';
import { paddle } from '../../shared/core/webhooks/paddle.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault, overHttp } from './story.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;
const NOW = '2026-11-25T10:00:00Z';
const END = '2026-12-01T00:00:00Z';

const stripeInvoice = (type: string, more: Json) =>
  ofStripe.stripeEvent(`invoice.${type}`, ofStripe.invoice({ ...charged, created: at(NOW), ...finalized, ...more }), {
    id: `evt_${type}`,
    created: at(NOW),
  });
const charged = { collection_method: 'charge_automatically', due_date: null, billing_reason: 'subscription_cycle' };
const finalized = { status_transitions: { finalized_at: at(NOW), paid_at: null, voided_at: null } };
const nothingDue = { status: 'paid', amount_due: 0, amount_paid: 0, amount_remaining: 0 };

const paddleTransaction = (type: string, more: Json) =>
  ofPaddle.paddleEvent(`transaction.${type}`, ofPaddle.transaction({ ...collected, billed_at: NOW, ...more }), {
    event_id: `evt_${type}`,
    occurred_at: NOW,
  });
const collected = { collection_mode: 'automatic', billing_details: null, origin: 'subscription_recurring' };
const totals = (grand_total: string, balance: string) => ({
  details: { totals: { total: grand_total, grand_total, balance, currency_code: 'EUR' } },
});

const exolyt = { terms: 'exolyt', billing: { cycle: '1 month' }, startsOn: '2026-11-15' };
const eloomi = { terms: 'eloomi', term: '12 months', law: 'DK', startsOn: '2026-01-01' };
const salexops = { terms: 'salexops', startsOn: '2026-01-01' };

describe('an invoice of nothing', () => {
  const trial = { starts_at: '2026-11-20T10:00:00Z', ends_at: '2027-03-04T10:00:00Z' };
  const inTrial: Fault = {
    contract: { ...eloomi, startsOn: '2026-11-20' },
    stripe: [
      ofStripe.stripeEvent(
        'customer.subscription.created',
        ofStripe.subscription({
          ...{ status: 'trialing', start_date: at(trial.starts_at), created: at(trial.starts_at) },
          ...{ trial_start: at(trial.starts_at), trial_end: at(trial.ends_at) },
        }),
        { created: at(trial.starts_at) },
      ),
      stripeInvoice('paid', { ...nothingDue, billing_reason: 'subscription_create' }),
    ],
    paddle: [
      ofPaddle.paddleEvent(
        'subscription.created',
        ofPaddle.subscription({
          ...{ status: 'trialing', started_at: trial.starts_at, first_billed_at: null },
          ...{ next_billed_at: trial.ends_at, current_billing_period: trial },
        }),
        { occurred_at: trial.starts_at },
      ),
      paddleTransaction('completed', { origin: 'web', ...totals('0', '0') }),
    ],
  };

  it.each(atBoth(inTrial))('does not end the inactivity of a trial, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.kinds).toContain('payment.received');
    expect(story.standing('trial-inactivity')).toEqual(['trial-inactivity open 2027-02-20']);
  });

  it.each(overHttp(inTrial))('leaves the trial to be reminded of as one that is not used, at %s', async (_, told) =>
    expect((await told('2027-02-19T00:00:00Z')).letters).toEqual([
      '2027-02-06 reminder-14-days of trial-inactivity to customer',
    ]),
  );

  const proration: Fault = {
    contract: eloomi,
    stripe: [stripeInvoice('finalized', { ...nothingDue, billing_reason: 'subscription_update' })],
    paddle: [paddleTransaction('billed', { origin: 'subscription_update', ...totals('0', '0') })],
  };

  it.each(atBoth(proration))('is no invoice for the year and owes no interest, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.kinds).toContain('invoice.issued');
    expect(story.standing('invoice-due', 'late-interest')).toEqual(['invoice-due~2026-01-01 open 2026-12-31']);
  });
});

describe('a card that is declined', () => {
  const first: Fault = {
    contract: exolyt,
    stripe: [stripeInvoice('payment_failed', { billing_reason: 'subscription_create' })],
    paddle: [paddleTransaction('payment_failed', { status: 'ready', origin: 'web', billed_at: null })],
  };
  const upgrade: Fault = {
    contract: exolyt,
    stripe: [stripeInvoice('payment_failed', { billing_reason: 'subscription_update' })],
    paddle: [paddleTransaction('payment_failed', { origin: 'subscription_update' })],
  };
  const onFile: Fault = {
    contract: exolyt,
    stripe: [
      ofStripe.stripeEvent('setup_intent.setup_failed', { id: 'seti_1', object: 'setup_intent', customer: 'cus_1' }),
    ],
    paddle: [paddleTransaction('payment_failed', { origin: 'subscription_payment_method_change' })],
  };
  const nothingOwed: Fault = {
    contract: exolyt,
    stripe: [stripeInvoice('payment_failed', { amount_due: 0, amount_remaining: 0 })],
    paddle: [
      paddleTransaction('payment_failed', { origin: 'subscription_payment_method_change', ...totals('0', '0') }),
    ],
  };
  const cycle: Fault = {
    contract: exolyt,
    stripe: [stripeInvoice('payment_failed', {})],
    paddle: [paddleTransaction('payment_failed', {})],
  };

  it.each(atBoth(first))('as the subscription is to begin is no failed billing, at %s', async (_, told) =>
    expect((await told(END)).standing('billing-failure')).toEqual([]),
  );
  const OUTAGE = [
    { id: 'down', kind: 'outage.started', occurredAt: '2026-11-26T10:00:00Z', data: { outage: 'o' } },
    { id: 'up', kind: 'outage.ended', occurredAt: '2026-11-28T12:00:00Z', data: { outage: 'o' } },
  ];
  it.each([...atBoth({ ...first, own: OUTAGE }), ...atBoth({ ...nothingOwed, own: OUTAGE })])(
    'where nothing is owed leaves no invoice outstanding, at %s',
    async (_, told) => {
      const { steps = [] } = (await told(END)).deadline('outage-extension~o') ?? {};
      expect(steps.find(({ code }) => code === 'requirement')).toMatchObject({ outstanding: [] });
    },
  );
  it.each(atBoth(upgrade))('for an upgrade is no failed billing, at %s', async (_, told) =>
    expect((await told(END)).standing('billing-failure')).toEqual([]),
  );
  it.each(atBoth(onFile))('as it is put on file is no failed billing, at %s', async (_, told) =>
    expect((await told(END)).standing('billing-failure')).toEqual([]),
  );
  it.each([...overHttp(first), ...overHttp(upgrade), ...overHttp(onFile)])(
    'for anything but a cycle is nothing to write about, at %s',
    async (_, told) => expect((await told(END)).letters).toEqual([]),
  );
  it.each(atBoth(cycle))('for the next cycle is one, at %s', async (_, told) =>
    expect((await told(END)).standing('billing-failure')).toHaveLength(1),
  );
});

describe('a debit in progress', () => {
  const issued = { stripe: [stripeInvoice('finalized', {})], paddle: [paddleTransaction('billed', {})] };
  const failed = {
    stripe: [...issued.stripe, stripeInvoice('payment_failed', {})],
    paddle: [...issued.paddle, paddleTransaction('payment_failed', {})],
  };
  const LATE = ['late-interest', 'disablement', 'document-deletion'];

  it.each([...atBoth({ ...issued, contract: eloomi }), ...atBoth({ ...issued, contract: salexops })])(
    'is not late, at %s',
    async (_, told) => {
      const story = await told('2026-12-20T00:00:00Z');
      expect(story.kinds).toContain('invoice.issued');
      expect(story.standing(...LATE)).toEqual([]);
    },
  );

  it.each([...overHttp({ ...issued, contract: eloomi }), ...overHttp({ ...issued, contract: salexops })])(
    'is nothing to write about, at %s',
    async (_, told) => {
      const { letters } = await told('2026-12-20T00:00:00Z');
      expect(letters.filter((letter) => LATE.some((clause) => letter.includes(clause)))).toEqual([]);
    },
  );

  it.each(atBoth({ ...failed, contract: eloomi }))('is late since the invoice once it failed, at %s', async (_, told) =>
    expect((await told(END)).standing(...LATE)[0]).toMatch(/^late-interest~\S+ lapsed 2026-11-25$/),
  );
  it.each(atBoth({ ...failed, contract: salexops }))('may disable users once it failed, at %s', async (_, told) =>
    expect((await told(END)).standing('disablement')[0]).toMatch(/^disablement~\S+ \S+ 2026-11-28$/),
  );
});

describe('another price', () => {
  const upgrade: Fault = {
    contract: { ...exolyt, startsOn: '2026-08-15' },
    stripe: [
      ofStripe.stripeEvent(
        'customer.subscription.updated',
        ofStripe.subscription({ items: { data: [ofStripe.item({ price: ofStripe.price('price_2', 9900) })] } }),
        { created: at(NOW), previous: { items: { data: [ofStripe.item()] } } },
      ),
    ],
    paddle: [
      ofPaddle.paddleEvent(
        'subscription.updated',
        ofPaddle.subscription({
          items: [ofPaddle.item({ created_at: NOW, updated_at: NOW, price: { id: 'pri_02', product_id: 'pro_01' } })],
        }),
        { occurred_at: NOW },
      ),
    ],
  };
  const catalogue: readonly Json[] = [
    ofStripe.stripeEvent('price.updated', ofStripe.price('price_1', 5900), { previous: { unit_amount: 4900 } }),
    ofStripe.stripeEvent('plan.updated', { id: 'price_1', object: 'plan' }, { previous: { amount: 4900 } }),
    ofStripe.stripeEvent('product.updated', { id: 'prod_1', object: 'product' }, { previous: { name: 'P' } }),
    ofPaddle.paddleEvent('price.updated', { id: 'pri_01', product_id: 'pro_01', name: 'Pro' }),
    ofPaddle.paddleEvent('product.updated', { id: 'pro_01', name: 'Pro' }),
  ];

  it.each(atBoth(upgrade))('that is chosen is a change of plan, and of no fees, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.kinds).toContain('plan.changed');
    expect(story.kinds).not.toContain('price.changed');
    expect(story.standing('fee-change')).toEqual([]);
  });

  it.each(catalogue)('of the catalogue is a price of no contract: $type$event_type', (message) => {
    const provider = 'event_type' in message ? paddle : stripe;
    expect(provider.map(message)).toMatchObject([{ kind: 'informational' }]);
  });
});
