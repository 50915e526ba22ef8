import * as z from 'zod';
import { amount, currencyCode, endSeconds, lenient } from '../fields.ts';
import { compact } from '../instants.ts';
import type { Draft } from '../mapped-event.ts';
import { type Mapping, mapping, rule } from '../mapping.ts';
import {
  collectionOf,
  dueOf,
  type Invoice,
  pageOf,
  paidOf,
  paymentIntentOf,
  paymentOf,
  type Read,
  readInvoice,
  reasonOf,
  remainingOf,
  type Share,
  servicePeriod,
} from './invoice.ts';
import { readObject, type StripeMessage } from './message.ts';
import { partiesOf } from './parties.ts';
import { minorUnits } from './units.ts';

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

const issued = rule({
  kind: 'invoice.issued',
  carries: [...INVOICE, ...PERIOD, ...DUE],
  tell: ({ invoice, shares }: Read) =>
    shares.map((share) => ({
      ...draftOf(invoice, share, invoice.amount_due),
      occurredAt: invoice.status_transitions?.finalized_at,
      fact: `issued.${share.about(invoice.id)}`,
      // What is charged automatically is late once that fails, and no sooner: a debit takes days.
      data: { ...factsOf(invoice, share), ...servicePeriod(share.lines), ...(invoice.due_date && dueOf(invoice)) },
    })),
});

const willBeDue = rule({
  kind: 'invoice.due',
  carries: [...INVOICE, ...DUE],
  tell: ({ invoice, shares }: Read) =>
    shares.map((share) => ({
      ...draftOf(invoice, share, remainingOf(invoice)),
      effectiveAt: invoice.due_date,
      data: { ...factsOf(invoice, share), ...dueOf(invoice) },
    })),
});

const overdue = rule({
  kind: 'invoice.overdue',
  carries: [...INVOICE, ...DUE],
  tell: ({ invoice, shares }: Read) =>
    shares.map((share) => ({
      ...draftOf(invoice, share, remainingOf(invoice)),
      occurredAt: invoice.due_date,
      // Stripe may say it again days later: the fact is that the due date passed, and it passed once.
      fact: invoice.due_date ? `overdue.${share.about(invoice.id)}.${compact(invoice.due_date)}` : undefined,
      data: { ...factsOf(invoice, share), ...dueOf(invoice) },
    })),
});

const voided = rule({
  kind: 'invoice.voided',
  carries: INVOICE,
  tell: ({ invoice, shares }: Read) =>
    shares.map((share) => ({
      ...draftOf(invoice, share, invoice.amount_due),
      occurredAt: invoice.status_transitions?.voided_at,
      fact: `voided.${share.about(invoice.id)}`,
      data: factsOf(invoice, share),
    })),
});

const PAYMENT = ['invoice', 'payment', 'remaining', 'origin', 'collection'] as const;

/** An invoice of zero is told too: nothing was paid. */
const received = rule({
  kind: 'payment.received',
  carries: PAYMENT,
  tell: ({ invoice, shares }: Read) => {
    const payment = paymentOf(invoice);
    return shares.map((share) => ({
      ...draftOf(invoice, share, paidOf(invoice)),
      subject: share.about(payment),
      learns: payment,
      occurredAt: invoice.status_transitions?.paid_at,
      fact: `paid.${share.about(invoice.id)}`,
      data: { ...paymentFacts(invoice, payment), remaining: 0 },
    }));
  },
});

const failed = rule({
  kind: 'payment.failed',
  when: 'it is no first invoice that is charged automatically: that subscription has not begun',
  carries: [...PAYMENT, ...DUE, 'nextAttemptAt', 'final'],
  tell: ({ invoice, shares }: Read) => {
    if (reasonOf(invoice) === 'first' && collectionOf(invoice) === 'automatic') return undefined;
    const payment = paymentOf(invoice);
    return shares.map((share) => ({
      ...draftOf(invoice, share, remainingOf(invoice)),
      subject: share.about(payment),
      data: {
        ...paymentFacts(invoice, payment),
        ...dueOf(invoice),
        remaining: share.of(remainingOf(invoice)),
        nextAttemptAt: invoice.next_payment_attempt,
        final: isLast(invoice),
      },
    }));
  },
});

const upcomingSchema = z.object({
  period_end: endSeconds.nullish(),
  amount_due: amount.nullish(),
  currency: lenient(currencyCode),
});

/** The preview of the next invoice has no id; its period ends when the subscription renews. */
const upcoming = rule({
  kind: 'renewal.upcoming',
  carries: [],
  tell: (message: StripeMessage): Draft<never> => {
    const { period_end, amount_due, currency } = readObject(upcomingSchema, message);
    const parties = partiesOf(message);
    return {
      parties,
      subject: parties.contract ?? parties.customer,
      effectiveAt: period_end,
      amount: minorUnits(amount_due, currency),
      currency,
    };
  },
});

export const invoiceMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'invoice.finalized': mapping(readInvoice, [issued]),
  'invoice.will_be_due': mapping(readInvoice, [willBeDue]),
  'invoice.overdue': mapping(readInvoice, [overdue]),
  'invoice.paid': mapping(readInvoice, [received]),
  'invoice.payment_succeeded': mapping(readInvoice, [received]),
  'invoice.payment_failed': mapping(readInvoice, [failed]),
  'invoice.voided': mapping(readInvoice, [voided]),
  'invoice.upcoming': mapping((message: StripeMessage) => message, [upcoming]),
};

function draftOf(invoice: Invoice, share: Share, whole: number | null | undefined) {
  return {
    parties: share.parties,
    subject: share.about(invoice.id),
    learns: paymentIntentOf(invoice) ?? invoice.charge ?? invoice.id,
    dueAt: invoice.due_date,
    amount: share.of(whole),
    currency: invoice.currency,
  };
}

function factsOf(invoice: Invoice, share: Share) {
  return {
    invoice: invoice.id,
    number: invoice.number,
    url: pageOf(invoice),
    remaining: share.of(remainingOf(invoice)),
    amountPaid: share.of(paidOf(invoice) || undefined),
    amountCredited: share.of(invoice.pre_payment_credit_notes_amount || undefined),
    collection: collectionOf(invoice),
    reason: reasonOf(invoice),
  };
}

const ORIGINS: ReadonlyMap<string, string> = new Map([
  ['cycle', 'subscription_recurring'],
  ['update', 'subscription_update'],
  ['first', 'subscription_create'],
  ['manual', 'api'],
]);

function paymentFacts(invoice: Invoice, payment: string) {
  return {
    invoice: invoice.id,
    payment,
    origin: ORIGINS.get(reasonOf(invoice) ?? ''),
    collection: collectionOf(invoice),
  };
}

/** Whether Stripe will not try again by itself; unknown where it never does, or does not say. */
function isLast({ collection_method: method, next_payment_attempt: next }: Invoice): boolean | undefined {
  if (method === 'send_invoice' || next === undefined) return undefined;
  return next === null;
}
