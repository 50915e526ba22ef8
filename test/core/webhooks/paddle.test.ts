import { describe, expect, it } from 'vitest';
import { paddleDoor } from '../../../shared/core/webhooks/paddle/door.ts';
import { paddle } from '../../../shared/core/webhooks/paddle.ts';
import { adjustment, captured, item, paddleEvent, subscription, transaction } from './fixtures/paddle.ts';
import type { Json } from './fixtures/stripe.ts';

const SENT = '2026-11-20T08:00:05.123Z';
const map = (type: string, data: Json, more: Json = {}) => paddle.map(paddleEvent(type, data, more));
const kinds = (type: string, data: Json) => map(type, data).map(({ kind }) => kind);

describe('Paddle subscriptions', () => {
  it('created, activated and imported are one fact', () => {
    const facts = ['created', 'activated', 'imported'].map((type) => map(`subscription.${type}`, subscription())[0]);
    for (const fact of facts) {
      expect(fact).toMatchObject({
        kind: 'contract.commenced',
        occurredAt: '2026-01-15T09:00:00.449Z',
        id: 'evt_01.contract.commenced.sub_01',
        references: ['sub_01'],
        customer: 'ctm_01',
        data: { periodStartsAt: '2026-01-15T09:00:00.449Z', periodEndsAt: '2026-02-15T09:00:00.449Z' },
      });
    }
  });

  const trial = {
    first_billed_at: null,
    items: [item({ trial_dates: { starts_at: '2026-01-15T09:00:00Z', ends_at: '2026-01-29T09:00:00Z' } })],
  };

  it('a trial: created and trialing tell it once, activation converts it', () => {
    const created = map('subscription.created', subscription({ status: 'trialing', ...trial }));
    const trialing = map('subscription.trialing', subscription({ status: 'trialing', ...trial }));
    expect(created).toMatchObject([
      { kind: 'contract.commenced' },
      { kind: 'trial.started', data: { endsAt: '2026-01-29T09:00:00Z' } },
    ]);
    expect(trialing).toEqual([{ ...created[1], providerType: 'subscription.trialing' }]);
    const active = subscription({ first_billed_at: '2026-01-29T09:00:03Z' });
    expect(map('subscription.activated', active)).toMatchObject([
      { kind: 'contract.commenced' },
      { kind: 'trial.converted', occurredAt: '2026-01-29T09:00:03Z' },
    ]);
  });

  it('cancelled on Friday 20 November', () => {
    const canceled = subscription({
      status: 'canceled',
      canceled_at: '2026-11-20T08:00:00.787929969Z',
      items: [item()],
    });
    expect(map('subscription.canceled', canceled)).toMatchObject([
      { kind: 'contract.terminated', occurredAt: '2026-11-20T08:00:00.787Z', subject: 'sub_01' },
    ]);
    const inTrial = { ...canceled, ...trial, canceled_at: '2026-01-20T00:00:00Z' };
    expect(kinds('subscription.canceled', inTrial)).toEqual(['contract.terminated', 'trial.cancelled']);
  });

  it.each([
    ['a moment after its trial', { canceled_at: '2026-01-29T09:00:04Z' }, true],
    ['while paused since its trial', { paused_at: '2026-01-29T09:00:02Z', canceled_at: '2026-03-01T00:00:00Z' }, true],
    ['because its first charge failed', { canceled_at: '2026-02-28T09:00:00Z' }, false],
    [
      'while paused because its first charge failed',
      { paused_at: '2026-02-12T09:00:00Z', canceled_at: '2026-03-01T00:00:00Z' },
      false,
    ],
    [
      'after its trial was cut short by a charge',
      { first_billed_at: '2026-01-20T09:00:00Z', canceled_at: '2026-01-25T09:00:00Z' },
      false,
    ],
  ])('cancelled %s', (_, more, isOfTrial) => {
    const canceled = subscription({ status: 'canceled', ...trial, current_billing_period: null, ...more });
    const told = kinds('subscription.canceled', canceled);
    expect(told).toEqual(['contract.terminated', ...(isOfTrial ? ['trial.cancelled'] : [])]);
  });

  it('brought over from another system: it had no trial that could be converted, whenever it started there', () => {
    const imported = { started_at: '2024-03-15T09:00:00Z', import_meta: { external_id: 'x', imported_from: 'y' } };
    const told = (more: Json) => kinds('subscription.updated', subscription({ ...imported, ...more }));
    for (const first_billed_at of [null, '2026-01-15T09:00:00.449123Z'])
      expect(told({ first_billed_at })).not.toContain('trial.converted');
    expect(told({ import_meta: null })).toContain('trial.converted');
    // A trial that was brought over while it ran.
    expect(told({ ...trial, started_at: '2026-01-15T09:00:00Z' })).toContain('trial.converted');
  });

  it('paused because the first charge after its trial failed: the period is a paid one', () => {
    const paid = { starts_at: '2026-01-29T09:00:00Z', ends_at: '2026-02-28T09:00:00Z' };
    const [fact] = map(
      'subscription.paused',
      subscription({ status: 'paused', ...trial, current_billing_period: paid }),
    );
    expect(fact?.data).toMatchObject({ periodStartsAt: paid.starts_at, periodEndsAt: paid.ends_at });
  });

  it('paused at its own time, resumed at the event’s', () => {
    expect(map('subscription.paused', subscription({ paused_at: '2026-11-19T08:00:00Z' }))).toMatchObject([
      { kind: 'contract.suspended', occurredAt: '2026-11-19T08:00:00Z' },
    ]);
    expect(map('subscription.resumed', subscription())).toMatchObject([{ kind: 'contract.resumed', occurredAt: SENT }]);
  });

  it('an update with a cancellation ahead', () => {
    const change = { action: 'cancel', effective_at: '2026-12-15T09:00:00.449123Z', resume_at: null };
    expect(map('subscription.updated', subscription({ scheduled_change: change }))).toMatchObject([
      { kind: 'cancellation.scheduled', occurredAt: SENT, effectiveAt: '2026-12-15T09:00:00.449Z' },
    ]);
  });

  it('an update without one says that none is scheduled, whatever else is', () => {
    const pause = { action: 'pause', effective_at: '2026-12-15T09:00:00Z' };
    for (const scheduled_change of [null, pause]) {
      expect(map('subscription.updated', subscription({ scheduled_change }))).toMatchObject([
        { kind: 'cancellation.rescinded', data: { snapshot: true, periodEndsAt: '2026-02-15T09:00:00.449Z' } },
      ]);
    }
    const undated = { action: 'cancel', effective_at: null };
    expect(kinds('subscription.updated', subscription({ scheduled_change: undated }))).toEqual(['informational']);
    expect(kinds('subscription.updated', subscription({ status: 'canceled' }))).toEqual(['informational']);
  });

  it('a later period is a renewal, told once however often it is repeated', () => {
    const later = subscription({
      current_billing_period: { starts_at: '2026-11-15T09:00:00Z', ends_at: '2026-12-15T09:00:00Z' },
    });
    const [renewed] = map('subscription.updated', later);
    expect(renewed).toMatchObject({
      kind: 'term.renewed',
      occurredAt: '2026-11-15T09:00:00Z',
      data: { endsAt: '2026-12-15T09:00:00Z' },
    });
    const [again] = map('subscription.updated', later, { event_id: 'evt_02', occurred_at: '2026-11-25T00:00:00Z' });
    expect(again).toEqual({ ...renewed, eventId: 'evt_02', id: 'evt_02.term.renewed.sub_01' });
  });

  it('an item added later is a change of plan when it was added', () => {
    const added = item({ created_at: '2026-11-11T08:50:20.669523Z', price: { id: 'pri_02' } });
    expect(kinds('subscription.updated', subscription({ items: [item(), added, added] }))).toEqual([
      'plan.changed',
      'cancellation.rescinded',
    ]);
    expect(map('subscription.updated', subscription({ items: [item(), added] }))[0]).toMatchObject({
      kind: 'plan.changed',
      occurredAt: '2026-11-11T08:50:20.669Z',
      subject: 'sub_01.pri_02',
      data: { to: 'pri_02', price: 'pri_02' },
    });
  });
});

