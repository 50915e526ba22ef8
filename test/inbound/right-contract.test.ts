import { describe, expect, it } from 'vitest';
import { paddle } from '../../shared/core/webhooks/paddle.ts';
import { stripe } from '../../shared/core/webhooks/stripe.ts';
import * as ofPaddle from '../core/webhooks/fixtures/paddle.ts';
import * as ofStripe from '../core/webhooks/fixtures/stripe.ts';
import { contractOf, Door, type Json, NOW } from './door.ts';

const { at } = ofStripe;
const message = (id: string, type: string, object: Json, more: Json = {}) =>
  ofStripe.stripeEvent(type, object, { id, created: at(NOW), ...more });

const ended = (subscription: string, when = NOW, id = `evt_end_${subscription}`) =>
  message(
    id,
    'customer.subscription.deleted',
    ofStripe.subscription({ id: subscription, status: 'canceled', ended_at: at(when) }),
    { created: at(when) },
  );
const paid = (subscription: string, intent = 'pi_1', id = `evt_paid_${subscription}`) =>
  message(
    id,
    'invoice.paid',
    ofStripe.legacyInvoice({
      id: `in_${subscription}`,
      subscription,
      payment_intent: intent,
      status: 'paid',
      amount_paid: 4900,
    }),
  );
const refunded = (intent: string | null = 'pi_1', customer: string | null = 'cus_1', when = NOW) =>
  message(
    `evt_re_${intent}_${at(when)}`,
    'refund.created',
    ofStripe.refund({ payment_intent: intent, charge: 'ch_1', customer, created: at(when) }),
  );

describe('a message that names a subscription', () => {
  it('is of the contract with that subscription and of no other, also at the second door', async () => {
    const door = new Door();
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    expect(await door.deliver('stripe', ended('sub_2'))).toMatchObject({
      state: 'parked',
      facts: [{ state: 'parked', reason: 'unknown-contract', references: ['sub_2'] }],
    });
    expect(await door.kinds('first')).toEqual([]);
    await door.create(contractOf('second', { stripe: ['sub_2', 'cus_1'] }));
    expect(await door.kinds('second')).toEqual(['contract.terminated']);
    expect(await door.kinds('first')).toEqual([]);
  });

  it('does not reach a contract that is created later for another subscription of the customer', async () => {
    const door = new Door();
    const parked = await door.deliver('stripe', ended('sub_2'));
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    expect(await door.kinds('first')).toEqual([]);
    expect(await door.delivery(parked.id)).toEqual(parked);
  });
});

