import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { hostedPage, STRIPE_HOSTS } from '../../events/links.ts';
import {
  amount,
  currencyCode,
  endSeconds,
  epochSeconds,
  identifier,
  idOrObject,
  lenient,
  signedAmount,
  text,
} from '../fields.ts';
import { earliest, latest } from '../instants.ts';
import type { Parties } from '../mapped-event.ts';
import { readObject, type StripeMessage } from './message.ts';
import { customerIn, linesOf, ofParent, showsAllLines, subscriptionIn, subscriptionOfLine } from './parties.ts';
import { minorUnits } from './units.ts';

const paymentSchema = z.object({
  payment: lenient(z.object({ payment_intent: lenient(idOrObject), charge: lenient(idOrObject) })),
});

const lineSchema = z.object({
  amount: signedAmount,
  discount_amounts: lenient(z.array(z.object({ amount: signedAmount }))),
  /** `taxes` since 2025-03-31 (Basil), `tax_amounts` before. */
  taxes: lenient(z.array(z.object({ amount: signedAmount, tax_behavior: lenient(text) }))),
  tax_amounts: lenient(z.array(z.object({ amount: signedAmount, inclusive: lenient(z.boolean()) }))),
});

const periodSchema = z.object({
  proration: lenient(z.boolean()),
  parent: lenient(
    z.object({
      subscription_item_details: lenient(z.object({ proration: lenient(z.boolean()) })),
      invoice_item_details: lenient(z.object({ proration: lenient(z.boolean()) })),
    }),
  ),
  period: z.object({ start: epochSeconds, end: endSeconds }),
});

const invoiceSchema = z.object({
  id: identifier,
  created: epochSeconds.nullish(),
  status: lenient(text),
  currency: currencyCode.nullish(),
  amount_due: amount.nullish(),
  amount_paid: amount.nullish(),
  amount_paid_off_stripe: amount.nullish(),
  /** Until 2025-03-31 (Basil); such a payment is no part of `amount_paid` there. */
  paid_out_of_band: lenient(z.boolean()),
  amount_remaining: amount.nullish(),
  pre_payment_credit_notes_amount: lenient(amount),
  next_payment_attempt: lenient(endSeconds),
  collection_method: lenient(text),
  billing_reason: lenient(text),
  number: lenient(text),
  hosted_invoice_url: z.unknown().optional(),
  due_date: endSeconds.nullish(),
  payment_intent: lenient(idOrObject),
  charge: lenient(idOrObject),
  payments: lenient(z.object({ data: z.array(paymentSchema) })),
  status_transitions: z
    .object({
      finalized_at: epochSeconds.nullish(),
      paid_at: epochSeconds.nullish(),
      voided_at: epochSeconds.nullish(),
    })
    .nullish(),
});

export type Invoice = z.infer<typeof invoiceSchema>;

/** What an invoice says to one subscription. */
export interface Share {
  readonly parties: Parties;
  /** The subject of a telling about the invoice or its payment: one message tells it for each share. */
  readonly about: (id: string) => string;
  /** What falls to this subscription of an amount of the whole invoice, by its lines, in minor units by ISO 4217. */
  readonly of: (whole: number | null | undefined) => number | null | undefined;
  /** The lines of this subscription, as far as the message shows them. */
  readonly lines: readonly object[];
}

/** A message about an invoice. */
export interface Read {
  readonly message: StripeMessage;
  readonly invoice: Invoice;
  /** One for each subscription that its lines name; one in all where they name none, or the invoice names one itself. */
  readonly shares: readonly Share[];
}

export function readInvoice(message: StripeMessage): Read {
  const invoice = readObject(invoiceSchema, message);
  return { message, invoice, shares: sharesOf(message.object, invoice) };
}

function sharesOf(object: object, invoice: Invoice): Share[] {
  const lines = linesOf(object);
  const customer = customerIn(object);
  const payments = [paymentIntentOf(invoice), invoice.charge, invoice.id];
  const inUnits = (whole: number | null | undefined) => minorUnits(whole, invoice.currency);
  // By id, since the lines may come in another order with the next message.
  const subscriptions = [...new Set(lines.flatMap((line) => subscriptionOfLine(line) ?? []))].sort();
  if (ofParent(object) !== null || subscriptions.length < 2) {
    const parties = { contract: subscriptionIn(object), customer, payments, byCustomer: showsAllLines(object) };
    return [{ parties, about: (id) => id, of: inUnits, lines }];
  }
  const owns = subscriptions.map((contract) => lines.filter((line) => subscriptionOfLine(line) === contract));
  const sums = owns.map((own) => Math.max(0, sumOf(own)));
  // Where no line is for anything, nothing shows whose the amount is: each has the same of it.
  const weights = sums.some((sum) => sum > 0) ? sums : sums.map(() => 1);
  return subscriptions.map((contract, place) => ({
    parties: { contract, customer, payments },
    about: (id) => `${id}.${contract}`,
    of: (whole) => portion(inUnits(whole), weights, place),
    lines: owns[place] ?? [],
  }));
}

