import { describe, expect, it } from 'vitest';
import { dataKeyOf, dataKeysOf } from '../../../shared/core/events/data-keys.ts';
import { EVENT_KINDS } from '../../../shared/core/events/kinds.ts';
import { findProvider } from '../../../shared/core/webhooks/providers.ts';
import * as paddle from '../webhooks/fixtures/paddle.ts';
import * as stripe from '../webhooks/fixtures/stripe.ts';

const trialling = {
  status: 'trialing',
  trial_start: stripe.at('2026-11-01T00:00:00Z'),
  trial_end: stripe.at('2026-12-01T00:00:00Z'),
};

const PAYLOADS = {
  stripe: [
    ...['created', 'updated', 'deleted', 'trial_will_end'].flatMap((type) => [
      stripe.stripeEvent(`customer.subscription.${type}`, stripe.subscription()),
      stripe.stripeEvent(`customer.subscription.${type}`, stripe.subscription(trialling)),
    ]),
    ...['finalized', 'overdue', 'will_be_due', 'paid', 'payment_failed', 'voided', 'upcoming'].map((type) =>
      stripe.stripeEvent(
        `invoice.${type}`,
        stripe.legacyInvoice({ period_end: 1_796_000_000, next_payment_attempt: 1_796_000_000 }),
      ),
    ),
    ...['created', 'closed'].map((type) => stripe.stripeEvent(`charge.dispute.${type}`, stripe.dispute())),
    ...['refund.created', 'refund.updated'].map((type) => stripe.stripeEvent(type, stripe.refund())),
  ],
  paddle: [
    ...['created', 'trialing', 'updated', 'canceled'].map((type) =>
      paddle.paddleEvent(`subscription.${type}`, paddle.subscription()),
    ),
    ...['billed', 'past_due', 'completed', 'payment_failed', 'canceled'].map((type) =>
      paddle.paddleEvent(`transaction.${type}`, paddle.transaction({ payments: [paddle.captured] })),
    ),
    paddle.paddleEvent('adjustment.created', paddle.adjustment()),
    paddle.paddleEvent('subscription.paused', paddle.subscription()),
    paddle.paddleEvent('adjustment.created', paddle.adjustment({ action: 'credit', status: 'approved' })),
    paddle.paddleEvent('payment_method.saved', { id: 'paymtd_1' }),
  ],
};

const sent = Object.entries(PAYLOADS).flatMap(([name, payloads]) =>
  payloads.flatMap((payload) => findProvider(name)?.map(payload) ?? []),
);

describe('what the data of events is documented to hold', () => {
  it('covers every kind that clocks hang on', () => {
    const clockless = new Set(['deadline.lapsed', 'informational', 'unmapped']);
    const undocumented = EVENT_KINDS.filter((kind) => !clockless.has(kind) && dataKeysOf(kind) === undefined);
    expect(undocumented).toEqual([]);
  });

  it('covers everything that providers’ messages become', () => {
    const kinds = new Set(sent.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(12);
    const unknown = sent
      .filter(({ kind }) => kind !== 'informational')
      .flatMap(({ kind, data }) => Object.keys(data).map((key) => ({ kind, key })))
      .filter(({ kind, key }) => dataKeyOf(kind, key) === undefined);
    expect(unknown).toEqual([]);
  });

  it.each([
    ['invoice.due', 'dueOn', { holds: 'day', always: false }],
    ['invoice.due', 'dueAt', { holds: 'text', always: false }],
    ['invoice.due', 'invoiceAt', undefined],
    ['breach.alleged', 'by', { values: ['customer', 'provider'] }],
    ['trial.started', 'endsOn', { always: true }],
    ['trial.ending', 'endsOn', { always: false }],
    ['trial.converted', 'endsOn', undefined],
    ['claim.noticed', 'errorOn', { holds: 'day' }],
    ['subcontractor-change.announced', 'change', undefined],
  ])('%s: %s', (kind, key, expected) => {
    if (expected === undefined) expect(dataKeyOf(kind, key)).toBeUndefined();
    else expect(dataKeyOf(kind, key)).toMatchObject(expected);
  });

  it('says nothing of a noun that only a pack knows', () => {
    expect(dataKeysOf('subcontractor-change.announced')).toBeUndefined();
  });
});
