import * as z from 'zod';
import { amount, currencyCode, epochSeconds, identifier, idOrObject, lenient, text } from '../fields.ts';
import type { Draft } from '../mapped-event.ts';
import { type Mapping, mapping, type Rule, rule } from '../mapping.ts';
import { readFormer, readObject, type StripeMessage } from './message.ts';
import { minorUnits } from './units.ts';

const refundSchema = z.object({
  id: identifier,
  created: epochSeconds.nullish(),
  /** Null in versions that knew only refunds which succeed at once. */
  status: text.nullish(),
  amount: amount.nullish(),
  currency: currencyCode.nullish(),
  charge: lenient(idOrObject),
  payment_intent: lenient(idOrObject),
  customer: lenient(idOrObject),
  failure_reason: lenient(text),
});
const formerSchema = z.object({ status: text.nullish() });

const chargeSchema = z.object({
  id: identifier,
  currency: currencyCode.nullish(),
  amount_refunded: amount.nullish(),
  customer: lenient(idOrObject),
  invoice: lenient(idOrObject),
  payment_intent: lenient(idOrObject),
  refunds: z.object({ data: z.array(refundSchema) }).nullish(),
});
const formerChargeSchema = z.object({
  amount_refunded: amount.nullish(),
  refunds: z.object({ data: z.array(z.object({ id: identifier })).nullish() }).nullish(),
});

type Refund = z.infer<typeof refundSchema>;
type Charge = z.infer<typeof chargeSchema>;

/** Since this version Stripe sends `refund.*` for every refund; before, only for those without a charge. */
const REFUND_EVENTS_SINCE = '2024-10-28';

type RefundKind = 'refund.requested' | 'refund.issued' | 'refund.failed';

/** A refund as it stands at a moment. Older versions show only how much of the charge was refunded in all. */
interface Told {
  readonly refund: Omit<Refund, 'id'> & { readonly id?: string };
  readonly subject: string;
  readonly occurredAt: string | null | undefined;
  readonly charge?: Charge;
}

const CARRIES = ['payment', 'refund', 'invoice', 'reason'] as const;

function inState(kind: RefundKind, when: string): Rule<readonly Told[]> {
  return rule({
    kind,
    when,
    carries: CARRIES,
    tell: (told: readonly Told[]) => told.filter(({ refund }) => kindOf(refund.status) === kind).map(draftOf),
  });
}

const STATES = [
  inState('refund.requested', 'its status is `pending` or `requires_action`'),
  inState('refund.issued', 'its status is `succeeded`, or none'),
  inState('refund.failed', 'its status is `failed` or `canceled`'),
];

const created = (message: StripeMessage): Told[] => {
  const refund = readObject(refundSchema, message);
  return [{ refund, subject: refund.id, occurredAt: refund.created }];
};

const updated = (message: StripeMessage): Told[] => {
  const refund = readObject(refundSchema, message);
  return 'status' in readFormer(formerSchema, message)
    ? [{ refund, subject: refund.id, occurredAt: message.sentAt }]
    : [];
};

const failed = (message: StripeMessage): Told[] => {
  const refund = readObject(refundSchema, message);
  return [{ refund, subject: refund.id, occurredAt: message.sentAt }];
};

/** The refunds of a charge that are new with this message. */
const refunded = (message: StripeMessage): Told[] => {
  const charge = readObject(chargeSchema, message);
  const former = readFormer(formerChargeSchema, message);
  const known = new Set(former.refunds?.data?.map(({ id }) => id));
  const fresh = (charge.refunds?.data ?? []).filter(({ id }) => !known.has(id));
  if (fresh.length > 0) {
    return fresh.map((refund) => ({ refund, subject: refund.id, charge, occurredAt: refund.created }));
  }
  // Its `refund.created` tells the same with the refund's id; without that event, the charge is all there is.
  if ((message.apiVersion ?? '') >= REFUND_EVENTS_SINCE) return [];
  const { id, amount_refunded: total, currency, payment_intent, customer } = charge;
  const amount = total == null ? null : total - (former.amount_refunded ?? 0);
  const refund = { currency, payment_intent, charge: id, customer, amount };
  return [{ refund, subject: `${id}.${total ?? 'all'}`, charge, occurredAt: null }];
};

export const refundMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'refund.created': mapping(created, STATES),
  'refund.updated': mapping(updated, STATES),
  'charge.refund.updated': mapping(updated, STATES),
  'refund.failed': mapping(failed, STATES),
  'charge.refunded': mapping(refunded, STATES),
};

function draftOf({ refund, subject, occurredAt, charge }: Told): Draft<(typeof CARRIES)[number]> {
  const { currency, payment_intent: intent } = refund;
  const kind = kindOf(refund.status);
  const failure = kind === 'refund.failed' ? (refund.failure_reason ?? refund.status) : null;
  return {
    parties: {
      contract: null,
      customer: refund.customer ?? charge?.customer ?? null,
      payments: [intent, refund.charge, charge?.invoice],
    },
    subject,
    fact: `${kind.replace('.', '-')}.${subject}`,
    occurredAt,
    amount: minorUnits(refund.amount, currency),
    currency,
    data: {
      payment: intent ?? refund.charge ?? refund.id,
      refund: refund.id,
      invoice: charge?.invoice,
      reason: failure,
    },
  };
}

function kindOf(status: string | null | undefined): RefundKind {
  if (status === 'pending' || status === 'requires_action') return 'refund.requested';
  return status === 'failed' || status === 'canceled' ? 'refund.failed' : 'refund.issued';
}
