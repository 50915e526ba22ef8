import { type EventData, type Fact, isBareDay } from './event.ts';
import { nounOf } from './kinds.ts';
import { providerOfPayment } from './payment-ids.ts';

interface Placed {
  readonly fact: Fact;
  readonly epoch: number;
}

/** A payment that is told of with its invoice and without it is told of within this time. */
const SAME_PAYMENT_MS = 300_000;
/** Longest day there is, where the clocks go back by an hour: a person may know of a payment no more than its day. */
const LONGEST_DAY_MS = 25 * 3_600_000;

/**
 * Facts with what remains of each invoice after each payment and credit, in `data.remaining`: as the provider says, else
 * what was invoiced less what was paid and credited. A payment that names no amount or no invoice, or whose invoice names no
 * amount, is taken to be the whole.
 *
 * A payment that a person recorded under the provider's id is the one that the provider tells: it counts once, at whatever time
 * either says.
 *
 * A provider's message that an invoice is paid gives the sum of all its payments. Where parts were told of as well, each
 * payment counts once, with what is its own. A credit counts once as well, and not at all if it is reversed: what it took off
 * is owed from the first, since nobody has paid it.
 *
 * @param facts in the order in which they happened
 */
export function settled<Told extends Placed>(facts: readonly Told[]): Told[] {
  const received = facts.filter(({ fact }) => fact.kind === 'payment.received' && providerOf(fact) !== undefined);
  const own = ownAmounts(received);
  const repeated = toldTwice(received.map((one) => withData(one, own.get(one) ?? {})));
  const creditless = withoutCredit(facts.map(({ fact }) => fact));
  const accounts = new Map<string, Account>();
  return facts
    .filter(({ fact }) => !repeated.has(fact.id) && !creditless.has(fact.id))
    .map((one) => {
      const invoice = invoiceOf(one.fact);
      const account = accounts.get(invoice ?? '') ?? { owed: undefined, told: 0, ahead: 0, byPayment: new Map() };
      if (invoice !== undefined) accounts.set(invoice, account);
      if (SETTLES.has(one.fact.kind)) return settling(withData(one, own.get(one) ?? {}), account);
      if (invoice !== undefined && one.fact.kind !== CREDIT_REVERSED) state(account, one.fact.data);
      return one;
    });
}

/** What is known of an invoice so far, in minor units. */
interface Account {
  /** Undefined where no amount was told. */
  owed: number | undefined;
  /** The payments and credits that were told. */
  told: number;
  /** How much of `owed` is off already for payments and credits that are yet to be told. */
  ahead: number;
  /** What was told of each payment that has an id of a provider. */
  readonly byPayment: Map<unknown, number>;
}

/** A message states what is owed when it is sent, which may be after payments that happened after what it tells. */
function state(account: Account, { remaining, amount, amountPaid, amountCredited }: EventData): void {
  account.owed = numberIn(remaining) ?? numberIn(amount) ?? account.owed;
  const off = (numberIn(amountPaid) ?? 0) + (numberIn(amountCredited) ?? 0);
  account.ahead = remaining === undefined ? 0 : Math.max(0, off - account.told);
}

function settling<Told extends Placed>(one: Told, account: Account): Told {
  const { data } = one.fact;
  const isProviders = providerOf(one.fact) !== undefined;
  const amount = isProviders ? furtherAmount(one.fact, account) : numberIn(data.amount);
  const known = isProviders ? Math.min(account.ahead, amount ?? 0) : 0;
  const remaining = numberIn(data.remaining) ?? less(account.owed, amount === undefined ? undefined : amount - known);
  account.owed = remaining;
  account.told += amount ?? 0;
  account.ahead -= known;
  return withData(one, { remaining });
}

/** What a telling of a payment adds to what was told of it before. */
function furtherAmount({ kind, data }: Fact, { byPayment }: Account): number | undefined {
  const amount = numberIn(data.amount);
  if (kind !== 'payment.received' || amount === undefined || data.payment === undefined) return amount;
  const before = byPayment.get(data.payment) ?? 0;
  byPayment.set(data.payment, Math.max(before, amount));
  return Math.max(0, amount - before);
}

/** The provider whose payment it is: that of the message, or the one whose id a person gave. */
function providerOf({ source, data }: Fact): string | undefined {
  return source?.provider ?? (typeof data.payment === 'string' ? providerOfPayment(data.payment) : undefined);
}

function withData<Told extends Placed>(one: Told, data: EventData): Told {
  return { ...one, fact: { ...one.fact, data: { ...one.fact.data, ...data } } };
}

/** Its amount is that of the credit, and not of the invoice. */
const CREDIT_REVERSED = 'invoice.credit-reversed';

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