describe('a message that names a payment alone', () => {
  it('is of the contract that recorded the payment, before or after it', async () => {
    const door = new Door();
    const early = await door.deliver('stripe', refunded());
    expect(early).toMatchObject({ state: 'parked', facts: [{ references: ['pi_1', 'ch_1', 'cus_1'] }] });
    await door.create(contractOf('acme', { stripe: ['sub_1'] }));
    await door.deliver('stripe', paid('sub_1'));
    expect(await door.delivery(early.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
    expect(await door.deliver('stripe', refunded('pi_1', null, '2026-11-20T09:00:00Z'))).toMatchObject({
      state: 'recorded',
    });
    expect(await door.kinds('acme')).toEqual(['payment.received', 'refund.issued', 'refund.issued']);
    for (const reference of ['pi_1', 'ch_1', 'cus_1']) expect(await door.waiting('stripe', reference)).toEqual([]);
  });

  it('is of it although the customer has other contracts', async () => {
    const door = new Door();
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    await door.create(contractOf('second', { stripe: ['sub_2', 'cus_1'] }));
    const early = await door.deliver('stripe', refunded());
    expect(early).toMatchObject({ state: 'ambiguous', facts: [{ candidates: ['first', 'second'] }] });
    await door.deliver('stripe', paid('sub_2'));
    expect(await door.delivery(early.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
  });

  it('at Paddle is of the contract that recorded the transaction', async () => {
    const door = new Door();
    await door.create(contractOf('acme', { paddle: ['sub_01'] }));
    const refund = ofPaddle.paddleEvent(
      'adjustment.created',
      ofPaddle.adjustment({ subscription_id: null, transaction_id: 'txn_01' }),
    );
    const early = await door.deliver('paddle', { ...refund, event_id: 'evt_adj' });
    expect(early.state).toBe('parked');
    await door.deliver('paddle', ofPaddle.paddleEvent('transaction.billed', ofPaddle.transaction()));
    expect(await door.delivery(early.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
  });

  it('of several contracts is ambiguous: an invoice of several subscriptions is paid at once', async () => {
    const door = new Door();
    for (const n of [1, 2]) await door.create(contractOf(`c${n}`, { stripe: [`sub_${n}`] }));
    const invoice = severalSubscriptions({ status: 'paid', amount_paid: 4900, payment_intent: 'pi_both' });
    await door.deliver('stripe', message('evt_both', 'invoice.paid', invoice));
    expect(await door.deliver('stripe', refunded('pi_both', null))).toMatchObject({
      state: 'ambiguous',
      facts: [{ reason: 'several-contracts', candidates: ['c1', 'c2'] }],
    });
  });
});

describe('the customer', () => {
  it('decides where exactly one of its contracts has not ended by then', async () => {
    const door = new Door();
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    await door.create(contractOf('second', { stripe: ['sub_2', 'cus_1'] }));
    await door.deliver('stripe', ended('sub_1', '2026-11-19T08:00:00Z'));
    expect(await door.deliver('stripe', refunded('pi_x'))).toMatchObject({
      state: 'recorded',
      facts: [{ contract: 'second' }],
    });
    const before = refunded('pi_y', 'cus_1', '2026-11-18T08:00:00Z');
    expect(await door.deliver('stripe', before)).toMatchObject({ state: 'ambiguous' });
  });

  it('decides once the other contract is known to have ended', async () => {
    const door = new Door();
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    await door.create(contractOf('second', { stripe: ['sub_2', 'cus_1'] }));
    const waiting = await door.deliver('stripe', refunded('pi_x'));
    expect(waiting.state).toBe('ambiguous');
    expect(door.telemetry.counted('InboundNotRecorded')).toBe(1);
    await door.deliver('stripe', ended('sub_1', '2026-11-19T08:00:00Z'));
    expect(await door.delivery(waiting.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'second' }] });
  });

  it('does not decide where its only contract has ended', async () => {
    const door = new Door();
    await door.create(contractOf('first', { stripe: ['sub_1', 'cus_1'] }));
    await door.deliver('stripe', ended('sub_1', '2026-11-19T08:00:00Z'));
    expect(await door.deliver('stripe', refunded('pi_x'))).toMatchObject({
      state: 'ambiguous',
      facts: [{ candidates: ['first'] }],
    });
  });

  it('does not decide on the first transaction of a subscription that has no id yet', async () => {
    const door = new Door();
    await door.create(contractOf('other', { paddle: ['sub_00', 'ctm_01'] }));
    const items = [ofPaddle.item({ price: { id: 'pri_01', billing_cycle: { interval: 'month', frequency: 1 } } })];
    const first = ofPaddle.transaction({ subscription_id: null, origin: 'web', items });
    const early = await door.deliver('paddle', ofPaddle.paddleEvent('transaction.paid', first));
    expect(early).toMatchObject({ state: 'parked', facts: [{ references: ['txn_01'] }] });
    await door.create(contractOf('acme', { paddle: ['sub_01', 'ctm_01'] }));
    const named = ofPaddle.paddleEvent('transaction.completed', ofPaddle.transaction({ origin: 'web', items }));
    await door.deliver('paddle', { ...named, event_id: 'evt_2' });
    expect(await door.delivery(early.id)).toMatchObject({ state: 'recorded', facts: [{ contract: 'acme' }] });
    expect(await door.kinds('other')).toEqual([]);
  });
});

function severalSubscriptions(more: Json = {}): Json {
  const line = (subscription: string, amount: number) => ({
    id: `il_${subscription}`,
    amount,
    parent: { type: 'subscription_item_details', subscription_item_details: { subscription } },
  });
  const lines = { data: [line('sub_1', 1900), line('sub_2', 3000)], has_more: false };
  return ofStripe.invoice({ parent: null, lines, ...more });
}

describe('an invoice of several subscriptions', () => {
  it('is told to each by its lines, and one that is not known yet waits alone', async () => {
    const door = new Door();
    await door.create(contractOf('c1', { stripe: ['sub_1'] }));
    const id = await door.store('stripe', message('evt_both', 'invoice.finalized', severalSubscriptions()));
    expect(await door.work(id)).toMatchObject({
      state: 'parked',
      facts: [
        { state: 'recorded', contract: 'c1' },
        { state: 'parked', references: ['sub_2'] },
      ],
    });
    await door.create(contractOf('c2', { stripe: ['sub_2'] }));
    expect(await door.delivery(id)).toMatchObject({ state: 'recorded' });
    const amounts = async (contract: string) =>
      (await door.table.load(contract))?.events.map(({ data }) => data.amount);
    expect([await amounts('c1'), await amounts('c2')]).toEqual([[1900], [3000]]);
  });
});

describe('which messages the customer may decide', () => {
  /** What each type is about, with a customer and with nothing that names a subscription. */
  const CREDIT_NOTE = { id: 'cn_1', invoice: 'in_1', customer: 'cus_1', pre_payment_amount: 100, currency: 'eur' };
  const OBJECTS: Readonly<Record<string, Json>> = {
    'checkout.session.completed': { id: 'cs_1', mode: 'payment', payment_status: 'paid', customer: 'cus_1' },
    'checkout.session.async_payment_succeeded': {
      id: 'cs_1',
      mode: 'payment',
      payment_status: 'paid',
      customer: 'cus_1',
    },
    'payment_intent.succeeded': { id: 'pi_1', customer: 'cus_1' },
    'charge.succeeded': { id: 'ch_1', customer: 'cus_1' },
    'charge.refunded': { id: 'ch_1', customer: 'cus_1', amount_refunded: 100, currency: 'eur' },
    'invoice_payment.paid': { id: 'inpay_1', invoice: 'in_1', customer: 'cus_1', payment: { payment_intent: 'pi_1' } },
    'credit_note.created': CREDIT_NOTE,
    'credit_note.voided': CREDIT_NOTE,
    'mandate.updated': { id: 'mandate_1', status: 'active', customer: 'cus_1' },
    'payment_method.attached': { id: 'pm_1', customer: 'cus_1' },
    'payment_method.detached': { id: 'pm_1', customer: 'cus_1' },
    'invoice.upcoming': { customer: 'cus_1', period_end: at(NOW), amount_due: 1, currency: 'eur' },
  };
  const stripeObject = (type: string): Json => {
    if (type.startsWith('customer.subscription.')) return ofStripe.subscription();
    if (type.startsWith('charge.dispute.')) return ofStripe.dispute({ customer: 'cus_1' });
    if (type.startsWith('refund.') || type === 'charge.refund.updated') return ofStripe.refund({ customer: 'cus_1' });
    return OBJECTS[type] ?? ofStripe.invoice({ parent: null });
  };
  const stripeMessages = (type: string): Json[] => {
    const previous = { status: 'pending', evidence_details: { due_by: 1, past_due: false } };
    return [ofStripe.stripeEvent(type, stripeObject(type), { api_version: '2024-01-01', previous })];
  };
  const paddleMessages = (type: string): Json[] => {
    if (type.startsWith('subscription.')) return [ofPaddle.paddleEvent(type, ofPaddle.subscription())];
    if (type.startsWith('payment_method.')) {
      return [ofPaddle.paddleEvent(type, { id: 'paymtd_01', customer_id: 'ctm_01' })];
    }
    if (type.startsWith('adjustment.')) {
      return [ofPaddle.paddleEvent(type, ofPaddle.adjustment({ subscription_id: null, customer_id: 'ctm_01' }))];
    }
    return [ofPaddle.paddleEvent(type, ofPaddle.transaction({ subscription_id: null, status: 'billed' }))];
  };
  const byCustomer = (told: readonly { references: readonly string[]; customer: string | null }[]) =>
    told.length > 0 && told.every(({ references, customer }) => customer !== null && references.at(-1) === customer);

  it('at Stripe: what names no subscription by its nature, and invoices for none', () => {
    const types = [...stripe.mappings.keys()];
    const decided = types.filter((type) => byCustomer(stripeMessages(type).flatMap((one) => stripe.map(one))));
    const never = types.filter((type) => !decided.includes(type));
    expect(never).toEqual(types.filter((type) => type.startsWith('customer.subscription.')));
  });

  it('at Stripe no invoice of which not all lines are shown', () => {
    const lines = { data: [], has_more: true };
    const invoices = [...stripe.mappings.keys()].filter((type) => type.startsWith('invoice.'));
    for (const type of invoices) {
      const told = stripe.map(ofStripe.stripeEvent(type, { ...stripeObject(type), lines }));
      expect(told.map(({ references }) => references.includes('cus_1'))).toEqual(told.map(() => false));
    }
  });

  it('at Paddle: what is paid once, and what is about no transaction of a subscription', () => {
    const types = [...paddle.mappings.keys()];
    const decided = types.filter((type) => byCustomer(paddleMessages(type).flatMap((one) => paddle.map(one))));
    expect(types.filter((type) => !decided.includes(type))).toEqual(
      types.filter((type) => type.startsWith('subscription.')),
    );
  });

  it('at Paddle no transaction for something that recurs', () => {
    const items = [ofPaddle.item({ price: { id: 'pri_01', billing_cycle: { interval: 'month', frequency: 1 } } })];
    for (const type of [...paddle.mappings.keys()].filter((name) => name.startsWith('transaction.'))) {
      for (const more of [{ items, origin: 'web' }, { origin: 'subscription_recurring' }]) {
        const told = paddle.map(ofPaddle.paddleEvent(type, ofPaddle.transaction({ subscription_id: null, ...more })));
        expect(told.map(({ references }) => references)).toEqual(told.map(() => ['txn_01']));
      }
    }
  });
});
