import { describe, expect, it } from 'vitest';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import { at, invoice, type Json, legacyInvoice, stripeEvent } from './fixtures/stripe.ts';

const map = (type: string, object: Json, more: Json = {}) => stripe.map(stripeEvent(type, object, more));
const kinds = (type: string, object: Json) => map(type, object).map(({ kind }) => kind);

describe('single payments at Stripe', () => {
  const session = {
    id: 'cs_1',
    mode: 'payment',
    payment_status: 'paid',
    invoice: null,
    payment_intent: 'pi_1',
    customer: 'cus_1',
    amount_total: 120_000,
    currency: 'eur',
  };

  it('a checkout that is paid', () => {
    expect(map('checkout.session.completed', session)).toMatchObject([
      {
        kind: 'payment.received',
        amount: 120_000,
        references: ['pi_1', 'cus_1'],
        learns: 'pi_1',
        data: { payment: 'pi_1', origin: 'web' },
      },
    ]);
    expect(kinds('checkout.session.async_payment_succeeded', session)).toEqual(['payment.received']);
    const [unnamed] = map('checkout.session.completed', { ...session, payment_intent: null });
    expect(unnamed?.data).toMatchObject({ payment: 'cs_1' });
  });

  it.each([
    ['whose debit is in progress', { payment_status: 'unpaid' }],
    ['that costs nothing', { payment_status: 'no_payment_required', amount_total: 0 }],
    ['that makes an invoice, which tells it', { invoice: 'in_1' }],
    ['of a subscription', { mode: 'subscription', subscription: 'sub_1' }],
  ])('not a checkout %s', (_, more) => {
    expect(kinds('checkout.session.completed', { ...session, ...more })).toEqual(['informational']);
  });

  const intent = { id: 'pi_1', customer: 'cus_1', amount_received: 120_000, currency: 'eur' };

  it('a payment intent, unless it is for an invoice, which tells it', () => {
    expect(map('payment_intent.succeeded', intent)).toMatchObject([
      { kind: 'payment.received', amount: 120_000, references: ['pi_1', 'cus_1'], data: { payment: 'pi_1' } },
    ]);
    expect(kinds('payment_intent.succeeded', { ...intent, invoice: null })).toEqual(['payment.received']);
    expect(kinds('payment_intent.succeeded', { ...intent, invoice: 'in_1' })).toEqual(['informational']);
    const ofInvoice = { ...intent, payment_details: { customer_reference: null, order_reference: 'in_1' } };
    expect(kinds('payment_intent.succeeded', ofInvoice)).toEqual(['informational']);
  });

  it('a charge, unless a payment intent or an invoice tells it', () => {
    const charge = { id: 'ch_1', customer: 'cus_1', amount: 120_000, currency: 'eur', payment_intent: null };
    expect(map('charge.succeeded', charge)).toMatchObject([
      { kind: 'payment.received', references: ['ch_1', 'cus_1'], learns: 'ch_1', data: { payment: 'ch_1' } },
    ]);
    expect(kinds('charge.succeeded', { ...charge, payment_intent: 'pi_1' })).toEqual(['informational']);
    expect(kinds('charge.succeeded', { ...charge, invoice: 'in_1' })).toEqual(['informational']);
  });
});

describe('parts of an invoice', () => {
  it('a part names its invoice and its payment', () => {
    const part = {
      id: 'inpay_1',
      invoice: 'in_1',
      amount_paid: 2000,
      currency: 'eur',
      payment: { type: 'payment_intent', payment_intent: 'pi_1' },
      status_transitions: { paid_at: at('2026-11-18T07:00:00Z') },
    };
    expect(map('invoice_payment.paid', part)).toMatchObject([
      {
        kind: 'payment.received',
        occurredAt: '2026-11-18T07:00:00Z',
        amount: 2000,
        references: ['pi_1', 'in_1'],
        learns: 'pi_1',
        data: { invoice: 'in_1', payment: 'pi_1' },
      },
    ]);
    expect(kinds('invoice_payment.paid', { ...part, payment: {} })).toEqual(['informational']);
  });

  it('what was paid and credited stands beside what remains', () => {
    const object = invoice({ amount_paid: 2000, amount_remaining: 1900, pre_payment_credit_notes_amount: 1000 });
    expect(map('invoice.overdue', object)).toMatchObject([
      { amount: 1900, data: { amountPaid: 2000, amountCredited: 1000, remaining: 1900 } },
    ]);
    expect(map('invoice.voided', { ...object, status: 'void' })[0]?.data).toMatchObject({ remaining: 0 });
  });

  it('a credit note that is refunded lowers nothing', () => {
    const note = { id: 'cn_1', invoice: 'in_1', amount: 1000, currency: 'eur' };
    expect(kinds('credit_note.created', { ...note, type: 'pre_payment' })).toEqual(['invoice.credited']);
    expect(kinds('credit_note.created', { ...note, type: 'post_payment' })).toEqual(['informational']);
    expect(kinds('credit_note.created', { ...note, pre_payment_amount: 0 })).toEqual(['informational']);
    expect(kinds('credit_note.voided', { ...note, pre_payment_amount: 0 })).toEqual(['informational']);
  });
});