/** What falls to one of several weights. All portions together are the whole, to the last minor unit. */
function portion<Whole extends number | null | undefined>(
  whole: Whole,
  weights: readonly number[],
  place: number,
): Whole | number {
  if (whole == null) return whole;
  const sum = (end?: number) => weights.slice(0, end).reduce((total, weight) => total + weight, 0);
  const until = (end: number) => Math.round(whole * (sum(end) / sum()));
  return until(place + 1) - until(place);
}

/** What the lines come to, with what is taken off and the taxes that are put on top. */
function sumOf(lines: readonly object[]): number {
  const amounts = lines.map((line) => {
    const read = lineSchema.safeParse(line).data;
    if (read === undefined) return 0;
    const off = (read.discount_amounts ?? []).map((discount) => -discount.amount);
    const taxes = (read.taxes ?? []).filter((tax) => tax.tax_behavior === 'exclusive').map((tax) => tax.amount);
    const older = (read.tax_amounts ?? []).filter((tax) => tax.inclusive === false).map((tax) => tax.amount);
    return [read.amount, ...off, ...(taxes.length > 0 ? taxes : older)].reduce((sum, part) => sum + part, 0);
  });
  return amounts.reduce((sum, part) => sum + part, 0);
}

/** The time that the lines are for. A proration is for a part of a period that another invoice is for. */
export function servicePeriod(lines: readonly object[]) {
  const periods = lines
    .flatMap((line) => periodSchema.safeParse(line).data ?? [])
    .filter(({ proration, parent }) => {
      const { subscription_item_details: item, invoice_item_details: other } = parent ?? {};
      return proration !== true && item?.proration !== true && other?.proration !== true;
    })
    .flatMap(({ period: { start, end } }) => (end === null || start === end ? [] : [{ start, end }]));
  return {
    periodStartsAt: earliest(periods.map(({ start }) => start)),
    periodEndsAt: latest(periods.map(({ end }) => end)),
  };
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['subscription_create', 'first'],
  ['subscription_cycle', 'cycle'],
  ['subscription_update', 'update'],
  ['subscription_threshold', 'update'],
  ['automatic_pending_invoice_item_invoice', 'update'],
  ['manual', 'manual'],
  ['quote_accept', 'manual'],
]);

export function reasonOf({ billing_reason: reason }: Invoice): string | undefined {
  return REASONS.get(reason ?? '');
}

export function collectionOf({ collection_method: method }: Invoice): string | undefined {
  return method === 'send_invoice' ? 'manual' : method === 'charge_automatically' ? 'automatic' : undefined;
}

export function pageOf({ hosted_invoice_url: url }: Invoice): string | undefined {
  return hostedPage(url, STRIPE_HOSTS);
}

/** What was paid. An invoice settled outside Stripe counts what was paid there. */
export function paidOf(invoice: Invoice): number | null | undefined {
  const { amount_paid: paid, amount_paid_off_stripe: elsewhere, paid_out_of_band: isElsewhere } = invoice;
  return paid || elsewhere || (isElsewhere ? invoice.amount_due : paid);
}

/** What is still owed. A paid or voided invoice owes nothing. */
export function remainingOf({ status, amount_remaining, amount_due }: Invoice): number | null | undefined {
  return status === 'paid' || status === 'void' ? 0 : (amount_remaining ?? amount_due);
}

/** An invoice that is charged automatically states no due date: it falls due when it is finalised. */
export function dueOf(invoice: Invoice): { dueAt?: InstantText; dueBasis?: string } {
  if (invoice.due_date) return { dueAt: invoice.due_date, dueBasis: 'due_date' };
  const finalizedAt = invoice.status_transitions?.finalized_at ?? invoice.created;
  if (invoice.collection_method === 'send_invoice' || !finalizedAt) return {};
  return { dueAt: finalizedAt, dueBasis: 'finalization' };
}

/** The payment intent, where this version of the API shows one: Basil took it off the invoice. */
export function paymentIntentOf({ payment_intent, payments }: Invoice): string | null {
  const [first] = payments?.data ?? [];
  return payment_intent ?? first?.payment?.payment_intent ?? null;
}

/**
 * What refunds and disputes call the payment: the payment intent, else the charge. Where the message shows neither, the
 * invoice stands in for them.
 */
export function paymentOf(invoice: Invoice): string {
  const [first] = invoice.payments?.data ?? [];
  return paymentIntentOf(invoice) ?? first?.payment?.charge ?? invoice.charge ?? invoice.id;
}
