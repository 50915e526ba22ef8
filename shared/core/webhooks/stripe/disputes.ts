import * as z from 'zod';
import { currencyCode, epochSeconds, identifier, idOrObject, minorUnits, word } from '../fields.ts';
import { contractEvent, type Draft, informational, type Parties } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';
import type { EventKind } from '../provider.ts';
import { readObject, type StripeMapper, type StripeMessage } from './message.ts';

/** Stripe writes 0 where the bank takes no answer. */
const dueBy = z.union([z.literal(0).transform(() => null), epochSeconds], {
  error: 'expected whole seconds since 1970',
});
const evidence = z.looseObject({ due_by: dueBy.nullish(), past_due: z.boolean().nullish() });
const owner = z.union([z.looseObject({ customer: idOrObject.nullish() }), z.string()]);

const disputeSchema = z.looseObject({
  id: identifier,
  created: epochSeconds.nullish(),
  status: word,
  reason: word.nullish(),
  amount: minorUnits.nullish(),
  currency: currencyCode.nullish(),
  charge: idOrObject.nullish(),
  payment_intent: idOrObject.nullish(),
  evidence_details: evidence.nullish(),
});
/** A charge that is expanded tells the customer, which a dispute itself does not. */
const ownerSchema = z.looseObject({ charge: owner.nullish(), payment_intent: owner.nullish() });
const formerSchema = z.looseObject({ status: word.nullish(), evidence_details: evidence.nullish() });

type Dispute = z.infer<typeof disputeSchema>;

export const disputeMappers: Readonly<Record<string, StripeMapper>> = {
  'charge.dispute.created': (message) => {
    const dispute = read(message);
    return [
      contractEvent(message, opened(dispute), {
        ...draftOf(message, dispute),
        occurredAt: dispute.created,
        fact: `${stage(dispute)}.${dispute.id}`,
      }),
    ];
  },
  'charge.dispute.updated': updated,
  'charge.dispute.closed': (message) => {
    const dispute = read(message);
    const draft = draftOf(message, dispute);
    return [
      contractEvent(message, 'dispute.closed', {
        ...draft,
        fact: `dispute-closed.${dispute.id}`,
        data: { ...draft.data, outcome: dispute.status },
      }),
    ];
  },
};

/** An inquiry can become a chargeback, the answer can be handed in or its time run out, or be moved. */
function updated(message: StripeMessage) {
  const dispute = read(message);
  const former = readPayload(formerSchema, message.previous ?? {}, 'data.previous_attributes');
  const draft = draftOf(message, dispute);
  if (former.status?.startsWith('warning_') && !isInquiry(dispute.status)) {
    return [contractEvent(message, 'dispute.opened', { ...draft, fact: `${stage(dispute)}.${dispute.id}` })];
  }
  const answered = former.status?.endsWith('needs_response') && dispute.status.endsWith('under_review');
  const expired = former.evidence_details?.past_due === false && dispute.evidence_details?.past_due === true;
  if (answered || expired) {
    const data = { ...draft.data, responded: answered === true };
    return [contractEvent(message, 'dispute.response-period-ended', { ...draft, data })];
  }
  if (former.evidence_details && 'due_by' in former.evidence_details && draft.dueAt) {
    return [contractEvent(message, opened(dispute), draft)];
  }
  return informational(message, draft.parties);
}

function read(message: StripeMessage): Dispute {
  return readObject(disputeSchema, message);
}

function draftOf(message: StripeMessage, dispute: Dispute): Draft {
  return {
    parties: partiesOf(message, dispute),
    dueAt: dispute.evidence_details?.due_by,
    amount: dispute.amount,
    currency: dispute.currency,
    data: { dispute: dispute.id, payment: dispute.payment_intent ?? dispute.charge, reason: dispute.reason },
  };
}

function partiesOf(message: StripeMessage, dispute: Dispute): Parties {
  const { charge, payment_intent } = readObject(ownerSchema, message);
  const [customer] = [charge, payment_intent].map((from) => (typeof from === 'object' ? from?.customer : null));
  return { contract: null, customer: customer ?? null, further: [dispute.payment_intent, dispute.charge] };
}

function isInquiry(status: string): boolean {
  return status.startsWith('warning_');
}

function opened(dispute: Dispute): EventKind {
  return isInquiry(dispute.status) ? 'dispute.inquiry-opened' : 'dispute.opened';
}

function stage(dispute: Dispute): string {
  return isInquiry(dispute.status) ? 'inquiry-opened' : 'dispute-opened';
}
