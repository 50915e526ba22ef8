import { describe, expect, it } from 'vitest';
import { stripe } from '../../../shared/core/webhooks/stripe.ts';
import { at, BASIL, dispute, type Json, LEGACY, refund, stripeEvent } from './fixtures/stripe.ts';

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

describe('Stripe disputes', () => {
  it('a dispute must be answered by its date', () => {
    expect(one('charge.dispute.created', dispute())).toMatchObject({
      kind: 'dispute.opened',
      occurredAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-12-04T23:59:59Z',
      references: ['pi_1', 'ch_1'],
      data: { dispute: 'dp_1', payment: 'pi_1', dueAt: '2026-12-04T23:59:59Z', amount: 4900, currency: 'EUR' },
    });
  });

  it('a warning is an inquiry, which can become a chargeback', () => {
    const inquiry = one('charge.dispute.created', dispute({ status: 'warning_needs_response' }));
    expect(inquiry?.kind).toBe('dispute.inquiry-opened');
    const escalated = one('charge.dispute.updated', dispute(), { previous: { status: 'warning_needs_response' } });
    expect(escalated?.kind).toBe('dispute.opened');
    expect(escalated?.fact).not.toBe(inquiry?.fact);
  });

  it.each([0, null])('due by %s is no date', (due_by) => {
    const event = one('charge.dispute.created', dispute({ evidence_details: { due_by } }));
    expect(event?.dueAt).toBeNull();
    expect(event?.data).not.toHaveProperty('dueAt');
  });

  it('tells whether the answer was given or the time ran out', () => {
    const answered = one('charge.dispute.updated', dispute({ status: 'under_review' }), {
      previous: { status: 'needs_response' },
    });
    expect(answered).toMatchObject({ kind: 'dispute.response-period-ended', data: { responded: true } });
    const late = dispute({ evidence_details: { due_by: at('2026-11-19T23:59:59Z'), past_due: true } });
    expect(one('charge.dispute.updated', late, { previous: { evidence_details: { past_due: false } } })).toMatchObject({
      kind: 'dispute.response-period-ended',
      data: { responded: false },
    });
  });

  it('a moved date is told again; a note in the evidence is not', () => {
    const moved = { previous: { evidence_details: { due_by: at('2026-12-01T23:59:59Z') } } };
    expect(one('charge.dispute.updated', dispute(), moved)).toMatchObject({
      kind: 'dispute.opened',
      id: 'evt_1.dispute.opened.dp_1',
      dueAt: '2026-12-04T23:59:59Z',
    });
    expect(one('charge.dispute.updated', dispute(), { previous: { evidence: {} } })?.kind).toBe('informational');
  });

  it('closes with its outcome; an expanded charge names the customer', () => {
    const object = dispute({ status: 'lost', charge: { id: 'ch_1', customer: 'cus_1' } });
    expect(one('charge.dispute.closed', object)).toMatchObject({
      kind: 'dispute.closed',
      references: ['pi_1', 'ch_1', 'cus_1'],
      subject: 'dp_1',
      data: { outcome: 'lost' },
    });
  });
});

describe('Stripe refunds', () => {
  it.each([
    ['succeeded', 'refund.issued'],
    ['pending', 'refund.requested'],
    ['requires_action', 'refund.requested'],
    ['failed', 'refund.failed'],
    ['canceled', 'refund.failed'],
    [null, 'refund.issued'],
  ])('a refund that is %s: %s', (status, kind) => {
    expect(one('refund.created', refund({ status }))).toMatchObject({
      kind,
      amount: 1000,
      data: { payment: 'pi_1', refund: 're_1' },
    });
  });

  it('an update tells a change of state, and the old and the new name of the event tell the same', () => {
    const previous = { status: 'pending' };
    const updated = one('refund.updated', refund(), { previous });
    expect(updated).toMatchObject({ kind: 'refund.issued', occurredAt: SENT, subject: 're_1' });
    expect(one('charge.refund.updated', refund(), { previous })).toEqual({
      ...updated,
      providerType: 'charge.refund.updated',
    });
    expect(one('refund.updated', refund(), { previous: { metadata: {} } })?.kind).toBe('informational');
    expect(one('refund.failed', refund({ status: 'failed', failure_reason: 'declined' }))).toMatchObject({
      kind: 'refund.failed',
      data: { reason: 'declined' },
    });
  });

  it('a refunded charge tells only the refunds that are new', () => {
    const charge = {
      id: 'ch_1',
      object: 'charge',
      currency: 'eur',
      customer: 'cus_1',
      invoice: 'in_1',
      payment_intent: 'pi_1',
      amount_refunded: 1500,
      refunds: { data: [refund(), refund({ id: 're_0', amount: 500 })] },
    };
    const previous = { amount_refunded: 500, refunds: { data: [{ id: 're_0' }] } };
    expect(one('charge.refunded', charge, { previous, api_version: LEGACY })).toMatchObject({
      kind: 'refund.issued',
      customer: 'cus_1',
      subject: 're_1',
      references: ['pi_1', 'ch_1', 'in_1', 'cus_1'],
      amount: 1000,
      data: { invoice: 'in_1' },
    });
    const unlisted = { ...charge, refunds: undefined };
    expect(one('charge.refunded', unlisted, { previous, api_version: '2023-10-16' })).toMatchObject({
      kind: 'refund.issued',
      subject: 'ch_1.1500',
      amount: 1000,
      data: { payment: 'pi_1' },
    });
    // From 2024-10-28 on, refund.created tells it.
    expect(one('charge.refunded', unlisted, { previous, api_version: BASIL })?.kind).toBe('informational');
  });
});
