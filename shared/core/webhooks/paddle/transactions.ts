import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { currencyCode, identifier, minorUnitsText, rfc3339, word } from '../fields.ts';
import { isBefore, latest } from '../instants.ts';
import { contractEvent, type Draft, informational } from '../mapped-event.ts';
import type { MappedEvent } from '../provider.ts';
import { type PaddleMapper, type PaddleMessage, readEntity } from './message.ts';

const totals = z.looseObject({
  total: minorUnitsText.nullish(),
  /** After the customer's credit. */
  grand_total: minorUnitsText.nullish(),
  /** What is still owed. */
  balance: minorUnitsText.nullish(),
});
const paymentTerms = z.looseObject({
  interval: z.enum(['day', 'week', 'month', 'year'], { error: 'expected day, week, month or year' }),
  frequency: z.int('expected a whole number').min(0).max(3660),
});
const transactionSchema = z.looseObject({
  id: identifier,
  status: word.nullish(),
  subscription_id: identifier.nullish(),
  customer_id: identifier.nullish(),
  currency_code: currencyCode.nullish(),
  collection_mode: word.nullish(),
  billed_at: rfc3339.nullish(),
  billing_details: z.looseObject({ payment_terms: paymentTerms.nullish() }).nullish(),
  details: z.looseObject({ totals: totals.nullish() }).nullish(),
  payments: z.array(z.looseObject({ status: word.nullish(), captured_at: rfc3339.nullish() })).nullish(),
});

type Transaction = z.infer<typeof transactionSchema>;

export const transactionMappers: Readonly<Record<string, PaddleMapper>> = {
  'transaction.billed': issued,
  /** Follows at once on `billed`, and brings the subscription that the first one did not have yet. */
  'transaction.updated': (message) => {
    const transaction = read(message);
    return transaction.status === 'billed' ? issued(message) : informational(message, partiesOf(transaction));
  },
  'transaction.past_due': (message) => {
    const transaction = read(message);
    const stated = statedDue(transaction);
    const draft = draftOf(transaction, owed(transaction));
    const occurredAt = stated && isBefore(stated, message.sentAt) ? stated : message.sentAt;
    return [contractEvent(message, 'invoice.overdue', { ...draft, occurredAt, fact: `overdue.${transaction.id}` })];
  },
  'transaction.paid': received,
  'transaction.completed': received,
  'transaction.payment_failed': (message) => {
    const transaction = read(message);
    const draft = draftOf(transaction, owed(transaction));
    return [contractEvent(message, 'payment.failed', { ...draft, data: { ...draft.data, payment: transaction.id } })];
  },
  /** Only a transaction that was billed is an invoice that can be voided; the rest are baskets that were left. */
  'transaction.canceled': (message) => {
    const transaction = read(message);
    if (!transaction.billed_at) return informational(message, partiesOf(transaction));
    const draft = draftOf(transaction, billed(transaction));
    return [contractEvent(message, 'invoice.voided', { ...draft, fact: `voided.${transaction.id}` })];
  },
};

function issued(message: PaddleMessage): MappedEvent[] {
  const transaction = read(message);
  return [
    contractEvent(message, 'invoice.issued', {
      ...draftOf(transaction, billed(transaction)),
      occurredAt: transaction.billed_at,
      fact: `issued.${transaction.id}`,
    }),
  ];
}

/** Captured (`paid`), then processed (`completed`): one payment, at the moment of its last capture. */
function received(message: PaddleMessage): MappedEvent[] {
  const transaction = read(message);
  const amount = billed(transaction);
  const captures = (transaction.payments ?? []).filter(({ status }) => status === 'captured');
  const captured = latest(captures.map(({ captured_at: at }) => at).filter((at) => at != null));
  // Nothing is captured for nothing, as in a trial. A sum without a capture was paid now, not when it was billed.
  const occurredAt = captured ?? (amount === 0 ? transaction.billed_at : null);
  const draft = draftOf(transaction, amount);
  return [
    contractEvent(message, 'payment.received', {
      ...draft,
      occurredAt,
      fact: `paid.${transaction.id}`,
      data: { ...draft.data, payment: transaction.id },
    }),
  ];
}

function read(message: PaddleMessage): Transaction {
  return readEntity(transactionSchema, message);
}

function partiesOf(transaction: Transaction) {
  return { contract: transaction.subscription_id ?? null, customer: transaction.customer_id ?? null };
}

function draftOf(transaction: Transaction, amount: number | null): Draft {
  return {
    parties: partiesOf(transaction),
    dueAt: statedDue(transaction),
    amount,
    currency: transaction.currency_code,
    data: { invoice: transaction.id, ...due(transaction) },
  };
}

/** Payment terms count from billing, in UTC, with month ends clamped. They stand on invoices that are paid by hand. */
function statedDue(transaction: Transaction): InstantText | null {
  const terms = transaction.billing_details?.payment_terms;
  if (!transaction.billed_at || !terms || transaction.collection_mode === 'automatic') return null;
  const billedAt = Temporal.Instant.from(transaction.billed_at).toZonedDateTimeISO('UTC');
  return billedAt
    .add({ [`${terms.interval}s`]: terms.frequency })
    .toInstant()
    .toString();
}

/** What is collected automatically falls due when it is billed. A checkout that was never billed owes nothing. */
function due(transaction: Transaction): { dueAt?: InstantText; dueBasis?: string } {
  const stated = statedDue(transaction);
  if (stated) return { dueAt: stated, dueBasis: 'payment_terms' };
  if (!transaction.billed_at || transaction.collection_mode === 'manual') return {};
  return { dueAt: transaction.billed_at, dueBasis: 'billing' };
}

function billed({ details }: Transaction): number | null {
  return details?.totals?.grand_total ?? details?.totals?.total ?? null;
}

function owed(transaction: Transaction): number | null {
  return transaction.details?.totals?.balance ?? billed(transaction);
}