describe('Paddle transactions', () => {
  it('billed on 1 November, due in 14 days', () => {
    expect(map('transaction.billed', transaction())).toMatchObject([
      {
        kind: 'invoice.issued',
        occurredAt: '2026-11-01T10:00:00.123Z',
        id: 'evt_01.invoice.issued.txn_01',
        references: ['sub_01'],
        customer: 'ctm_01',
        learns: 'txn_01',
        dueAt: '2026-11-15T10:00:00.123Z',
        amount: 4900,
        currency: 'EUR',
        data: { invoice: 'txn_01', dueAt: '2026-11-15T10:00:00.123Z', dueBasis: 'payment_terms', amount: 4900 },
      },
    ]);
  });

  it.each([
    [{ interval: 'month', frequency: 1 }, '2027-01-31T00:00:00Z', '2027-02-28T00:00:00Z'],
    [{ interval: 'week', frequency: 2 }, '2026-11-01T00:00:00Z', '2026-11-15T00:00:00Z'],
    [{ interval: 'year', frequency: 1 }, '2028-02-29T00:00:00Z', '2029-02-28T00:00:00Z'],
    [{ interval: 'day', frequency: 0 }, '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z'],
  ])('terms %j from %s: %s', (payment_terms, billed_at, dueAt) => {
    const billed = transaction({ billed_at, billing_details: { payment_terms } });
    expect(map('transaction.billed', billed)[0]?.dueAt).toBe(dueAt);
  });

  it('the update that follows brings the subscription to the same fact', () => {
    const [billed] = map('transaction.billed', transaction({ subscription_id: null }));
    const [updated] = map('transaction.updated', transaction());
    expect(billed?.references).toEqual(['txn_01', 'ctm_01']);
    expect(updated?.references).toEqual(['sub_01']);
    expect(updated).toMatchObject({
      kind: 'invoice.issued',
      subject: billed?.subject,
      occurredAt: billed?.occurredAt,
      data: billed?.data,
    });
    expect(kinds('transaction.updated', transaction({ status: 'completed' }))).toEqual(['informational']);
  });

  it('collected automatically it falls due when billed; a checkout that is declined owes nothing', () => {
    const automatic = { collection_mode: 'automatic', billing_details: null };
    const [failed] = map('transaction.payment_failed', transaction(automatic));
    expect(failed).toMatchObject({
      kind: 'payment.failed',
      dueAt: null,
      data: { dueAt: '2026-11-01T10:00:00.123Z', dueBasis: 'billing', invoice: 'txn_01', payment: 'txn_01' },
    });
    // A debit may take days, so the invoice itself does not call for the money by a day.
    const [issued] = map('transaction.billed', transaction(automatic));
    expect(issued?.data).toMatchObject({ collection: 'automatic' });
    expect(issued?.data).not.toHaveProperty('dueAt');
    const declined = (more: Json) => map('transaction.payment_failed', transaction({ ...automatic, ...more }))[0];
    expect(declined({ billed_at: null, origin: 'web' })?.kind).toBe('informational');
    expect(declined({ origin: 'api' })?.kind).toBe('payment.failed');
    const unbilled = declined({ billed_at: null, origin: 'subscription_charge' });
    expect(unbilled?.kind).toBe('payment.failed');
    expect(unbilled?.data).not.toHaveProperty('dueAt');
  });

  it('overdue since the due date, or since now where none is stated', () => {
    expect(map('transaction.past_due', transaction({ status: 'past_due' }))).toMatchObject([
      { kind: 'invoice.overdue', occurredAt: '2026-11-15T10:00:00.123Z', amount: 4900 },
    ]);
    const automatic = transaction({ collection_mode: 'automatic', billing_details: null });
    expect(map('transaction.past_due', automatic)[0]?.occurredAt).toBe(SENT);
    expect(kinds('subscription.past_due', subscription({ status: 'past_due' }))).toEqual(['informational']);
  });

  it('paid and completed are one fact, at the capture', () => {
    const settled = transaction({ status: 'paid', payments: [{ status: 'error', captured_at: null }, captured] });
    const [paid] = map('transaction.paid', settled);
    const [completed] = map('transaction.completed', settled, {
      event_id: 'evt_02',
      occurred_at: '2026-11-21T00:00:00Z',
    });
    expect(paid).toMatchObject({
      kind: 'payment.received',
      occurredAt: '2026-11-18T07:15:43.792Z',
      subject: 'txn_01',
      amount: 4900,
      data: { invoice: 'txn_01', payment: 'txn_01', remaining: 0 },
    });
    expect(completed).toEqual({
      ...paid,
      eventId: 'evt_02',
      id: 'evt_02.payment.received.txn_01',
      providerType: 'transaction.completed',
    });
  });

  it('paid in two parts is paid with the second, in whatever order they stand', () => {
    const later = { status: 'captured', amount: '900', captured_at: '2026-11-19T00:00:00Z' };
    for (const payments of [
      [captured, later],
      [later, captured],
    ]) {
      expect(map('transaction.paid', transaction({ payments }))[0]?.occurredAt).toBe('2026-11-19T00:00:00Z');
    }
  });

  it('a payment without a capture was made now, not when it was billed', () => {
    expect(map('transaction.completed', transaction())[0]?.occurredAt).toBe(SENT);
    const free = transaction({ details: { totals: { grand_total: '0' } } });
    expect(map('transaction.completed', free)[0]).toMatchObject({ amount: 0, occurredAt: '2026-11-01T10:00:00.123Z' });
  });

  it('only what was billed can be voided', () => {
    expect(kinds('transaction.canceled', transaction({ status: 'canceled' }))).toEqual(['invoice.voided']);
    expect(kinds('transaction.canceled', transaction({ billed_at: null }))).toEqual(['informational']);
  });
});

