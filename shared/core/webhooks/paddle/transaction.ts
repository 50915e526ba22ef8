import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { hostedPage, PADDLE_HOSTS } from '../../events/links.ts';
import { amountText, currencyCode, endTime, identifier, lenient, rfc3339, text, valueAt } from '../fields.ts';
import { latest } from '../instants.ts';
import { type PaddleMessage, partiesOf, readEntity } from './message.ts';

const totalsSchema = z.object({
  total: lenient(amountText),
  /** After the customer's credit. */
  grand_total: amountText.nullish(),
  /** What is still owed. */
  balance: amountText.nullish(),
  credit: lenient(amountText),
});
/** An empty interval states no terms. */
const termsSchema = z.object({
  billing_details: z
    .object({
      payment_terms: z
        .object({
          interval: z
            .enum(['day', 'week', 'month', 'year', ''], { error: 'expected day, week, month or year' })
            .nullish(),
          frequency: z.int('expected a whole number').min(0).max(3660).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

const itemSchema = z.object({ price: z.object({ billing_cycle: z.object({ interval: z.string() }) }) });

const transactionSchema = z.object({
  id: identifier,
  status: lenient(text),
  origin: lenient(text),
  currency_code: currencyCode.nullish(),
  collection_mode: lenient(text),
  billed_at: rfc3339.nullish(),
  billing_period: lenient(z.object({ starts_at: rfc3339, ends_at: endTime })),
  invoice_number: lenient(text),
  checkout: z.unknown().optional(),
  details: z.object({ totals: totalsSchema.nullish() }).nullish(),
  items: z.unknown().optional(),
  payments: z.array(z.object({ status: lenient(text), captured_at: rfc3339.nullish() })).nullish(),
});

type PaymentTerms = NonNullable<NonNullable<z.infer<typeof termsSchema>['billing_details']>['payment_terms']>;
export type Transaction = z.infer<typeof transactionSchema> & {
  /** When it is to be paid by hand, counted from billing. */
  readonly terms: PaymentTerms | undefined;
};

/** A message about a transaction, which is basket, invoice and payment in one. */
export interface Read {
  readonly message: PaddleMessage;
  readonly transaction: Transaction;
}

export function readTransaction(message: PaddleMessage): Read {
  const transaction = readEntity(transactionSchema, message);
  // Terms of payment decide a day only where somebody has to pay by hand.
  const isAutomatic = transaction.collection_mode === 'automatic';
  const terms = isAutomatic ? undefined : readEntity(termsSchema, message).billing_details?.payment_terms;
  return { message, transaction: { ...transaction, terms: terms ?? undefined } };
}

export function draftOf({ message, transaction }: Read, amount: number | null) {
  return {
    // The first transaction of a subscription is told before the subscription has its id.
    parties: { ...partiesOf(message), byCustomer: !isOfSubscription(transaction) },
    subject: transaction.id,
    learns: transaction.id,
    dueAt: statedDue(transaction),
    amount,
    currency: transaction.currency_code,
  };
}

export function invoiceFacts(transaction: Transaction) {
  const [total, left] = [billedTotal(transaction), owed(transaction)];
  const paid = total !== null && left !== null && left < total ? total - left : undefined;
  return {
    invoice: transaction.id,
    number: transaction.invoice_number,
    url: hostedPage(valueAt(transaction.checkout, 'url'), PADDLE_HOSTS),
    remaining: left,
    amountPaid: paid,
    amountCredited: transaction.details?.totals?.credit || undefined,
    collection: collectionOf(transaction),
    reason: reasonOf(transaction),
  };
}

export function paymentFacts(transaction: Transaction) {
  const { id, origin } = transaction;
  return { invoice: id, payment: id, origin, collection: collectionOf(transaction) };
}

function collectionOf({ collection_mode: mode }: Transaction): string | undefined {
  return mode === 'automatic' || mode === 'manual' ? mode : undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['subscription_recurring', 'cycle'],
  ['subscription_update', 'update'],
  ['subscription_charge', 'manual'],
  ['subscription_payment_method_change', 'update'],
]);

const BY_BUYER_OR_SELLER: ReadonlySet<string> = new Set(['web', 'api']);

/** Whether it is for something that recurs, so that it has a subscription or is about to have one. */
function isOfSubscription({ origin, items }: Transaction): boolean {
  const recurs = Array.isArray(items) && items.some((item) => itemSchema.safeParse(item).success);
  return recurs || origin?.startsWith('subscription_') === true;
}

/** A checkout or an invoice for something that recurs is the first of a subscription. */
function reasonOf(transaction: Transaction): string | undefined {
  const { origin } = transaction;
  if (!BY_BUYER_OR_SELLER.has(origin ?? '')) return REASONS.get(origin ?? '');
  return isOfSubscription(transaction) ? 'first' : 'manual';
}

/** A basket that somebody is about to pay. It is billed once it is paid. */
export function isCheckout({ origin, billed_at: billedAt }: Transaction): boolean {
  return BY_BUYER_OR_SELLER.has(origin ?? '') && billedAt == null;
}

const LAST_YEAR = 9998;

/** Payment terms count from billing, in UTC, with month ends clamped. They stand on invoices that are paid by hand. */
export function statedDue({ billed_at, terms }: Transaction): InstantText | null {
  if (!billed_at || !terms?.interval || terms.frequency == null) return null;
  const billedAt = Temporal.Instant.from(billed_at).toZonedDateTimeISO('UTC');
  const due = billedAt.add({ [`${terms.interval}s`]: terms.frequency });
  return due.year > LAST_YEAR ? null : due.toInstant().toString();
}

/** What is collected automatically falls due when it is billed. A checkout that was never billed owes nothing. */
export function dueOf(transaction: Transaction): { dueAt?: InstantText; dueBasis?: string } {
  const stated = statedDue(transaction);
  if (stated) return { dueAt: stated, dueBasis: 'payment_terms' };
  if (!transaction.billed_at || transaction.collection_mode === 'manual') return {};
  return { dueAt: transaction.billed_at, dueBasis: 'billing' };
}

export function billedTotal({ details }: Transaction): number | null {
  return details?.totals?.grand_total ?? details?.totals?.total ?? null;
}

export function owed(transaction: Transaction): number | null {
  return transaction.details?.totals?.balance ?? billedTotal(transaction);
}

/** When the last part of it was captured; null where nothing was. */
export function lastCapture({ payments }: Transaction): InstantText | null {
  const captures = (payments ?? []).filter(({ status }) => status === 'captured');
  return latest(captures.map(({ captured_at: at }) => at).filter((at) => at != null));
}

/** Whether a debit is in progress, which takes days and may still succeed. */
export function isPending({ payments }: Transaction): boolean {
  return (payments ?? []).some(({ status }) => status === 'pending_no_action_required');
}