/** The ids of the facts that tell of a credit again, and of all that tell of one that is reversed. */
function withoutCredit(facts: readonly Fact[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const credits = facts.filter(({ kind }) => kind === 'invoice.credited');
  if (credits.length === 0) return ids;
  const reversals = facts.filter(({ kind }) => kind === CREDIT_REVERSED);
  for (const [invoice, ofInvoice] of Map.groupBy(credits, invoiceOf)) {
    const told = [...Map.groupBy(ofInvoice, ({ id, data }) => data.credit ?? `of event ${id}`)];
    const reversed = reversedAmong(
      told.flatMap(([credit, [fact]]) => (fact === undefined ? [] : [{ credit, amount: fact.data.amount }])),
      reversals.filter((reversal) => invoiceOf(reversal) === invoice),
    );
    for (const [credit, [first, ...others]] of told) {
      const gone = reversed.has(credit) && first !== undefined ? [first, ...others] : others;
      for (const { id } of gone) ids.add(id);
    }
  }
  return ids;
}

type Credit = Readonly<Record<'credit' | 'amount', EventData[string] | undefined>>;

/** A reversal that does not name its credit is of one of its amount, and of one that another message names where there is one. */
function reversedAmong(credits: readonly Credit[], reversals: readonly Fact[]): ReadonlySet<unknown> {
  const named = new Set<unknown>(reversals.flatMap(({ data }) => data.credit ?? []));
  const left = [
    ...credits.filter(({ credit }) => named.has(credit)),
    ...credits.filter(({ credit }) => !named.has(credit)),
  ];
  const nameless = reversals.filter(({ data }) => data.credit === undefined);
  for (const [first] of Map.groupBy(nameless, ({ id, data }) => data.reversal ?? `of event ${id}`).values()) {
    const place = left.findIndex(({ amount }) => amount === first?.data.amount);
    const [found] = place === -1 ? [] : left.splice(place, 1);
    if (found !== undefined) named.add(found.credit);
  }
  return named;
}

type Amounts<Told> = Map<Told, { readonly amount: number }>;

/**
 * The amount of each payment that is told of as the sum of all payments of its invoice, less the others, and of each that a
 * person recorded without an amount.
 */
function ownAmounts<Told extends Placed>(received: readonly Told[]): Amounts<Told> {
  const amounts: Amounts<Told> = new Map();
  for (const ofInvoice of Map.groupBy(received, ({ fact }) => fact.data.invoice).values()) {
    const parts = lastByPayment(
      ofInvoice.filter(
        ({ fact: { source, data } }) => data.invoice !== undefined && (!source || data.remaining === undefined),
      ),
    );
    const whole =
      parts.size === 0 ? undefined : ofInvoice.findLast(({ fact }) => fact.source && fact.data.remaining === 0);
    const { payment, amount } = whole?.fact.data ?? {};
    if (typeof amount !== 'number') continue;
    parts.delete(payment);
    const own = { amount: Math.max(0, amount - [...parts.values()].reduce((sum, part) => sum + part, 0)) };
    for (const one of ofInvoice) if (one.fact.data.payment === payment) amounts.set(one, own);
  }
  for (const one of received.filter(({ fact: { data } }) => data.amount === undefined)) {
    const { payment } = one.fact.data;
    const other = received.find(
      ({ fact }) => fact.data.payment === payment && numberIn(fact.data.amount) !== undefined,
    );
    const amount = other && (amounts.get(other)?.amount ?? numberIn(other.fact.data.amount));
    if (amount !== undefined && !amounts.has(one)) amounts.set(one, { amount });
  }
  return amounts;
}

/** The amount that was told last of each payment; 0 where none was. */
function lastByPayment(received: readonly Placed[]): Map<EventData[string] | undefined, number> {
  const last = new Map<EventData[string] | undefined, number>();
  for (const { fact } of received) {
    const { payment, amount } = fact.data;
    last.set(payment, numberIn(amount) ?? last.get(payment) ?? 0);
  }
  return last;
}

/**
 * The ids of the facts that tell of a payment by itself, where another message tells of its invoice or checkout without the
 * payment, so that this stands in for it. Each invoice or checkout answers for one payment.
 */
function toldTwice(received: readonly Placed[]): ReadonlySet<string> {
  const named = new Set(received.filter(isOfInvoice).map(({ fact }) => fact.data.payment));
  const repeated = new Set<string>();
  for (const alike of Map.groupBy(received.filter(hasAmount), sumOf).values()) {
    const bare = Map.groupBy(
      alike.filter((one) => !isOfInvoice(one) && !isStandIn(one) && !named.has(one.fact.data.payment)),
      ({ fact }) => fact.data.payment,
    );
    const standIns = new Map(alike.filter(isStandIn).map((one) => [one.fact.data.payment, one]));
    for (const standIn of standIns.values()) {
      const distance = ([one]: readonly Placed[]) => apart(one, standIn);
      const [nearest] = [...bare].sort(([, a], [, b]) => distance(a) - distance(b));
      if (nearest === undefined || distance(nearest[1]) > SAME_PAYMENT_MS) continue;
      bare.delete(nearest[0]);
      for (const { fact } of nearest[1]) repeated.add(fact.id);
    }
  }
  return repeated;
}

/** How long after or before another telling a payment was told of, in milliseconds; nothing if it is a day that the other falls on. */
function apart(one: Placed | undefined, { epoch }: Placed): number {
  if (one === undefined) return Number.POSITIVE_INFINITY;
  const isOnDay = isBareDay(one.fact.occurredAt) && epoch >= one.epoch && epoch < one.epoch + LONGEST_DAY_MS;
  return isOnDay ? 0 : Math.abs(one.epoch - epoch);
}

function isOfInvoice({ fact: { data } }: Placed): boolean {
  return data.invoice !== undefined;
}

function isStandIn({ fact: { data } }: Placed): boolean {
  return data.payment !== undefined && (data.payment === data.invoice || data.payment === data.checkout);
}

function hasAmount({ fact: { data } }: Placed): boolean {
  return typeof data.amount === 'number';
}

function sumOf({ fact }: Placed): string {
  return `${providerOf(fact)} ${fact.data.amount} ${fact.data.currency}`;
}
