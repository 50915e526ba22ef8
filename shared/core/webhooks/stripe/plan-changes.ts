import type { Datum } from '../mapped-event.ts';
import { type Item, type Read, rateOf } from './subscription.ts';

/** What the items of a subscription were and are: `price_1 + price_2 x 3`, by price and number. */
export interface PlanChange {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Another price, or another number of it, was chosen. Who wanted it cannot be told from the message. */
export function planChange({ subscription, former }: Read): PlanChange | undefined {
  const now = subscription.items?.data ?? [];
  const change = { from: plansOf(formerItems(now, former.items?.data ?? [])), to: plansOf(now) };
  if (former.items != null) return change.from === change.to ? undefined : change;
  // Before items, the only plan and its number stood on the subscription.
  if (former.plan == null && former.quantity == null) return undefined;
  const [only] = now;
  return {
    from: plansOf([{ ...only, price: former.plan ?? only?.price, quantity: former.quantity ?? only?.quantity }]),
    to: change.to,
  };
}

/** The same price at another amount: what the customer had chosen costs more, or less. */
export function priceChange({ subscription, former }: Read): { price: Datum } | undefined {
  const now = subscription.items?.data ?? [];
  const before = formerItems(now, former.items?.data ?? []);
  if (plansOf(before) !== plansOf(now)) return undefined;
  const changed = now.find((item) => {
    const earlier = before.find((one) => rateOf(one)?.id === rateOf(item)?.id);
    return earlier !== undefined && amountOf(earlier) !== amountOf(item);
  });
  return changed && { price: rateOf(changed)?.id };
}

/** The former items, with what they leave out taken from the present ones: by id, else by place. */
function formerItems(now: readonly Item[], before: readonly Item[]): Item[] {
  return before.map((item, index) => ({ ...(item.id ? now.find(({ id }) => id === item.id) : now[index]), ...item }));
}

function plansOf(items: readonly Item[]): string | undefined {
  const plans = items.map((item) => {
    const id = rateOf(item)?.id ?? 'unknown';
    return (item.quantity ?? 1) === 1 ? id : `${id} x ${item.quantity}`;
  });
  return plans.length === 0 ? undefined : plans.toSorted().join(' + ');
}

function amountOf(item: Item): string {
  const rate = rateOf(item);
  const amount = rate?.unit_amount_decimal ?? rate?.unit_amount ?? rate?.amount_decimal ?? rate?.amount;
  return `${amount ?? ''} ${rate?.currency ?? ''}`;
}
