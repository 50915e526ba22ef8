import { describe, expect, it } from 'vitest';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { atBoth, type Fault, mapped } from './story.ts';

const { at } = ofStripe;
const NOW = '2026-11-20T10:00:00Z';
const END = '2026-12-01T00:00:00Z';
const exoopus = { terms: 'exoopus', timezone: 'Europe/Bucharest', holidays: ['RO'] };
const claim = {
  id: 'own',
  kind: 'breach.alleged',
  occurredAt: '2026-11-25T10:00:00Z',
  data: { breach: 'b', by: 'customer' },
};

/** Paddle charges neither IDR nor ISK. */
const PAID = { stripe: ['HUF', 'COP', 'IDR', 'ISK'], paddle: ['HUF', 'COP'] };

describe('amounts', () => {
  const invoices: Fault = {
    contract: exoopus,
    own: [claim],
    stripe: PAID.stripe.map((currency) =>
      ofStripe.stripeEvent(
        'invoice.paid',
        ofStripe.invoice({
          id: `in_${currency}`,
          currency: currency.toLowerCase(),
          ...{ status: 'paid', amount_due: 4_900_000, amount_paid: 4_900_000, amount_remaining: 0 },
          status_transitions: { paid_at: at(NOW), finalized_at: at(NOW) },
        }),
        { id: `evt_${currency}`, created: at(NOW) },
      ),
    ),
    paddle: PAID.paddle.map((currency_code) =>
      ofPaddle.paddleEvent(
        'transaction.completed',
        ofPaddle.transaction({
          ...{ id: `txn_${currency_code}`, currency_code },
          details: { totals: { total: '4900000', grand_total: '4900000', balance: '0', currency_code } },
          payments: [{ ...ofPaddle.captured, captured_at: NOW }],
        }),
        { event_id: `evt_${currency_code}` },
      ),
    ),
  };
  const [[, atStripe] = [], [, atPaddle] = []] = mapped(invoices);

  it.each([
    [
      'Stripe, which counts crowns in hundredths',
      atStripe,
      ['HUF 49,000.00', 'COP 49,000.00', 'IDR 49,000.00', 'ISK 49,000'],
    ],
    ['Paddle', atPaddle, ['HUF 49,000.00', 'COP 49,000.00']],
  ])('have the digits of their currency, at %s', async (_, told, sums) => {
    const text = (await told?.(END))?.says('liability-cap~b');
    for (const sum of sums) expect(text).toMatch(new RegExp(`\\b${sum}(?![.,]?\\d)`));
  });
});

describe('a single payment', () => {
  const intent = { id: 'pi_1', object: 'payment_intent', customer: 'cus_1', currency: 'eur', created: at(NOW) };
  const single: Fault = {
    contract: exoopus,
    own: [claim],
    stripe: [
      ofStripe.stripeEvent(
        'payment_intent.succeeded',
        { ...intent, amount: 120_000, amount_received: 120_000, status: 'succeeded' },
        { created: at(NOW) },
      ),
    ],
    paddle: [
      ofPaddle.paddleEvent(
        'transaction.completed',
        ofPaddle.transaction({
          ...{ subscription_id: null, origin: 'web' },
          details: { totals: { total: '120000', grand_total: '120000', balance: '0', currency_code: 'EUR' } },
          payments: [{ ...ofPaddle.captured, captured_at: NOW }],
        }),
      ),
    ],
  };

  it.each(atBoth(single))('was paid as well, at %s', async (_, told) => {
    const story = await told(END);
    expect(story.kinds).toContain('payment.received');
    expect(story.deadline('liability-cap~b')?.figure).toEqual([{ currency: 'EUR', amount: 120_000 }]);
  });
});

describe('what is told of a payment alone', () => {
  const paid = { status: 'paid', amount_paid: 4900, amount_remaining: 0, payment_intent: 'pi_1', charge: 'ch_1' };
  const known: Fault = {
    contract: exoopus,
    stripe: [
      ofStripe.stripeEvent('invoice.paid', ofStripe.legacyInvoice(paid), { id: 'evt_1', created: at(NOW) }),
      ofStripe.stripeEvent('refund.created', ofStripe.refund(), { id: 'evt_2' }),
      ofStripe.stripeEvent('charge.dispute.created', ofStripe.dispute(), { id: 'evt_3' }),
    ],
    paddle: [
      ofPaddle.paddleEvent('transaction.completed', ofPaddle.transaction({ payments: [ofPaddle.captured] })),
      ofPaddle.paddleEvent('adjustment.created', ofPaddle.adjustment({ subscription_id: null, status: 'approved' }), {
        event_id: 'evt_02',
      }),
      ofPaddle.paddleEvent(
        'adjustment.created',
        ofPaddle.adjustment({ id: 'adj_02', subscription_id: null, action: 'chargeback', status: 'approved' }),
        { event_id: 'evt_03' },
      ),
    ],
  };

  it.each(atBoth(known))('finds the contract that has the payment: a refund, and a dispute, at %s', async (_, told) =>
    expect((await told(END)).kinds).toEqual(
      expect.arrayContaining(['payment.received', 'refund.issued', 'dispute.opened']),
    ),
  );

  const unknown: Fault = { ...known, stripe: known.stripe.slice(1), paddle: known.paddle.slice(1) };
  it('finds none that has not', async () => {
    const [[, atStripe] = [], [, atPaddle] = []] = mapped({
      ...unknown,
      paddle: unknown.paddle.map((message) => ({
        ...message,
        data: { ...(message.data as ofStripe.Json), customer_id: 'ctm_02' },
      })),
    });
    expect([(await atStripe?.(END))?.events, (await atPaddle?.(END))?.events]).toEqual([[], []]);
  });
});
