import type { InstantText } from '../../calendar/types.ts';
import { endTime, idAt, rfc3339, valueAt } from '../fields.ts';
import {
  type CustomerSnapshot,
  countryIn,
  currencyIn,
  emailIn,
  intervalIn,
  localeIn,
  MOST_ITEMS,
  metadataIn,
  nameIn,
  personIn,
  type SubscriptionItem,
  type SubscriptionSnapshot,
} from '../snapshots.ts';
import type { PaddleMessage } from './message.ts';

/** Null for a message that shows no subscription. */
export function subscriptionOf({ type, entity, sentAt }: PaddleMessage): SubscriptionSnapshot | null {
  const id = idAt(entity, 'id');
  if (id === null || !type.startsWith('subscription.')) return null;
  const startedAt = timeAt(entity, 'started_at') ?? timeAt(entity, 'first_billed_at');
  return {
    provider: 'paddle',
    id,
    customer: idAt(entity, 'customer_id'),
    at: sentAt,
    state: valueAt(entity, 'status') === 'canceled' ? 'ended' : 'running',
    startedAt: startedAt ?? timeAt(entity, 'created_at'),
    currency: currencyIn(valueAt(entity, 'currency_code')),
    country: countryIn(valueAt(entity, 'address', 'country_code')),
    items: itemsOf(entity),
    metadata: metadataIn(valueAt(entity, 'custom_data')),
    // While a trial runs, nothing was billed: the first period begins with the next billing.
    anchorAt: timeAt(entity, 'first_billed_at') ?? endAt(entity, 'next_billed_at'),
    anchorDay: null,
  };
}

function timeAt(entity: object, ...path: readonly string[]): InstantText | null {
  return rfc3339.safeParse(valueAt(entity, ...path)).data ?? null;
}

function endAt(entity: object, ...path: readonly string[]): InstantText | null {
  return endTime.safeParse(valueAt(entity, ...path)).data ?? null;
}

function itemsOf(entity: object): SubscriptionItem[] {
  const lines = valueAt(entity, 'items');
  const cycle = intervalOf(valueAt(entity, 'billing_cycle'));
  return (Array.isArray(lines) ? lines.slice(0, MOST_ITEMS) : []).flatMap((line) => {
    const price = idAt(line, 'price', 'id');
    const product = idAt(line, 'price', 'product_id') ?? idAt(line, 'product', 'id');
    if (price === null && product === null) return [];
    const name = nameIn(valueAt(line, 'price', 'name'));
    const recurring = valueAt(line, 'recurring') !== false;
    const own = intervalOf(valueAt(line, 'price', 'billing_cycle'));
    return [{ product, price, plans: name === null ? [] : [name], interval: recurring ? (own ?? cycle) : null }];
  });
}

function intervalOf(cycle: unknown): string | null {
  return intervalIn(valueAt(cycle, 'interval'), valueAt(cycle, 'frequency'));
}

const CHANGE = /^customer\.(created|updated)$/;

/** Null for a message that shows no customer. Paddle archives customers and deletes none. */
export function customerOf({ eventId, type, entity, sentAt }: PaddleMessage): CustomerSnapshot | null {
  const id = idAt(entity, 'id');
  const change = CHANGE.exec(type)?.[1] as CustomerSnapshot['change'] | undefined;
  if (id === null || change === undefined) return null;
  return {
    provider: 'paddle',
    id,
    message: eventId,
    at: sentAt,
    change,
    former: null,
    values: {
      name: personIn(valueAt(entity, 'name')),
      email: emailIn(valueAt(entity, 'email')),
      locale: localeIn(valueAt(entity, 'locale')),
      country: countryIn(valueAt(entity, 'address', 'country_code')),
      metadata: metadataIn(valueAt(entity, 'custom_data')),
    },
  };
}
