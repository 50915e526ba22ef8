import * as z from 'zod';
import { amountText, currencyCode, identifier, rfc3339, text } from '../fields.ts';
import { type Mapping, mapping, type Rule, rule } from '../mapping.ts';
import { type PaddleMessage, partiesOf, readEntity } from './message.ts';

const adjustmentSchema = z.object({
  id: identifier,
  action: text,
  status: text,
  transaction_id: identifier,
  currency_code: currencyCode.nullish(),
  totals: z.object({ total: amountText }).nullish(),
  created_at: rfc3339.nullish(),
  updated_at: rfc3339.nullish(),
});

interface Read {
  readonly message: PaddleMessage;
  readonly adjustment: z.infer<typeof adjustmentSchema>;
}

type RefundKind = 'refund.requested' | 'refund.issued' | 'refund.failed';

/** A refund is decided after it is created, or approved at once. */
function refund(kind: RefundKind, when: string): Rule<Read> {
  return rule({
    kind,
    when,
    carries: ['payment', 'invoice', 'refund', 'reason'],
    tell: (read: Read) => {
      const { adjustment } = read;
      if (adjustment.action !== 'refund' || kindOf(adjustment.status) !== kind) return undefined;
      const { data, ...draft } = draftOf(read);
      return {
        ...draft,
        subject: adjustment.id,
        fact: `${kind.replace('.', '-')}.${adjustment.id}`,
        occurredAt: decidedAt(read),
        data: { ...data, refund: adjustment.id, reason: kind === 'refund.failed' ? adjustment.status : undefined },
      };
    },
  });
}

function kindOf(status: string): RefundKind {
  if (status === 'pending_approval') return 'refund.requested';
  return status === 'approved' ? 'refund.issued' : 'refund.failed';
}

type DisputeKind = 'dispute.inquiry-opened' | 'dispute.opened' | 'dispute.closed';

/**
 * Warning, chargeback and reversal are adjustments of their own; the transaction is what they have in common. Paddle itself
 * answers chargebacks, so none has a date for us.
 */
function dispute(kind: DisputeKind, outcomes: Readonly<Record<string, string | undefined>>): Rule<Read> {
  const actions = new Map(Object.entries(outcomes));
  return rule({
    kind,
    when: `its action is ${[...actions.keys()].map((action) => `\`${action}\``).join(' or ')}`,
    carries: ['dispute', 'payment', 'invoice', 'outcome'],
    tell: (read: Read) => {
      const { adjustment } = read;
      if (!actions.has(adjustment.action)) return undefined;
      const { data, ...draft } = draftOf(read);
      return {
        ...draft,
        subject: adjustment.transaction_id,
        fact: `${kind.replace('.', '-')}.${adjustment.id}`,
        occurredAt: adjustment.created_at,
        data: { ...data, dispute: adjustment.transaction_id, outcome: actions.get(adjustment.action) },
      };
    },
  });
}

/** What is taken off a transaction that is to be paid by hand. */
const credited = rule({
  kind: 'invoice.credited',
  when: 'its action is `credit` and its status `approved`',
  carries: ['invoice', 'credit'],
  tell: (read: Read) => {
    const { action, status, id } = read.adjustment;
    if (action !== 'credit' || status !== 'approved') return undefined;
    return { ...creditOf(read), fact: `credited.${id}` };
  },
});

/** The reversal is an adjustment of its own, which does not name the credit; the credit itself may be shown as reversed too. */
const creditReversed = rule({
  kind: 'invoice.credit-reversed',
  when: 'its action is `credit_reverse` and its status `approved`, or its action is `credit` and its status `reversed`',
  carries: ['invoice', 'credit', 'reversal'],
  tell: (read: Read) => {
    const { action, status, id } = read.adjustment;
    const fact = `credit-reversed.${id}`;
    if (action === 'credit' && status === 'reversed') return { ...creditOf(read), fact };
    if (action !== 'credit_reverse' || status !== 'approved') return undefined;
    const { data, ...draft } = creditOf(read);
    return { ...draft, fact, data: { invoice: data.invoice, reversal: id } };
  },
});

function creditOf(read: Read) {
  const { data, ...draft } = draftOf(read);
  const { id } = read.adjustment;
  return { ...draft, subject: id, occurredAt: decidedAt(read), data: { invoice: data.invoice, credit: id } };
}

/** When the adjustment came to be as the message shows it. */
function decidedAt({ message, adjustment }: Read) {
  const isNew = message.type === 'adjustment.created';
  return isNew ? adjustment.created_at : (adjustment.updated_at ?? message.sentAt);
}

const REFUNDS = [
  refund('refund.requested', 'its action is `refund` and its status `pending_approval`'),
  refund('refund.issued', 'its action is `refund` and its status `approved`'),
  refund('refund.failed', 'its action is `refund` and it was rejected or reversed'),
];

const CREDITS = [credited, creditReversed];

export const adjustmentMappings: Readonly<Record<string, Mapping<PaddleMessage>>> = {
  'adjustment.created': mapping(read, [
    ...REFUNDS,
    dispute('dispute.inquiry-opened', { chargeback_warning: undefined }),
    dispute('dispute.opened', { chargeback: undefined }),
    dispute('dispute.closed', { chargeback_reverse: 'won', chargeback_warning_reverse: 'warning_closed' }),
    ...CREDITS,
  ]),
  'adjustment.updated': mapping(read, [...REFUNDS, ...CREDITS]),
};

function read(message: PaddleMessage): Read {
  return { message, adjustment: readEntity(adjustmentSchema, message) };
}

function draftOf({ message, adjustment }: Read) {
  return {
    parties: partiesOf(message),
    amount: adjustment.totals?.total,
    currency: adjustment.currency_code,
    data: { payment: adjustment.transaction_id, invoice: adjustment.transaction_id },
  };
}
