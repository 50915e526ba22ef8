import { isBefore } from '../instants.ts';
import { type Mapping, mapping, rule } from '../mapping.ts';
import type { PaddleMessage } from './message.ts';
import {
  billedTotal,
  draftOf,
  dueOf,
  invoiceFacts,
  isCheckout,
  isPending,
  lastCapture,
  owed,
  paymentFacts,
  type Read,
  readTransaction,
  statedDue,
} from './transaction.ts';

const INVOICE = [
  'invoice',
  'number',
  'url',
  'remaining',
  'amountPaid',
  'amountCredited',
  'collection',
  'reason',
] as const;
const PERIOD = ['periodStartsAt', 'periodEndsAt'] as const;
const DUE = ['dueAt', 'dueBasis'] as const;
const PAYMENT = ['invoice', 'payment', 'remaining', 'origin', 'collection'] as const;

/** `transaction.updated` follows at once on `billed`, and brings the subscription that the first one did not have yet. */
const issued = rule({
  kind: 'invoice.issued',
  when: 'its status is `billed`',
  carries: [...INVOICE, ...PERIOD, ...DUE],
  tell: (read: Read) => {
    const { message, transaction } = read;
    if (message.type === 'transaction.updated' && transaction.status !== 'billed') return undefined;
    const { billing_period: period, billed_at: occurredAt } = transaction;
    const servicePeriod = { periodStartsAt: period?.starts_at, periodEndsAt: period?.ends_at };
    return {
      ...draftOf(read, billedTotal(transaction)),
      occurredAt,
      fact: `issued.${transaction.id}`,
      // What is collected automatically is late once that fails, and no sooner: a debit takes days.
      data: { ...invoiceFacts(transaction), ...servicePeriod, ...(statedDue(transaction) && dueOf(transaction)) },
    };
  },
});

const overdue = rule({
  kind: 'invoice.overdue',
  when: 'no debit is in progress',
  carries: [...INVOICE, ...DUE],
  tell: (read: Read) => {
    const { message, transaction } = read;
    if (isPending(transaction)) return undefined;
    const stated = statedDue(transaction);
    return {
      ...draftOf(read, owed(transaction)),
      occurredAt: stated && isBefore(stated, message.sentAt) ? stated : message.sentAt,
      fact: `overdue.${transaction.id}`,
      data: { ...invoiceFacts(transaction), ...dueOf(transaction) },
    };
  },
});

/** Captured (`paid`), then processed (`completed`): one payment, at the moment of its last capture. */
const received = rule({
  kind: 'payment.received',
  carries: PAYMENT,
  tell: (read: Read) => {
    const { transaction } = read;
    const amount = billedTotal(transaction);
    // Nothing is captured for nothing, as in a trial. A sum without a capture was paid now, not when it was billed.
    const occurredAt = lastCapture(transaction) ?? (amount === 0 ? transaction.billed_at : null);
    return {
      ...draftOf(read, amount),
      occurredAt,
      fact: `paid.${transaction.id}`,
      data: { ...paymentFacts(transaction), remaining: 0 },
    };
  },
});

/** An invoice that is paid by hand may be paid in parts. */
const partReceived = rule({
  kind: 'payment.received',
  when: 'a part of what was billed is captured',
  carries: PAYMENT,
  tell: (read: Read) => {
    const { transaction } = read;
    const [total, left, captured] = [billedTotal(transaction), owed(transaction), lastCapture(transaction)];
    if (captured === null || total === null || left === null || left === 0 || left >= total) return undefined;
    return {
      ...draftOf(read, total - left),
      occurredAt: captured,
      data: { ...paymentFacts(transaction), remaining: left },
    };
  },
});

const failed = rule({
  kind: 'payment.failed',
  when: 'it is no checkout: that was not billed before, and owes nothing',
  carries: [...PAYMENT, ...DUE],
  tell: (read: Read) => {
    const { transaction } = read;
    if (isCheckout(transaction)) return undefined;
    const left = owed(transaction);
    return { ...draftOf(read, left), data: { ...paymentFacts(transaction), ...dueOf(transaction), remaining: left } };
  },
});

/** Only a transaction that was billed is an invoice that can be voided; the rest are baskets that were left. */
const voided = rule({
  kind: 'invoice.voided',
  when: 'it was billed',
  carries: INVOICE,
  tell: (read: Read) => {
    const { transaction } = read;
    if (!transaction.billed_at) return undefined;
    return {
      ...draftOf(read, billedTotal(transaction)),
      fact: `voided.${transaction.id}`,
      data: { ...invoiceFacts(transaction), remaining: 0 },
    };
  },
});

export const transactionMappings: Readonly<Record<string, Mapping<PaddleMessage>>> = {
  'transaction.billed': mapping(readTransaction, [issued]),
  'transaction.updated': mapping(readTransaction, [issued, partReceived]),
  'transaction.past_due': mapping(readTransaction, [overdue]),
  'transaction.paid': mapping(readTransaction, [received]),
  'transaction.completed': mapping(readTransaction, [received]),
  'transaction.payment_failed': mapping(readTransaction, [failed]),
  'transaction.canceled': mapping(readTransaction, [voided]),
};
