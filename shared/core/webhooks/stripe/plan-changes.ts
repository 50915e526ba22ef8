import type { Datum } from '../mapped-event.ts';
import { before, type Item, type Read, rateOf } from './subscription.ts';

/** What the items of a subscription were and are: `price_1 + price_2 x 3`, by price and number. */
export interface PlanChange {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Another price, or another number of it, was chosen. Who wanted it cannot be told from the message. */
export function planChange(read: Read): PlanChange | undefined {
  const { former } = read;
  const now = read.subscription.items?.data ?? [];
  const change = { from: plansOf(before(read).items?.data ?? []), to: plansOf(now) };
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
export function priceChange(read: Read): { price: Datum } | undefined {
  const [was, now] = [before(read), read.subscription].map(({ items }) => items?.data ?? []) as [Item[], Item[]];
  if (plansOf(was) !== plansOf(now)) return undefined;
  const changed = now.find((item) => {
    const earlier = was.find((one) => rateOf(one)?.id === rateOf(item)?.id);
    return earlier !== undefined && amountOf(earlier) !== amountOf(item);
  });
  return changed && { price: rateOf(changed)?.id };
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