describe('Paddle adjustments, prices and payment methods', () => {
  it.each([
    ['created', 'refund', 'pending_approval', 'refund.requested', '2026-11-20T08:00:00Z'],
    ['created', 'refund', 'approved', 'refund.issued', '2026-11-20T08:00:00Z'],
    ['updated', 'refund', 'approved', 'refund.issued', '2026-11-22T08:00:00Z'],
    ['updated', 'refund', 'rejected', 'refund.failed', '2026-11-22T08:00:00Z'],
    ['created', 'chargeback_warning', 'approved', 'dispute.inquiry-opened', '2026-11-20T08:00:00Z'],
    ['created', 'chargeback', 'approved', 'dispute.opened', '2026-11-20T08:00:00Z'],
    ['created', 'chargeback_reverse', 'approved', 'dispute.closed', '2026-11-20T08:00:00Z'],
    ['created', 'chargeback_warning_reverse', 'approved', 'dispute.closed', '2026-11-20T08:00:00Z'],
    ['created', 'credit', 'approved', 'invoice.credited', '2026-11-20T08:00:00Z'],
    ['created', 'credit', 'pending_approval', 'informational', SENT],
    ['updated', 'credit', 'approved', 'invoice.credited', '2026-11-22T08:00:00Z'],
    ['updated', 'credit', 'reversed', 'invoice.credit-reversed', '2026-11-22T08:00:00Z'],
    ['created', 'credit_reverse', 'approved', 'invoice.credit-reversed', '2026-11-20T08:00:00Z'],
    ['created', 'credit_reverse', 'pending_approval', 'informational', SENT],
    ['updated', 'chargeback', 'reversed', 'informational', SENT],
  ])('%s %s %s: %s', (type, action, status, kind, occurredAt) => {
    const [event] = map(`adjustment.${type}`, adjustment({ action, status }));
    expect(event).toMatchObject({ kind, occurredAt, references: ['sub_01'], customer: 'ctm_01' });
    if (kind !== 'informational') expect(event).toMatchObject({ amount: 1000, data: { invoice: 'txn_01' } });
    if (kind.startsWith('refund.')) expect(event).toMatchObject({ data: { payment: 'txn_01', refund: 'adj_01' } });
    if (kind.startsWith('dispute.')) expect(event).toMatchObject({ dueAt: null, data: { dispute: 'txn_01' } });
  });

  it('a price of the catalogue and a payment method', () => {
    const price = { id: 'pri_01', product_id: 'pro_01', unit_price: { amount: '5900', currency_code: 'EUR' } };
    expect(map('price.updated', price)).toMatchObject([{ kind: 'informational', contract: null, references: [] }]);
    const method = { id: 'paymtd_01', customer_id: 'ctm_01', saved_at: '2026-11-20T07:00:00Z' };
    expect(map('payment_method.saved', method)).toMatchObject([
      { kind: 'mandate.created', occurredAt: '2026-11-20T07:00:00Z', references: ['paymtd_01', 'ctm_01'] },
    ]);
    expect(map('payment_method.deleted', method)).toMatchObject([{ kind: 'mandate.cancelled', occurredAt: SENT }]);
  });

  it('keeps what it knows without a clock, and what it does not know as unmapped', () => {
    expect(map('customer.updated', { id: 'ctm_01' })).toMatchObject([
      { kind: 'informational', references: ['ctm_01'], effectiveAt: null },
    ]);
    expect(map('subscription.teleported', { id: 'sub_01' })).toMatchObject([
      { kind: 'unmapped', references: ['sub_01'] },
    ]);
  });

  it('recognises an event, not one of its notifications', () => {
    expect(paddleDoor.envelopeOf(paddleEvent('price.created', {})).id).toBe('evt_01');
  });
});

