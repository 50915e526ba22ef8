import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { endSeconds, epochSeconds, identifier, idOrObject, lenient, text } from '../fields.ts';
import { earliest, isBefore, millisecondsBetween } from '../instants.ts';
import type { Parties } from '../mapped-event.ts';
import { readFormer, readObject, type StripeMessage } from './message.ts';

/** A price, or the older plan: the same facts under other names. What is sold decides no day, so any text is an id. */
const rateSchema = z.object({
  id: lenient(text),
  currency: lenient(text),
  unit_amount: lenient(z.number()),
  unit_amount_decimal: lenient(z.union([text, z.number()])),
  amount: lenient(z.number()),
  amount_decimal: lenient(z.union([text, z.number()])),
});

const itemSchema = z.object({
  id: lenient(text),
  price: lenient(rateSchema),
  plan: lenient(rateSchema),
  quantity: lenient(z.number()),
  /** On the item since 2025-03-31 (Basil), on the subscription before. */
  current_period_start: epochSeconds.nullish(),
  current_period_end: endSeconds.nullish(),
});

/** Changes that wait for a payment. */
const pendingSchema = z.object({
  cancel_at: endSeconds.nullish(),
  cancel_at_period_end: lenient(z.boolean()),
});

const shape = {
  status: text.nullish(),
  items: z.object({ data: z.array(itemSchema) }).nullish(),
  cancel_at: endSeconds.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  canceled_at: epochSeconds.nullish(),
  ended_at: epochSeconds.nullish(),
  current_period_start: epochSeconds.nullish(),
  current_period_end: endSeconds.nullish(),
  trial_start: epochSeconds.nullish(),
  trial_end: endSeconds.nullish(),
  pending_update: pendingSchema.nullish(),
};

const subscriptionSchema = z.object({
  ...shape,
  id: identifier,
  customer: lenient(idOrObject),
  customer_account: lenient(idOrObject),
  created: epochSeconds.nullish(),
  start_date: epochSeconds.nullish(),
  cancellation_details: lenient(z.object({ reason: lenient(text) })),
});

/** The former values of an update. An item there may lack what did not change. */
const formerSchema = z.object({ ...shape, plan: lenient(rateSchema), quantity: lenient(z.number()) });

type Rate = z.infer<typeof rateSchema>;
export type Item = z.infer<typeof itemSchema>;
export type Subscription = z.infer<typeof subscriptionSchema>;
export type Former = z.infer<typeof formerSchema>;

/** A message about a subscription. */
export interface Read {
  readonly message: StripeMessage;
  readonly subscription: Subscription;
  /** What an update changed, as it was before; empty for other messages. */
  readonly former: Former;
}

export function readSubscription(message: StripeMessage): Read {
  const subscription = readObject(subscriptionSchema, message);
  return { message, subscription, former: readFormer(formerSchema, message) };
}

/** The subscription before an update. The former values hold only what changed, so the rest is as it is now. */
export function before({ subscription, former }: Read): Subscription {
  const now = subscription.items?.data ?? [];
  const counterpart = ({ id }: Item, index: number) => (id ? now.find((item) => item.id === id) : now[index]);
  const items = former.items?.data.map((item, index) => ({ ...counterpart(item, index), ...item }));
  return { ...subscription, ...former, items: items ? { data: items } : subscription.items };
}

export function partiesOf(subscription: Subscription): Parties {
  return { contract: subscription.id, customer: subscription.customer ?? subscription.customer_account ?? null };
}

interface Periodic {
  readonly current_period_start?: InstantText | null | undefined;
  readonly current_period_end?: InstantText | null | undefined;
}

/** The end of the current period. Items that are billed in other intervals have their own; the first to end is meant. */
export function periodEnd(from: Subscription): InstantText | null {
  return from.current_period_end ?? earliest(itemEnds(from));
}

/**
 * The current billing period as data of an event: what the provider bills by goes before what a contract counts. Items in
 * several intervals have no period in common.
 */
export function periodOf(read: Read) {
  const { subscription } = read;
  if (isInTrial(subscription)) return {};
  if (subscription.current_period_end == null && new Set(itemEnds(subscription)).size > 1) return {};
  const [was, ends] = [periodEnd(before(read)), periodEnd(subscription)];
  const holders: readonly Periodic[] = [subscription, ...(subscription.items?.data ?? [])];
  const holder = holders.find(({ current_period_end: end }) => end != null && end === ends);
  return {
    periodStartsAt: holder?.current_period_start,
    periodEndsAt: ends,
    ...(was !== ends && { formerPeriodEndsAt: was }),
  };
}

function itemEnds({ items }: Subscription): InstantText[] {
  return (items?.data ?? []).map((item) => item.current_period_end).filter((end) => end != null);
}

/**
 * When a cancellation that was asked for takes effect; null where none was. One that waits for a payment is asked for too.
 */
export function scheduledEnd(subscription: Subscription): InstantText | null {
  if (subscription.cancel_at) return subscription.cancel_at;
  if (subscription.cancel_at_period_end) return periodEnd(subscription);
  const { cancel_at: at, cancel_at_period_end: withPeriod } = subscription.pending_update ?? {};
  return at ?? (withPeriod ? periodEnd(subscription) : null);
}

/** A subscription whose first invoice was never paid binds nobody. */
export function isUnborn(status: string | null | undefined): boolean {
  return status === 'incomplete' || status === 'incomplete_expired';
}

const PAYING: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid']);

export function isPaying(status: string | null | undefined): boolean {
  return PAYING.has(status ?? '');
}

const DAY_MS = 86_400_000;

/**
 * A trial begins with the subscription. One that begins later moves the billing date of a customer who pays already, and
 * `start_date` may lie before the subscription was made, so both are looked at.
 */
export function isTrial(subscription: Subscription, former: Former = {}): boolean {
  const { trial_start: start, trial_end: end, start_date, created } = subscription;
  if (!end || isPaying(former.status)) return false;
  const began = [start_date, created].filter((at) => at != null);
  if (start == null || began.length === 0) return true;
  return began.some((at) => Math.abs(millisecondsBetween(at, start)) <= DAY_MS);
}

/** Whether the current period is a trial, which may be paused as well. */
export function isInTrial(subscription: Subscription): boolean {
  const { status } = subscription;
  return isTrial(subscription) && (status === 'trialing' || (status === 'paused' && isTrialPeriod(subscription)));
}

/** Whether a trial goes on after a pause. */
export function resumesTrial({ subscription, former }: Read): boolean {
  return former.status === 'paused' && subscription.status === 'trialing' && isTrial(subscription);
}

/** Whether an update leaves a trial for a paid period, also where a pause lay between them. */
export function endsTrial(read: Read): boolean {
  const { subscription, former } = read;
  if (!isPaying(subscription.status)) return false;
  if (former.status === 'trialing') return !subscription.trial_end || isTrial(subscription);
  return former.status === 'paused' && isTrial(subscription) && isTrialPeriod(before(read));
}

/** A trial is the first period, so a period that is over with the trial is the trial. */
function isTrialPeriod(subscription: Subscription): boolean {
  const [{ trial_end: trialEnd }, ends] = [subscription, periodEnd(subscription)];
  return trialEnd != null && ends !== null && !isBefore(trialEnd, ends);
}

export function rateOf({ price, plan }: Item): Rate | undefined {
  return price ?? plan ?? undefined;
}
