import { describe, expect, it } from 'vitest';
import { stripeDoor } from '../../../shared/core/webhooks/stripe/door.ts';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import { at, invoice, type Json, LEGACY, legacyInvoice, stripeEvent, subscription } from './fixtures/stripe.ts';

const SENT = '2026-11-20T08:00:05Z';

function map(type: string, object: Json, more: Json = {}) {
  return stripe.map(stripeEvent(type, object, more));
}

/** The single event of a body. */
function one(type: string, object: Json, more: Json = {}) {
  const events = map(type, object, more);
  expect(events).toHaveLength(1);
  return events[0];
}

describe('Stripe invoices', () => {
  const transitions = (more: Json) => ({ status_transitions: { finalized_at: at('2026-11-01T10:00:00Z'), ...more } });

  it('an invoice finalised on Sunday 1 November, due on Sunday 15 November', () => {
    expect(one('invoice.finalized', invoice())).toEqual({
      eventId: 'evt_1',
      kind: 'invoice.issued',
      occurredAt: '2026-11-01T10:00:00Z',
      effectiveAt: '2026-11-01T10:00:00Z',
      id: 'evt_1.invoice.issued.in_1',
      fact: 'stripe.issued.in_1',
      subject: 'in_1',
      references: ['sub_1'],
      learns: 'in_1',
      contract: 'sub_1',
      customer: 'cus_1',
      dueAt: '2026-11-15T09:00:00Z',
      amount: 4900,
      currency: 'EUR',
      data: {
        invoice: 'in_1',
        dueAt: '2026-11-15T09:00:00Z',
        dueBasis: 'due_date',
        amount: 4900,
        currency: 'EUR',
        remaining: 4900,
        collection: 'manual',
      },
      providerType: 'invoice.finalized',
    });
  });

  it('reads the subscription where each version of the API keeps it', () => {
    const versions = [
      legacyInvoice(),
      legacyInvoice({ subscription: { id: 'sub_1', object: 'subscription' } }),
      invoice(),
      invoice({ parent: { subscription_details: { subscription: { id: 'sub_1' } } } }),
    ];
    for (const object of versions) {
      for (const type of ['invoice.finalized', 'invoice.marked_uncollectible', 'invoice.updated']) {
        expect(one(type, object)).toMatchObject({ references: ['sub_1'], customer: 'cus_1' });
      }
    }
    expect(one('invoice.finalized', invoice({ parent: null }))?.references).toEqual(['in_1', 'cus_1']);
  });

  it('an invoice that is charged automatically falls due when it is finalised', () => {
    const automatic = invoice({ collection_method: 'charge_automatically', due_date: null });
    const failed = one('invoice.payment_failed', automatic);
    expect(failed?.dueAt).toBeNull();
    expect(failed?.data).toMatchObject({ dueAt: '2026-11-01T10:00:00Z', dueBasis: 'finalization' });
    // A debit may take days, so the invoice itself does not call for the money by a day.
    const issued = one('invoice.finalized', automatic);
    expect(issued?.data).toMatchObject({ collection: 'automatic' });
    expect(issued?.data).not.toHaveProperty('dueAt');
    const draft = one('invoice.payment_failed', { ...automatic, status_transitions: null });
    expect(draft?.data).toMatchObject({ dueAt: '2026-11-01T09:00:00Z', dueBasis: 'finalization' });
  });

  it('invents no due date for an invoice that is sent without one', () => {
    const sent = one('invoice.payment_failed', invoice({ due_date: null }));
    expect(sent?.data).not.toHaveProperty('dueAt');
    expect(sent?.data).not.toHaveProperty('dueBasis');
  });

  it('a failed payment is a fact of its own each time, for what remains to be paid', () => {
    const object = legacyInvoice({ amount_remaining: 900, next_payment_attempt: at('2026-11-23T08:00:00Z') });
    expect(one('invoice.payment_failed', object, { api_version: LEGACY })).toMatchObject({
      kind: 'payment.failed',
      occurredAt: SENT,
      id: 'evt_1.payment.failed.pi_1',
      amount: 900,
      data: { invoice: 'in_1', payment: 'pi_1', nextAttemptAt: '2026-11-23T08:00:00Z' },
    });
  });

  it('paid and payment_succeeded are one fact at one moment', () => {
    const object = legacyInvoice({ amount_paid: 4900, ...transitions({ paid_at: at('2026-11-18T07:00:00Z') }) });
    const paid = one('invoice.paid', object);
    const succeeded = one('invoice.payment_succeeded', object, { id: 'evt_2', created: at('2026-11-20T08:00:09Z') });
    expect(paid).toMatchObject({
      kind: 'payment.received',
      occurredAt: '2026-11-18T07:00:00Z',
      id: 'evt_1.payment.received.pi_1',
      subject: 'pi_1',
      learns: 'pi_1',
      amount: 4900,
      data: { invoice: 'in_1', payment: 'pi_1' },
    });
    expect(succeeded).toEqual({
      ...paid,
      eventId: 'evt_2',
      id: 'evt_2.payment.received.pi_1',
      providerType: 'invoice.payment_succeeded',
    });
  });

  it('names the payment by what refunds and disputes will call it', () => {
    const payments = (payment: Json) => ({ payments: { data: [{ payment }] } });
    const cases: [Json, string][] = [
      [legacyInvoice(), 'pi_1'],
      [legacyInvoice({ payment_intent: null }), 'ch_1'],
      [invoice(payments({ type: 'payment_intent', payment_intent: 'pi_2' })), 'pi_2'],
      [invoice(payments({ type: 'charge', charge: { id: 'ch_2' } })), 'ch_2'],
      [invoice(), 'in_1'],
    ];
    for (const [object, payment] of cases) expect(one('invoice.paid', object)?.data).toMatchObject({ payment });
  });

  it('counts what was paid outside Stripe', () => {
    expect(one('invoice.paid', invoice({ amount_paid: 0, amount_paid_off_stripe: 4900 }))?.amount).toBe(4900);
    expect(one('invoice.paid', invoice({ amount_paid: 0, amount_due: 0 }))?.amount).toBe(0);
  });

  it('overdue began at the due date, however late and often it is said', () => {
    const overdue = one('invoice.overdue', invoice());
    expect(overdue).toMatchObject({ kind: 'invoice.overdue', occurredAt: '2026-11-15T09:00:00Z', amount: 4900 });
    const again = one('invoice.overdue', invoice(), { id: 'evt_2', created: at('2026-11-30T08:00:00Z') });
    expect(again).toEqual({ ...overdue, eventId: 'evt_2', id: 'evt_2.invoice.overdue.in_1' });
    expect(one('invoice.overdue', invoice({ due_date: null }))).toMatchObject({ occurredAt: SENT });
  });

  it('will be due is said now about then', () => {
    expect(one('invoice.will_be_due', invoice())).toMatchObject({
      kind: 'invoice.due',
      occurredAt: SENT,
      effectiveAt: '2026-11-15T09:00:00Z',
      dueAt: '2026-11-15T09:00:00Z',
    });
  });

  it('voided when it was voided', () => {
    const object = invoice(transitions({ voided_at: at('2026-11-10T00:00:00Z') }));
    expect(one('invoice.voided', object)).toMatchObject({
      kind: 'invoice.voided',
      occurredAt: '2026-11-10T00:00:00Z',
      data: { invoice: 'in_1' },
    });
  });

  it('the upcoming invoice has no id and announces the renewal', () => {
    const { id: _, ...object } = invoice({ period_end: at('2026-12-01T09:00:00Z') });
    expect(one('invoice.upcoming', object)).toMatchObject({
      kind: 'renewal.upcoming',
      contract: 'sub_1',
      occurredAt: SENT,
      effectiveAt: '2026-12-01T09:00:00Z',
      data: { effectiveAt: '2026-12-01T09:00:00Z', amount: 4900 },
    });
  });
});

