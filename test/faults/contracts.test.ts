import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../shared/core/agreement/agreement.ts';
import { paddleDoor } from '../../shared/core/webhooks/paddle/door.ts';
import { paddle } from '../../shared/core/webhooks/paddle.ts';
import { stripeDoor } from '../../shared/core/webhooks/stripe/door.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import { inBucharest, terms } from '../core/deadlines/planning.ts';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault } from './story.ts';

type Json = ofStripe.Json;

const { at } = ofStripe;
const ENDED = '2026-11-29T10:00:00Z';
const END = '2026-12-01T00:00:00Z';
const exoopus = { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'] };

const stripeEnded = (more: Json = {}) =>
  ofStripe.stripeEvent(
    'customer.subscription.deleted',
    ofStripe.subscription({ status: 'canceled', canceled_at: at(ENDED), ended_at: at(ENDED), ...more }),
    { created: at(ENDED) },
  );
const paddleEnded = (more: Json = {}) =>
  ofPaddle.paddleEvent(
    'subscription.canceled',
    ofPaddle.subscription({ status: 'canceled', canceled_at: ENDED, current_billing_period: null, ...more }),
    { occurred_at: ENDED },
  );

describe('a subscription that ends', () => {
  const another: Fault = {
    contract: exoopus,
    stripe: [stripeEnded({ id: 'sub_2' })],
    paddle: [paddleEnded({ id: 'sub_02' })],
  };
  it.each(atBoth(another))('is no end of another one of the same customer, at %s', async (_, told) =>
    expect((await told(END)).events).toEqual([]),
  );

  const oddPrice = { ...ofStripe.price('price_1', 4900), id: 'Pro plan\u0000 "2026" \ud800' };
  const odd: Fault = {
    contract: exoopus,
    stripe: [stripeEnded({ items: { data: [ofStripe.item({ price: oddPrice })] } })],
    paddle: [
      paddleEnded({ items: [ofPaddle.item({ price: { id: oddPrice.id, product_id: null, unit_price: null } })] }),
    ],
  };
  it.each(atBoth(odd))('ends the contract, whatever its prices are called, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.events).toMatchObject([{ kind: 'contract.terminated', occurredAt: ENDED }]);
    expect(story.standing('export-window')).toHaveLength(1);
  });

  const unborn: Fault = {
    contract: exoopus,
    stripe: [stripeEnded({ status: 'incomplete_expired' })],
    paddle: [paddleEnded({ started_at: null, first_billed_at: null })],
  };
  it.each(atBoth(unborn))('without having begun ends nothing, at %s', async (_, told) =>
    expect((await told(END)).events).toEqual([]),
  );

  it.each([
    ['Stripe', stripe.map(stripeEnded())],
    ['Paddle', paddle.map(paddleEnded())],
  ])('before its contract starts is told, to be set aside for all to see, at %s', (_, mapped) => {
    const agreement = agreementOf({ contract: { ...inBucharest, startsOn: '2026-11-30' }, ...terms });
    expect(mapped).toMatchObject([{ kind: 'contract.terminated', occurredAt: ENDED }]);
    expect(mapped.map((event) => agreement.isBeforeStart(event))).toEqual([true]);
  });
});

describe('the sender of a message', () => {
  it.each([
    ['Stripe, in live mode', stripeDoor.envelopeOf(stripeEnded()), { account: null, mode: 'live' }],
    [
      'Stripe, in a test',
      stripeDoor.envelopeOf({ ...stripeEnded(), livemode: false }),
      { account: null, mode: 'test' },
    ],
    [
      'Stripe, of an account',
      stripeDoor.envelopeOf({ ...stripeEnded(), account: 'acct_1' }),
      { account: 'acct_1', mode: 'live' },
    ],
    ['Paddle, which does not say', paddleDoor.envelopeOf(paddleEnded()), { account: null, mode: 'unknown' }],
    [
      'Paddle’s simulator',
      paddleDoor.envelopeOf({ ...paddleEnded(), notification_id: 'ntfsimntf_01', event_id: 'ntfsimevt_01' }),
      { account: null, mode: 'simulation' },
    ],
  ])('is known as far as it says: %s', (_, sender, expected) => expect(sender).toMatchObject(expected));
});

describe('a message', () => {
  const parent = { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } };
  const basil = [
    'created',
    'updated',
    'sent',
    'finalization_failed',
    'payment_action_required',
    'marked_uncollectible',
  ];

  it.each(basil)('names its contract where nothing else is made of it, in the shapes of Basil: invoice.%s', (type) =>
    expect(
      stripe.map(ofStripe.stripeEvent(`invoice.${type}`, { id: 'in_1', object: 'invoice', parent })),
    ).toMatchObject([{ references: ['sub_1'] }]),
  );

  it.each(['created', 'ready', 'updated', 'revised'])('names its contract at Paddle: transaction.%s', (type) =>
    expect(
      paddle.map(
        ofPaddle.paddleEvent(`transaction.${type}`, ofPaddle.transaction({ status: 'ready', billed_at: null })),
      ),
    ).toMatchObject([{ references: ['sub_01'] }]),
  );

  const line = (subscription: string, amount: number) => ({
    id: `il_${subscription}_${amount}`,
    amount,
    parent: { type: 'subscription_item_details', subscription_item_details: { subscription } },
  });
  const ofLines = (...lines: readonly Json[]) =>
    stripe.map(
      ofStripe.stripeEvent(
        'invoice.finalized',
        ofStripe.invoice({ parent: null, customer: 'cus_9', lines: { data: lines, has_more: false } }),
      ),
    );

  it('of an invoice is told to the subscription that its lines name', () => {
    expect(ofLines(line('sub_1', 4900))).toMatchObject([
      { kind: 'invoice.issued', references: ['sub_1'], amount: 4900 },
    ]);
    expect(paddle.map(ofPaddle.paddleEvent('transaction.billed', ofPaddle.transaction()))).toMatchObject([
      { kind: 'invoice.issued', references: ['sub_01'], amount: 4900 },
    ]);
  });

  const severalLines = (amount_due: number, ...lines: readonly Json[]): Fault => ({
    contract: exoopus,
    stripe: [
      ofStripe.stripeEvent(
        'invoice.finalized',
        ofStripe.invoice({
          parent: null,
          amount_due,
          amount_remaining: amount_due,
          lines: { data: lines, has_more: false },
        }),
      ),
    ],
    paddle: [ofPaddle.paddleEvent('transaction.billed', ofPaddle.transaction())],
  });
  it.each([
    ...atBoth(severalLines(4900, line('sub_1', 4900))),
    ...atBoth(severalLines(5900, line('sub_1', 4000), line('sub_2', 1000), line('sub_1', 900))),
  ])('of an invoice is recorded with what the contract owes of it, at %s', async (_, told) =>
    expect((await told('2026-11-21T00:00:00Z')).events).toMatchObject([
      { kind: 'invoice.issued', data: { amount: 4900 } },
    ]),
  );

  it('of an invoice of several subscriptions is told to each with its own lines', () => {
    const told = ofLines(line('sub_1', 1900), line('sub_2', 2500), line('sub_1', 500));
    expect(told.map(({ references, amount }) => [references, amount])).toEqual([
      [['sub_1'], 2400],
      [['sub_2'], 2500],
    ]);
  });
});