describe('Paddle bodies that cannot be read', () => {
  const totals = (grand_total: unknown) => transaction({ details: { totals: { grand_total } } });
  it.each([
    ['body', 'x'],
    ['event_id', paddleEvent('price.created', {}, { event_id: 7 })],
    ['occurred_at', paddleEvent('price.created', {}, { occurred_at: '2026-02-30T00:00:00Z' })],
    ['occurred_at', paddleEvent('price.created', {}, { occurred_at: '2026-11-20T08:00' })],
    ['data', paddleEvent('price.created', {}, { data: [] })],
    ['data.details.totals.grand_total', paddleEvent('transaction.paid', totals('49.00'))],
    ['data.details.totals.grand_total', paddleEvent('transaction.paid', totals(''))],
    ['data.details.totals.grand_total', paddleEvent('transaction.paid', totals('0x10'))],
    ['data.details.totals.grand_total', paddleEvent('transaction.paid', totals('9007199254740992'))],
    ['data.details.totals.grand_total', paddleEvent('transaction.paid', totals(4900))],
    [
      'data.billing_details.payment_terms.interval',
      paddleEvent(
        'transaction.paid',
        transaction({ billing_details: { payment_terms: { interval: 'era', frequency: 1 } } }),
      ),
    ],
    [
      'data.items.0.created_at',
      paddleEvent('subscription.updated', subscription({ items: [item({ created_at: 5 })] })),
    ],
  ])('%s', (field, payload) => {
    expect(() => paddle.map(payload)).toThrow(expect.objectContaining({ name: 'PayloadError', field }));
  });
});