describe('other Stripe events', () => {
  it.each([
    ['active', 'mandate.activated'],
    ['inactive', 'mandate.cancelled'],
    ['pending', 'mandate.created'],
    ['odd', 'informational'],
  ])('a mandate that is %s: %s', (status, kind) => {
    const event = one('mandate.updated', {
      id: 'mandate_1',
      status,
      payment_method: { id: 'pm_1', customer: 'cus_1' },
    });
    expect(event).toMatchObject({ kind, customer: 'cus_1' });
    expect(event?.references).toContain('pm_1');
  });

  it.each(['invoice.created', 'invoice.marked_uncollectible', 'charge.failed', 'price.updated', 'plan.updated'])(
    '%s is kept without a clock',
    (type) =>
      expect(one(type, { id: 'x', customer: 'cus_1', subscription: 'sub_1' })).toMatchObject({
        kind: 'informational',
        references: ['sub_1'],
        customer: 'cus_1',
        effectiveAt: null,
      }),
  );

  it('a type that is not known is kept as unmapped, even one that every object inherits', () => {
    for (const type of ['invoice.teleported', 'constructor', '__proto__', 'toString']) {
      expect(one(type, { customer: { id: 'cus_1' } })).toMatchObject({ kind: 'unmapped', references: ['cus_1'] });
    }
  });

  it('a thin event is unmapped', () => {
    const payload = {
      id: 'evt_thin',
      object: 'v2.core.event',
      type: 'v1.billing.meter.error_report_triggered',
      created: '2026-11-20T08:00:05.123456Z',
      related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    };
    expect(stripe.map(payload)).toMatchObject([
      { kind: 'unmapped', eventId: 'evt_thin', occurredAt: '2026-11-20T08:00:05.123Z' },
    ]);
    expect(stripeDoor.envelopeOf(payload)).toMatchObject({ id: 'evt_thin', type: payload.type });
    expect(stripe.map({ ...payload, type: 'invoice.paid' })).toMatchObject([{ kind: 'unmapped' }]);
  });

  it('a very long id still gives a fact that can be an event id', () => {
    const id = `in_${'x'.repeat(125)}`;
    const fact = one('invoice.paid', invoice({ id }))?.fact;
    expect(fact).toMatch(/^stripe\.[0-9a-f]{64}$/);
    expect(one('invoice.paid', invoice({ id }))?.fact).toBe(fact);
    expect(one('invoice.voided', invoice({ id }))?.fact).not.toBe(fact);
  });
});

