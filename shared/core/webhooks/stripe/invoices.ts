import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { currencyCode, epochSeconds, identifier, idOrObject, minorUnits, word } from '../fields.ts';
import { compact } from '../instants.ts';
import { contractEvent, type Draft, type Parties } from '../mapped-event.ts';
import { readObject, type StripeMapper, type StripeMessage } from './message.ts';

const payment = z.looseObject({
  payment: z.looseObject({ payment_intent: idOrObject.nullish(), charge: idOrObject.nullish() }).nullish(),
});

const base = z.looseObject({
  customer: idOrObject.nullish(),
  customer_account: idOrObject.nullish(),
  /** Until 2025-03-31 (Basil); `parent` since. */
  subscription: idOrObject.nullish(),
  parent: z
    .looseObject({ subscription_details: z.looseObject({ subscription: idOrObject.nullish() }).nullish() })
    .nullish(),
  currency: currencyCode.nullish(),
  amount_due: minorUnits.nullish(),
  amount_paid: minorUnits.nullish(),
  amount_paid_off_stripe: minorUnits.nullish(),
  amount_remaining: minorUnits.nullish(),
  next_payment_attempt: epochSeconds.nullish(),
});

const invoiceSchema = base.extend({
  id: identifier,
  created: epochSeconds.nullish(),
  collection_method: word.nullish(),
  due_date: epochSeconds.nullish(),
  payment_intent: idOrObject.nullish(),
  charge: idOrObject.nullish(),
  payments: z.looseObject({ data: z.array(payment) }).nullish(),
  status_transitions: z
    .looseObject({
      finalized_at: epochSeconds.nullish(),
      paid_at: epochSeconds.nullish(),
      voided_at: epochSeconds.nullish(),
    })
    .nullish(),
});
const upcomingSchema = base.extend({ period_end: epochSeconds.nullish() });

type Base = z.infer<typeof base>;
type Invoice = z.infer<typeof invoiceSchema>;

export const invoiceMappers: Readonly<Record<string, StripeMapper>> = {
  'invoice.finalized': (message) => {
    const invoice = readInvoice(message);
    const occurredAt = invoice.status_transitions?.finalized_at;
    return [
      contractEvent(message, 'invoice.issued', {
        ...draftOf(invoice, invoice.amount_due),
        occurredAt,
        fact: `issued.${invoice.id}`,
      }),
    ];
  },
  'invoice.will_be_due': (message) => {
    const invoice = readInvoice(message);
    return [
      contractEvent(message, 'invoice.due', { ...draftOf(invoice, owed(invoice)), effectiveAt: invoice.due_date }),
    ];
  },
  'invoice.overdue': (message) => {
    const invoice = readInvoice(message);
    const due = invoice.due_date;
    // Stripe may say it again days later: the fact is that the due date passed, and it passed once.
    return [
      contractEvent(message, 'invoice.overdue', {
        ...draftOf(invoice, owed(invoice)),
        occurredAt: due,
        ...(due ? { fact: `overdue.${invoice.id}.${compact(due)}` } : {}),
      }),
    ];
  },
  'invoice.paid': received,
  'invoice.payment_succeeded': received,
  'invoice.payment_failed': (message) => {
    const invoice = readInvoice(message);
    const draft = draftOf(invoice, owed(invoice));
    return [
      contractEvent(message, 'payment.failed', {
        ...draft,
        data: { ...draft.data, payment: paymentOf(invoice), nextAttemptAt: invoice.next_payment_attempt },
      }),
    ];
  },
  'invoice.voided': (message) => {
    const invoice = readInvoice(message);
    return [
      contractEvent(message, 'invoice.voided', {
        ...draftOf(invoice, invoice.amount_due),
        occurredAt: invoice.status_transitions?.voided_at,
        fact: `voided.${invoice.id}`,
      }),
    ];
  },
  /** The preview of the next invoice has no id; its period ends when the subscription renews. */
  'invoice.upcoming': (message) => {
    const invoice = readObject(upcomingSchema, message);
    return [
      contractEvent(message, 'renewal.upcoming', {
        parties: partiesOf(invoice),
        effectiveAt: invoice.period_end,
        amount: invoice.amount_due,
        currency: invoice.currency,
      }),
    ];
  },
};

function received(message: StripeMessage) {
  const invoice = readInvoice(message);
  // An invoice settled outside Stripe counts what was paid there.
  const draft = draftOf(invoice, invoice.amount_paid || (invoice.amount_paid_off_stripe ?? invoice.amount_paid));
  return [
    contractEvent(message, 'payment.received', {
      ...draft,
      occurredAt: invoice.status_transitions?.paid_at,
      fact: `paid.${invoice.id}`,
      data: { ...draft.data, payment: paymentOf(invoice) },
    }),
  ];
}

function readInvoice(message: StripeMessage): Invoice {
  return readObject(invoiceSchema, message);
}

function draftOf(invoice: Invoice, amount: number | null | undefined): Draft {
  return {
    parties: partiesOf(invoice),
    dueAt: invoice.due_date,
    amount,
    currency: invoice.currency,
    data: { invoice: invoice.id, ...due(invoice) },
  };
}

/** An invoice that is charged automatically states no due date: it falls due when it is finalised. */
function due(invoice: Invoice): { dueAt?: InstantText; dueBasis?: string } {
  if (invoice.due_date) return { dueAt: invoice.due_date, dueBasis: 'due_date' };
  const finalizedAt = invoice.status_transitions?.finalized_at ?? invoice.created;
  if (invoice.collection_method === 'send_invoice' || !finalizedAt) return {};
  return { dueAt: finalizedAt, dueBasis: 'finalization' };
}

function owed(invoice: Invoice): number | null | undefined {
  return invoice.amount_remaining ?? invoice.amount_due;
}

function partiesOf(invoice: Base): Parties {
  return {
    contract: invoice.parent?.subscription_details?.subscription ?? invoice.subscription ?? null,
    customer: invoice.customer ?? invoice.customer_account ?? null,
  };
}

/**
 * What refunds and disputes call the payment: the payment intent, else the charge. Basil took both off the invoice
 * unless its payments are expanded; the invoice, which is paid once, stands in for them then.
 */
function paymentOf(invoice: Invoice): string {
  const [first] = invoice.payments?.data ?? [];
  const expanded = first?.payment?.payment_intent ?? first?.payment?.charge;
  return invoice.payment_intent ?? expanded ?? invoice.charge ?? invoice.id;
}
