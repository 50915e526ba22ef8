import * as z from 'zod';
import { amount, currencyCode, endSeconds, epochSeconds, identifier, idOrObject, lenient, text } from '../fields.ts';
import { type Mapping, mapping, type Rule, rule } from '../mapping.ts';
import { readFormer, readObject, type StripeMessage } from './message.ts';
import { partiesOf } from './parties.ts';
import { minorUnits } from './units.ts';

/** Stripe writes 0 where the bank takes no answer. */
const dueBy = z.union([z.literal(0).transform(() => null), endSeconds], {
  error: 'expected whole seconds since 1970',
});
const evidence = z.object({ due_by: dueBy.nullish(), past_due: lenient(z.boolean()) });

const disputeSchema = z.object({
  id: identifier,
  created: epochSeconds.nullish(),
  status: text,
  reason: lenient(text),
  amount: amount.nullish(),
  currency: currencyCode.nullish(),
  charge: lenient(idOrObject),
  payment_intent: lenient(idOrObject),
  evidence_details: evidence.nullish(),
});
const formerSchema = z.object({ status: lenient(text), evidence_details: evidence.nullish() });

type Dispute = z.infer<typeof disputeSchema>;

interface Read {
  readonly message: StripeMessage;
  readonly dispute: Dispute;
  readonly former: z.infer<typeof formerSchema>;
}

const CARRIES = ['dispute', 'payment', 'reason'] as const;

/** A warning is an inquiry. It can become a chargeback, and the day of the answer can be moved. */
function opened(kind: 'dispute.inquiry-opened' | 'dispute.opened', when: string): Rule<Read> {
  return rule({
    kind,
    when,
    carries: CARRIES,
    tell: (read: Read) => {
      const { message, dispute, former } = read;
      if ((kind === 'dispute.inquiry-opened') !== isInquiry(dispute.status)) return undefined;
      const fact = `${kind.replace('.', '-')}.${dispute.id}`;
      if (message.type === 'charge.dispute.created') return { ...draftOf(read), occurredAt: dispute.created, fact };
      const escalated = former.status?.startsWith('warning_') === true && !isInquiry(dispute.status);
      const moved = former.evidence_details != null && 'due_by' in former.evidence_details;
      if (escalated) return { ...draftOf(read), fact };
      return moved && !isOver(read) && dispute.evidence_details?.due_by ? draftOf(read) : undefined;
    },
  });
}

/** The answer is handed in, or its time has run out. */
const responsePeriodEnded = rule({
  kind: 'dispute.response-period-ended',
  when: 'the answer is handed in, or its time runs out',
  carries: [...CARRIES, 'responded'],
  tell: (read: Read) => {
    if (!isOver(read)) return undefined;
    const draft = draftOf(read);
    return { ...draft, data: { ...draft.data, responded: isAnswered(read) } };
  },
});

const closed = rule({
  kind: 'dispute.closed',
  carries: [...CARRIES, 'outcome'],
  tell: (read: Read) => {
    const draft = draftOf(read);
    const fact = `dispute-closed.${read.dispute.id}`;
    return { ...draft, fact, data: { ...draft.data, outcome: read.dispute.status } };
  },
});

const OPENED = [
  opened('dispute.inquiry-opened', 'its status begins with `warning_`'),
  opened('dispute.opened', 'it is a chargeback; also when an inquiry becomes one, or the day of the answer moves'),
];

export const disputeMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'charge.dispute.created': mapping(read, OPENED),
  'charge.dispute.updated': mapping(read, [...OPENED, responsePeriodEnded]),
  'charge.dispute.closed': mapping(read, [closed]),
};

function read(message: StripeMessage): Read {
  return { message, dispute: readObject(disputeSchema, message), former: readFormer(formerSchema, message) };
}

function draftOf({ message, dispute }: Read) {
  const { currency, payment_intent: intent, charge } = dispute;
  return {
    parties: partiesOf(message),
    subject: dispute.id,
    dueAt: dispute.evidence_details?.due_by,
    amount: minorUnits(dispute.amount, currency),
    currency,
    data: { dispute: dispute.id, payment: intent ?? charge, reason: dispute.reason },
  };
}

function isInquiry(status: string): boolean {
  return status.startsWith('warning_');
}

function isAnswered({ dispute, former }: Read): boolean {
  return former.status?.endsWith('needs_response') === true && dispute.status.endsWith('under_review');
}

function isOver(read: Read): boolean {
  const { dispute, former } = read;
  const escalated = former.status?.startsWith('warning_') === true && !isInquiry(dispute.status);
  const expired = former.evidence_details?.past_due === false && dispute.evidence_details?.past_due === true;
  return !escalated && (isAnswered(read) || expired);
}