describe('Stripe bodies that cannot be read', () => {
  it.each([
    ['body', [], 'list'],
    ['body', null, 'null'],
    ['id', stripeEvent('invoice.paid', invoice(), { id: undefined }), 'missing'],
    ['id', stripeEvent('invoice.paid', invoice(), { id: '' }), '""'],
    ['id', stripeEvent('invoice.paid', invoice(), { id: 7 }), '7'],
    ['created', stripeEvent('invoice.paid', invoice(), { created: '2026-11-20' }), 'whole seconds'],
    ['created', stripeEvent('invoice.paid', invoice(), { created: 1e13 }), 'whole seconds'],
    ['data', stripeEvent('invoice.paid', invoice(), { data: null }), 'null'],
    ['data.object', stripeEvent('invoice.paid', invoice(), { data: { object: ['x'] } }), 'a list of 1'],
    ['data.object.due_date', stripeEvent('invoice.paid', invoice({ due_date: 'soon' })), '"soon"'],
    ['data.object.currency', stripeEvent('invoice.paid', invoice({ currency: '€' })), 'ISO 4217'],
    ['data.object.amount_due', stripeEvent('invoice.paid', invoice({ amount_due: 49.5 })), 'minor units'],
    ['data.object.amount_due', stripeEvent('invoice.paid', invoice({ amount_due: 2 ** 53 })), 'minor units'],
    ['data.object.currency', stripeEvent('invoice.paid', invoice({ currency: 'abc' })), 'ISO 4217'],
    ['data.object.currency', stripeEvent('invoice.paid', invoice({ currency: 'constructor' })), 'ISO 4217'],
    ['data.object.amount_due', stripeEvent('invoice.finalized', invoice({ amount_due: -1 })), 'below zero'],
    ['data.object.amount_remaining', stripeEvent('invoice.finalized', invoice({ amount_remaining: -1 })), 'below zero'],
    ['data.object.id', stripeEvent('customer.subscription.deleted', subscription({ id: 'x'.repeat(10_000) })), '…'],
    [
      'data.previous_attributes.items.data',
      stripeEvent('customer.subscription.updated', subscription(), { previous: { items: { data: 'x' } } }),
      '"x"',
    ],
  ])('%s', (field, payload, told) => {
    expect(() => stripe.map(payload)).toThrow(
      expect.objectContaining({ name: 'PayloadError', field, message: expect.stringContaining(told) }),
    );
  });

  it('shows a huge value in part only', () => {
    const payload = stripeEvent('invoice.paid', invoice({ currency: 'x'.repeat(100_000) }));
    expect(() => stripe.map(payload)).toThrow(/^.{0,300}$/);
  });
});
