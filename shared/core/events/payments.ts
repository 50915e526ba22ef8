import type { EventData, Fact } from './event.ts';
import { nounOf } from './kinds.ts';

interface Placed {
  readonly fact: Fact;
  readonly epoch: number;
}

/** A payment that is told of with its invoice and without it is told of within this time. */
const SAME_PAYMENT_MS = 300_000;

/**
 * Facts with what remains of each invoice after each payment and credit, in `data.remaining`: as the provider says, else
 * what was invoiced less what was paid and credited. A payment that names no amount or no invoice, or whose invoice names no
 * amount, is taken to be the whole.
 *
 * A provider's message that an invoice is paid gives the sum of all its payments. Where parts were told of as well, each
 * payment counts once, with what is its own.
 *
 * @param facts in the order in which they happened
 */
export function settled<Told extends Placed>(facts: readonly Told[]): Told[] {
  const received = facts.filter(({ fact }) => fact.kind === 'payment.received' && fact.source !== undefined);
  const own = ownAmounts(received);
  const repeated = toldTwice(received);
  const owed = new Map<string, number | undefined>();
  return facts
    .filter((one) => !repeated.has(one))
    .map((one) => {
      const data: EventData = { ...one.fact.data, ...own.get(one) };
      const invoice = invoiceOf(one.fact);
      if (!SETTLES.has(one.fact.kind)) {
        if (invoice !== undefined)
          owed.set(invoice, numberIn(data.remaining) ?? numberIn(data.amount) ?? owed.get(invoice));
        return one;
      }
      const remaining = numberIn(data.remaining) ?? less(owed.get(invoice ?? ''), numberIn(data.amount));
      if (invoice !== undefined) owed.set(invoice, remaining);
      return { ...one, fact: { ...one.fact, data: { ...data, remaining } } };
    });
}

const SETTLES: ReadonlySet<string> = new Set(['payment.received', 'invoice.credited', 'invoice.voided']);

function less(owed: number | undefined, amount: number | undefined): number {
  return owed === undefined || amount === undefined ? 0 : Math.max(0, owed - amount);
}

function invoiceOf({ kind, data }: Fact): string | undefined {
  const isAbout = nounOf(kind) === 'invoice' || nounOf(kind) === 'payment';
  return isAbout && data.invoice !== undefined && data.invoice !== '' ? String(data.invoice) : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The amount of each payment that is told of as the sum of all payments of its invoice, less the others. */
function ownAmounts<Told extends Placed>(received: readonly Told[]): ReadonlyMap<Told, { readonly amount: number }> {
  const amounts = new Map<Told, { readonly amount: number }>();
  for (const ofInvoice of Map.groupBy(received, ({ fact }) => fact.data.invoice).values()) {
    const parts = new Map(
      ofInvoice
        .filter(({ fact: { data } }) => data.invoice !== undefined && data.remaining === undefined)
        .map(({ fact: { data } }) => [data.payment, numberIn(data.amount) ?? 0]),
    );
    const whole = parts.size === 0 ? undefined : ofInvoice.findLast(({ fact }) => fact.data.remaining === 0);
    const { payment, amount } = whole?.fact.data ?? {};
    if (typeof amount !== 'number') continue;
    parts.delete(payment);
    const own = { amount: Math.max(0, amount - [...parts.values()].reduce((sum, part) => sum + part, 0)) };
    for (const one of ofInvoice) if (one.fact.data.payment === payment) amounts.set(one, own);
  }
  return amounts;
}

/** Payments without an invoice of which another message tells under another id: with the invoice, or later. */
function toldTwice<Told extends Placed>(received: readonly Told[]): ReadonlySet<Told> {
  const repeated = new Set<Told>();
  for (const alike of Map.groupBy(received, sumOf).values()) {
    for (const [index, one] of alike.entries()) {
      if (one.fact.data.invoice !== undefined || typeof one.fact.data.amount !== 'number') continue;
      const again = [alike[index + 1], alike.slice(0, index).findLast((other) => !repeated.has(other))];
      if (again.some((other) => other && isNear(other, one) && other.fact.data.payment !== one.fact.data.payment)) {
        repeated.add(one);
      }
    }
  }
  return repeated;
}

function sumOf({ fact: { source, data } }: Placed): string {
  return `${source?.provider} ${data.amount} ${data.currency}`;
}

function isNear(a: Placed, b: Placed): boolean {
  return Math.abs(a.epoch - b.epoch) <= SAME_PAYMENT_MS;
}
