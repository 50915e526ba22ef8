import * as z from 'zod';
import { currencyCode, identifier, minorUnitsText, rfc3339, word } from '../fields.ts';
import { contractEvent, type Draft, informational } from '../mapped-event.ts';
import type { EventKind, MappedEvent } from '../provider.ts';
import { type PaddleMapper, type PaddleMessage, readEntity } from './message.ts';

const adjustmentSchema = z.looseObject({
  id: identifier,
  action: word,
  status: word,
  transaction_id: identifier,
  subscription_id: identifier.nullish(),
  customer_id: identifier.nullish(),
  currency_code: currencyCode.nullish(),
  totals: z.looseObject({ total: minorUnitsText }).nullish(),
  created_at: rfc3339.nullish(),
  updated_at: rfc3339.nullish(),
});

type Adjustment = z.infer<typeof adjustmentSchema>;

export const adjustmentMappers: Readonly<Record<string, PaddleMapper>> = {
  'adjustment.created': (message) => {
    const adjustment = read(message);
    if (adjustment.action === 'refund') return [refundEvent(message, adjustment, adjustment.created_at)];
    return disputeEvents(message, adjustment);
  },
  /** Only a refund is decided after it is created. */
  'adjustment.updated': (message) => {
    const adjustment = read(message);
    if (adjustment.action !== 'refund') return informational(message, draftOf(adjustment).parties);
    return [refundEvent(message, adjustment, adjustment.updated_at ?? message.sentAt)];
  },
};

const REFUND_KINDS: ReadonlyMap<string, EventKind> = new Map([
  ['pending_approval', 'refund.requested'],
  ['approved', 'refund.issued'],
]);

/** Paddle itself answers chargebacks, so none has a date for us. */
const DISPUTES: ReadonlyMap<string, { readonly kind: EventKind; readonly outcome?: string }> = new Map([
  ['chargeback_warning', { kind: 'dispute.inquiry-opened' }],
  ['chargeback', { kind: 'dispute.opened' }],
  ['chargeback_reverse', { kind: 'dispute.closed', outcome: 'won' }],
  ['chargeback_warning_reverse', { kind: 'dispute.closed', outcome: 'warning_closed' }],
]);

function refundEvent(
  message: PaddleMessage,
  adjustment: Adjustment,
  occurredAt: string | null | undefined,
): MappedEvent {
  const kind = REFUND_KINDS.get(adjustment.status) ?? 'refund.failed';
  const draft = draftOf(adjustment);
  const reason = kind === 'refund.failed' ? adjustment.status : null;
  return contractEvent(message, kind, {
    ...draft,
    occurredAt,
    fact: `${kind.replace('.', '-')}.${adjustment.id}`,
    data: { ...draft.data, refund: adjustment.id, reason },
  });
}

/** Warning, chargeback and reversal are adjustments of their own; the transaction is what they have in common. */
function disputeEvents(message: PaddleMessage, adjustment: Adjustment): MappedEvent[] {
  const draft = draftOf(adjustment);
  const dispute = DISPUTES.get(adjustment.action);
  if (!dispute) return informational(message, draft.parties);
  return [
    contractEvent(message, dispute.kind, {
      ...draft,
      occurredAt: adjustment.created_at,
      fact: `${dispute.kind.replace('.', '-')}.${adjustment.id}`,
      data: { ...draft.data, dispute: adjustment.transaction_id, outcome: dispute.outcome },
    }),
  ];
}

function read(message: PaddleMessage): Adjustment {
  return readEntity(adjustmentSchema, message);
}

function draftOf(adjustment: Adjustment): Draft {
  return {
    parties: { contract: adjustment.subscription_id ?? null, customer: adjustment.customer_id ?? null },
    amount: adjustment.totals?.total,
    currency: adjustment.currency_code,
    data: { payment: adjustment.transaction_id, invoice: adjustment.transaction_id },
  };
}