describe('an invoice that is paid outside Stripe', () => {
  it.each([
    ['since Basil', { amount_paid: 4900, amount_paid_off_stripe: 4900 }],
    ['before', { amount_paid: 0, paid_out_of_band: true }],
  ])('counts what was paid there, %s', (_, paid) => {
    expect(map('invoice.paid', legacyInvoice({ status: 'paid', ...paid }))).toMatchObject([
      { kind: 'payment.received', amount: 4900, data: { remaining: 0 } },
    ]);
  });
});

describe('an invoice that fails', () => {
  const failed = (more: Json) => map('invoice.payment_failed', legacyInvoice({ due_date: null, ...more }))[0];
  const automatic = { collection_method: 'charge_automatically' };

  it('says whether Stripe tries again', () => {
    const again = failed({ ...automatic, next_payment_attempt: at('2026-11-23T08:00:00Z') });
    expect(again?.data).toMatchObject({ final: false, nextAttemptAt: '2026-11-23T08:00:00Z' });
    expect(failed({ ...automatic, next_payment_attempt: null })?.data).toMatchObject({ final: true });
    expect(failed({ ...automatic, next_payment_attempt: undefined })?.data).not.toHaveProperty('final');
    expect(failed({ next_payment_attempt: null })?.data).not.toHaveProperty('final');
  });

  it('says nothing where it is the first one: an incomplete subscription binds nobody', () => {
    const first = { ...automatic, billing_reason: 'subscription_create' };
    expect(failed(first)).toMatchObject({ kind: 'informational', references: ['sub_1'] });
    expect(failed({ billing_reason: 'subscription_create' })?.kind).toBe('payment.failed');
  });
});

