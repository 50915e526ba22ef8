import * as z from 'zod';
import { amount, currencyCode, epochSeconds, identifier, idOrObject, lenient, text, valueAt } from '../fields.ts';
import { type Mapping, mapping, rule } from '../mapping.ts';
import { readObject, type StripeMessage } from './message.ts';
import { partiesOf } from './parties.ts';
import { minorUnits } from './units.ts';

const CARRIES = ['payment', 'origin'] as const;

const sessionSchema = z.object({
  id: identifier,
  mode: lenient(text),
  payment_status: lenient(text),
  invoice: lenient(idOrObject),
  payment_intent: lenient(idOrObject),
  amount_total: amount.nullish(),
  currency: currencyCode.nullish(),
});

/** A checkout for something else than a subscription. One that makes an invoice is told by the invoice. */
const checkedOut = rule({
  kind: 'payment.received',
  when: 'the checkout is a single payment, is paid and makes no invoice',
  carries: [...CARRIES, 'checkout'],
  tell: (message: StripeMessage) => {
    const session = readObject(sessionSchema, message);
    const { mode, payment_status, invoice, currency } = session;
    if (mode !== 'payment' || payment_status !== 'paid' || invoice != null) return undefined;
    const payment = session.payment_intent ?? session.id;
    return {
      parties: partiesOf(message),
      subject: payment,
      learns: payment,
      fact: `paid.${payment}`,
      amount: minorUnits(session.amount_total, currency),
      currency,
      data: { payment, checkout: session.id, origin: 'web' },
    };
  },
});

const intentSchema = z.object({
  id: identifier,
  amount_received: amount.nullish(),
  currency: currencyCode.nullish(),
});

const intentSucceeded = rule({
  kind: 'payment.received',
  when: 'the payment is for no invoice, which would tell it itself',
  carries: CARRIES,
  tell: (message: StripeMessage) => {
    const { id, amount_received, currency } = readObject(intentSchema, message);
    if (isOfInvoice(message.object)) return undefined;
    return {
      parties: partiesOf(message),
      subject: id,
      learns: id,
      fact: `paid.${id}`,
      amount: minorUnits(amount_received, currency),
      currency,
      data: { payment: id, origin: 'api' },
    };
  },
});

/** `invoice` until 2025-03-31 (Basil); since then a payment of an invoice carries its id as the order's reference. */
function isOfInvoice(intent: object): boolean {
  if (valueAt(intent, 'invoice') != null) return true;
  const reference = valueAt(intent, 'payment_details', 'order_reference');
  return typeof reference === 'string' && reference.startsWith('in_');
}

const chargeSchema = z.object({
  id: identifier,
  payment_intent: lenient(idOrObject),
  invoice: lenient(idOrObject),
  amount: amount.nullish(),
  currency: currencyCode.nullish(),
  created: epochSeconds.nullish(),
});

const charged = rule({
  kind: 'payment.received',
  when: 'the charge is for no invoice and has no payment intent, which would tell it itself',
  carries: CARRIES,
  tell: (message: StripeMessage) => {
    const charge = readObject(chargeSchema, message);
    if (charge.payment_intent != null || charge.invoice != null) return undefined;
    return {
      parties: partiesOf(message),
      subject: charge.id,
      learns: charge.id,
      fact: `paid.${charge.id}`,
      occurredAt: charge.created,
      amount: minorUnits(charge.amount, charge.currency),
      currency: charge.currency,
      data: { payment: charge.id, origin: 'api' },
    };
  },
});

const partSchema = z.object({
  invoice: idOrObject,
  amount_paid: amount.nullish(),
  currency: currencyCode.nullish(),
  payment: lenient(z.object({ payment_intent: lenient(idOrObject), charge: lenient(idOrObject) })),
  status_transitions: z.object({ paid_at: epochSeconds.nullish() }).nullish(),
});

/** An invoice may be paid in parts. The last part is told by the invoice as well. */
const partPaid = rule({
  kind: 'payment.received',
  when: 'the part names its payment intent or charge',
  carries: ['payment', 'invoice'],
  tell: (message: StripeMessage) => {
    const part = readObject(partSchema, message);
    const payment = part.payment?.payment_intent ?? part.payment?.charge;
    if (payment == null) return undefined;
    return {
      parties: partiesOf(message),
      subject: payment,
      learns: payment,
      fact: `paid.${payment}`,
      occurredAt: part.status_transitions?.paid_at,
      amount: minorUnits(part.amount_paid, part.currency),
      currency: part.currency,
      data: { payment, invoice: part.invoice },
    };
  },
});

const creditNoteSchema = z.object({
  id: identifier,
  invoice: idOrObject,
  type: lenient(text),
  amount: amount.nullish(),
  /** What is taken off the invoice; the rest is refunded or kept as a balance. */
  pre_payment_amount: amount.nullish(),
  currency: currencyCode.nullish(),
  created: epochSeconds.nullish(),
  voided_at: lenient(epochSeconds),
});

const credited = rule({
  kind: 'invoice.credited',
  when: 'the credit note lowers what is owed; a refund is told by itself',
  carries: ['invoice', 'credit'],
  tell: (message: StripeMessage) => {
    const note = readObject(creditNoteSchema, message);
    const draft = creditOf(message, note);
    return draft && { ...draft, fact: `credited.${note.id}`, occurredAt: note.created };
  },
});

const creditReversed = rule({
  kind: 'invoice.credit-reversed',
  when: 'the credit note lowered what is owed',
  carries: ['invoice', 'credit'],
  tell: (message: StripeMessage) => {
    const note = readObject(creditNoteSchema, message);
    const draft = creditOf(message, note);
    return draft && { ...draft, fact: `credit-reversed.${note.id}`, occurredAt: note.voided_at };
  },
});

/** Undefined if the credit note takes nothing off its invoice. */
function creditOf(message: StripeMessage, note: z.infer<typeof creditNoteSchema>) {
  const off = note.pre_payment_amount ?? (note.type === 'pre_payment' ? note.amount : 0);
  if (!off) return undefined;
  return {
    parties: partiesOf(message),
    subject: note.id,
    amount: minorUnits(off, note.currency),
    currency: note.currency,
    data: { invoice: note.invoice, credit: note.id },
  };
}

const whole = (message: StripeMessage) => message;

export const paymentMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'checkout.session.completed': mapping(whole, [checkedOut]),
  'checkout.session.async_payment_succeeded': mapping(whole, [checkedOut]),
  'payment_intent.succeeded': mapping(whole, [intentSucceeded]),
  'charge.succeeded': mapping(whole, [charged]),
  'invoice_payment.paid': mapping(whole, [partPaid]),
  'credit_note.created': mapping(whole, [credited]),
  'credit_note.voided': mapping(whole, [creditReversed]),
};
