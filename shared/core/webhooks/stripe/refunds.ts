import * as z from 'zod';
import { currencyCode, epochSeconds, identifier, idOrObject, minorUnits, word } from '../fields.ts';
import { contractEvent, type Draft, informational } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';
import type { EventKind, MappedEvent } from '../provider.ts';
import { readObject, type StripeMapper, type StripeMessage } from './message.ts';

const refundSchema = z.looseObject({
  id: identifier,
  created: epochSeconds.nullish(),
  /** Null in versions that knew only refunds which succeed at once. */
  status: word.nullish(),
  amount: minorUnits.nullish(),
  currency: currencyCode.nullish(),
  charge: idOrObject.nullish(),
  payment_intent: idOrObject.nullish(),
  customer: idOrObject.nullish(),
  failure_reason: word.nullish(),
});
const formerSchema = z.looseObject({ status: word.nullish() });

const chargeSchema = z.looseObject({
  id: identifier,
  currency: currencyCode.nullish(),
  amount_refunded: minorUnits.nullish(),
  customer: idOrObject.nullish(),
  invoice: idOrObject.nullish(),
  payment_intent: idOrObject.nullish(),
  refunds: z.looseObject({ data: z.array(refundSchema) }).nullish(),
});
const formerChargeSchema = z.looseObject({
  amount_refunded: minorUnits.nullish(),
  refunds: z.looseObject({ data: z.array(z.looseObject({ id: identifier })).nullish() }).nullish(),
});

type Refund = z.infer<typeof refundSchema>;

/** Since this version Stripe sends `refund.*` for every refund; before, only for those without a charge. */
const REFUND_EVENTS_SINCE = '2024-10-28';

export const refundMappers: Readonly<Record<string, StripeMapper>> = {
  'refund.created': (message) => {
    const refund = readObject(refundSchema, message);
    return [refundEvent(message, refund, refund.created)];
  },
  'refund.updated': updated,
  'charge.refund.updated': updated,
  'refund.failed': (message) => [refundEvent(message, readObject(refundSchema, message), message.sentAt)],
  'charge.refunded': refunded,
};

function updated(message: StripeMessage): MappedEvent[] {
  const refund = readObject(refundSchema, message);
  const former = readPayload(formerSchema, message.previous ?? {}, 'data.previous_attributes');
  if (!('status' in former)) return informational(message, partiesOf(refund));
  return [refundEvent(message, refund, message.sentAt)];
}

function refunded(message: StripeMessage): MappedEvent[] {
  const charge = readObject(chargeSchema, message);
  const former = readPayload(formerChargeSchema, message.previous ?? {}, 'data.previous_attributes');
  const parties = { contract: null, customer: charge.customer ?? null, further: [charge.payment_intent, charge.id] };
  const known = new Set(former.refunds?.data?.map(({ id }) => id));
  const fresh = (charge.refunds?.data ?? []).filter(({ id }) => !known.has(id));
  if (fresh.length > 0) {
    return fresh.map((refund) =>
      refundEvent(message, { ...refund, customer: refund.customer ?? charge.customer }, refund.created, charge.invoice),
    );
  }
  // Its `refund.created` tells the same with the refund's id; without that event, the charge is all there is.
  if ((message.apiVersion ?? '') >= REFUND_EVENTS_SINCE) return informational(message, parties);
  return [
    contractEvent(message, 'refund.issued', {
      parties,
      amount: charge.amount_refunded == null ? null : charge.amount_refunded - (former.amount_refunded ?? 0),
      currency: charge.currency,
      data: { payment: charge.payment_intent ?? charge.id, invoice: charge.invoice },
    }),
  ];
}

function refundEvent(
  message: StripeMessage,
  refund: Refund,
  occurredAt: string | null | undefined,
  invoice?: string | null,
): MappedEvent {
  const kind = kindOf(refund.status);
  const draft: Draft = {
    parties: partiesOf(refund),
    occurredAt,
    fact: `${kind.replace('.', '-')}.${refund.id}`,
    amount: refund.amount,
    currency: refund.currency,
    data: {
      payment: refund.payment_intent ?? refund.charge ?? refund.id,
      refund: refund.id,
      invoice,
      reason: kind === 'refund.failed' ? (refund.failure_reason ?? refund.status) : null,
    },
  };
  return contractEvent(message, kind, draft);
}

function kindOf(status: string | null | undefined): EventKind {
  if (status === 'pending' || status === 'requires_action') return 'refund.requested';
  return status === 'failed' || status === 'canceled' ? 'refund.failed' : 'refund.issued';
}

function partiesOf(refund: Refund) {
  return { contract: null, customer: refund.customer ?? null, further: [refund.payment_intent, refund.charge] };
}
