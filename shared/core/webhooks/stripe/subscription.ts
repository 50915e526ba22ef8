import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { epochSeconds, identifier, idOrObject, minorUnits, word } from '../fields.ts';
import { latest } from '../instants.ts';
import type { Parties } from '../mapped-event.ts';

/** A price, or the older plan: the same facts under other names. */
const rateSchema = z.looseObject({
  id: identifier.nullish(),
  product: idOrObject.nullish(),
  currency: word.nullish(),
  unit_amount: minorUnits.nullish(),
  unit_amount_decimal: word.nullish(),
  amount: minorUnits.nullish(),
  amount_decimal: word.nullish(),
  interval: word.nullish(),
  interval_count: z.number().nullish(),
  recurring: z.looseObject({ interval: word.nullish(), interval_count: z.number().nullish() }).nullish(),
});

const itemSchema = z.looseObject({
  id: identifier.nullish(),
  price: rateSchema.nullish(),
  plan: rateSchema.nullish(),
  quantity: z.number().nullish(),
  /** On the item since 2025-03-31 (Basil), on the subscription before. */
  current_period_start: epochSeconds.nullish(),
  current_period_end: epochSeconds.nullish(),
});

const shape = {
  status: word.nullish(),
  items: z.looseObject({ data: z.array(itemSchema) }).nullish(),
  cancel_at: epochSeconds.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  canceled_at: epochSeconds.nullish(),
  ended_at: epochSeconds.nullish(),
  current_period_start: epochSeconds.nullish(),
  current_period_end: epochSeconds.nullish(),
  trial_start: epochSeconds.nullish(),
  trial_end: epochSeconds.nullish(),
};

export const subscriptionSchema = z.looseObject({
  ...shape,
  id: identifier,
  customer: idOrObject.nullish(),
  customer_account: idOrObject.nullish(),
  created: epochSeconds.nullish(),
  start_date: epochSeconds.nullish(),
  cancellation_details: z.looseObject({ reason: word.nullish() }).nullish(),
});

/** The former values of an update. An item there may lack what did not change. */
export const formerSchema = z.looseObject({
  ...shape,
  plan: rateSchema.nullish(),
  quantity: z.number().nullish(),
});

export type Item = z.infer<typeof itemSchema>;
export type Subscription = z.infer<typeof subscriptionSchema>;
export type Former = z.infer<typeof formerSchema>;

export function partiesOf(subscription: Subscription): Parties {
  return { contract: subscription.id, customer: subscription.customer ?? subscription.customer_account ?? null };
}

export function periodEnd(subscription: Subscription | Former): InstantText | null {
  const ofItems = (subscription.items?.data ?? []).map((item) => item.current_period_end).filter((end) => end != null);
  return subscription.current_period_end ?? latest(ofItems);
}

/** When a cancellation that was asked for takes effect, or null where none was. */
export function scheduledEnd(subscription: Subscription): InstantText | null {
  if (subscription.cancel_at) return subscription.cancel_at;
  return subscription.cancel_at_period_end ? periodEnd(subscription) : null;
}

/** A subscription whose first invoice was never paid binds nobody. */
export function isUnborn(status: string | null | undefined): boolean {
  return status === 'incomplete' || status === 'incomplete_expired';
}

/** What is sold on an item, apart from its price. */
export function goodsOf(item: Item): string {
  const rate = item.price ?? item.plan;
  const interval = rate?.recurring?.interval ?? rate?.interval;
  const count = rate?.recurring?.interval_count ?? rate?.interval_count;
  return JSON.stringify([rate?.product ?? rate?.id ?? null, interval ?? null, count ?? null, item.quantity ?? null]);
}

export function rateOf(item: Item): string {
  const rate = item.price ?? item.plan;
  const amount = rate?.unit_amount_decimal ?? rate?.unit_amount ?? rate?.amount_decimal ?? rate?.amount;
  return JSON.stringify([rate?.id ?? null, rate?.currency ?? null, amount == null ? null : String(amount)]);
}