describe('an invoice of several subscriptions', () => {
  const line = (subscription: string, amount: number, more: Json = {}) => ({
    id: `il_${subscription}`,
    amount,
    parent: { type: 'subscription_item_details', subscription_item_details: { subscription, proration: false } },
    period: { start: at('2026-12-01T00:00:00Z'), end: at('2027-01-01T00:00:00Z') },
    ...more,
  });
  const lines = (...data: Json[]) => ({ parent: null, lines: { object: 'list', data } });

  it('is told to each, with the lines of its own', () => {
    const taxed = { discount_amounts: [{ amount: 400 }], taxes: [{ amount: 300, tax_behavior: 'exclusive' }] };
    const events = map('invoice.finalized', invoice(lines(line('sub_1', 3000), line('sub_2', 2000, taxed))));
    expect(events).toMatchObject([
      {
        contract: 'sub_1',
        references: ['sub_1'],
        amount: 3000,
        id: 'evt_1.invoice.issued.in_1.sub_1',
        data: { invoice: 'in_1', remaining: 3000, periodEndsAt: '2027-01-01T00:00:00Z' },
      },
      { contract: 'sub_2', references: ['sub_2'], amount: 1900, data: { invoice: 'in_1', remaining: 1900 } },
    ]);
    expect(new Set(events.map(({ fact }) => fact)).size).toBe(2);
    const paid = map(
      'invoice.paid',
      invoice({ amount_paid: 4900, ...lines(line('sub_1', 3000), line('sub_2', 1900)) }),
    );
    expect(paid.map(({ contract, amount, data }) => [contract, amount, data.remaining])).toEqual([
      ['sub_1', 3000, 0],
      ['sub_2', 1900, 0],
    ]);
  });

  it('is paid, credited and owed by each in proportion', () => {
    const object = invoice({
      ...{ amount_due: 4000, amount_paid: 1000, amount_remaining: 3000, pre_payment_credit_notes_amount: 1000 },
      ...lines(line('sub_1', 3000), line('sub_2', 2000)),
    });
    expect(map('invoice.overdue', object).map(({ data }) => data)).toMatchObject([
      { remaining: 1800, amountPaid: 600, amountCredited: 600 },
      { remaining: 1200, amountPaid: 400, amountCredited: 400 },
    ]);
  });

  it.each<[string, string, readonly number[], number]>([
    ['what cannot be halved', 'eur', [2450, 2450], 4901],
    ['what cannot be split in three', 'eur', [100, 100, 100], 100],
    ['what has no hundredths', 'isk', [10000, 10000, 10000], 10000],
    ['what none of its lines is for', 'eur', [0, 0], 4900],
    ['what one of its lines takes off', 'eur', [-500, 3000], 2500],
  ])('is told as no more and no less than it is: %s', (_, currency, amounts, amount_due) => {
    const told = (order: (all: Json[]) => Json[]) => {
      const all = amounts.map((amount, n) => line(`sub_${n + 1}`, amount));
      return map('invoice.finalized', invoice({ currency, amount_due, ...lines(...order(all)) }));
    };
    const shares = told((all) => all);
    const whole = map('invoice.finalized', invoice({ currency, amount_due }))[0]?.amount;
    expect(shares.reduce((sum, { amount }) => sum + (amount ?? 0), 0)).toBe(whole);
    const byId = (all: typeof shares) => new Map(all.map(({ id, amount }) => [id, amount]));
    expect(byId(told((all) => all.toReversed()))).toEqual(byId(shares));
  });

  it('is whole where its lines name one, by either generation of the API', () => {
    const legacy = { id: 'il_1', amount: 4900, subscription: 'sub_1' };
    for (const object of [lines(line('sub_1', 4900)), lines(legacy), lines(legacy, { id: 'il_2', amount: 100 })]) {
      expect(map('invoice.finalized', invoice(object))).toMatchObject([{ contract: 'sub_1', amount: 4900 }]);
    }
    expect(map('invoice.finalized', invoice(lines({ id: 'il_2', amount: 100 })))).toMatchObject([
      { contract: null, references: ['in_1', 'cus_1'] },
    ]);
  });

  it('goes by the subscription that it names itself', () => {
    const { parent } = invoice();
    const object = invoice({ ...lines(line('sub_2', 3000), line('sub_3', 1900)), parent });
    expect(map('invoice.finalized', object)).toMatchObject([{ contract: 'sub_1', amount: 4900 }]);
  });

  it('a proration is for no period of its own', () => {
    const proration = line('sub_1', -300, {
      parent: { subscription_item_details: { subscription: 'sub_1', proration: true } },
    });
    expect(map('invoice.finalized', invoice(lines(proration)))[0]?.data).not.toHaveProperty('periodEndsAt');
  });
});

describe('the number and the page of an invoice', () => {
  const pageOf = (hosted_invoice_url: unknown) =>
    map('invoice.finalized', invoice({ hosted_invoice_url }))[0]?.data.url;

  it('are the provider’s own', () => {
    expect(map('invoice.finalized', invoice({ number: 'A-0001' }))[0]?.data).toMatchObject({ number: 'A-0001' });
    expect(pageOf('https://invoice.stripe.com/i/acct_1/live_1?s=ap')).toBe(
      'https://invoice.stripe.com/i/acct_1/live_1?s=ap',
    );
  });

  it.each([
    'http://invoice.stripe.com/i/1',
    'https://stripe.com.evil.example/i/1',
    'https://evilstripe.com/i/1',
    'https://invoice.stripe.com@evil.example/i/1',
    'https://user:secret@invoice.stripe.com/i/1',
    'https://invoice.stripe.com:8443/i/1',
    'javascript:alert(1)',
    `https://invoice.stripe.com/${'x'.repeat(2000)}`,
    '',
    null,
    7,
  ])('never %s', (url) => expect(pageOf(url)).toBeUndefined());
});
