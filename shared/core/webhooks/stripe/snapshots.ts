import type { InstantText } from '../../calendar/types.ts';
import { epochSeconds, idAt, valueAt } from '../fields.ts';
import {
  type CustomerSnapshot,
  type CustomerValues,
  countryIn,
  currencyIn,
  emailIn,
  type FormerValues,
  formerMetadataIn,
  intervalIn,
  localeIn,
  MOST_ITEMS,
  metadataIn,
  nameIn,
  personIn,
  type SubscriptionItem,
  type SubscriptionSnapshot,
} from '../snapshots.ts';
import type { StripeMessage } from './message.ts';
import { isUnborn } from './subscription.ts';

/** Null for a message that shows no subscription. */
export function subscriptionOf({ thin, type, object, sentAt }: StripeMessage): SubscriptionSnapshot | null {
  const id = idAt(object, 'id');
  if (thin || id === null || !type.startsWith('customer.subscription.')) return null;
  const items = itemsOf(object);
  return {
    provider: 'stripe',
    id,
    customer: idAt(object, 'customer') ?? idAt(object, 'customer_account'),
    at: sentAt,
    state: stateOf(valueAt(object, 'status')),
    startedAt: secondsAt(object, 'start_date') ?? secondsAt(object, 'created'),
    currency: currencyIn(valueAt(object, 'currency')) ?? currencyOf(object),
    country: null,
    items,
    metadata: metadataIn(valueAt(object, 'metadata')),
    anchorAt: secondsAt(object, 'billing_cycle_anchor'),
    anchorDay: dayOfMonth(valueAt(object, 'billing_cycle_anchor_config', 'day_of_month')),
  };
}

const ENDED: ReadonlySet<unknown> = new Set(['canceled', 'incomplete_expired']);

function stateOf(status: unknown): SubscriptionSnapshot['state'] {
  if (ENDED.has(status)) return 'ended';
  return typeof status === 'string' && isUnborn(status) ? 'not-started' : 'running';
}

function secondsAt(object: object, key: string): InstantText | null {
  return epochSeconds.safeParse(valueAt(object, key)).data ?? null;
}

function dayOfMonth(value: unknown): number | null {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 31 ? Number(value) : null;
}

function linesOf(object: object): readonly unknown[] {
  const lines = valueAt(object, 'items', 'data');
  return Array.isArray(lines) ? lines.slice(0, MOST_ITEMS) : [];
}

/** A price, or the older plan: the same facts under other names. */
function itemsOf(object: object): SubscriptionItem[] {
  const lines = linesOf(object);
  return (lines.length === 0 ? [object] : lines).flatMap((line) => {
    const [price, plan] = [valueAt(line, 'price'), valueAt(line, 'plan')];
    const id = idAt(price, 'id') ?? idAt(plan, 'id');
    const product = idAt(price, 'product') ?? idAt(plan, 'product');
    if (id === null && product === null) return [];
    const named = [
      valueAt(price, 'lookup_key'),
      valueAt(price, 'nickname'),
      valueAt(plan, 'nickname'),
      idAt(plan, 'id'),
    ];
    const plans = [...new Set(named.map(nameIn).filter((name) => name !== null))];
    return [{ product, price: id, plans, interval: intervalOf(price) ?? intervalOf({ recurring: plan }) }];
  });
}

function intervalOf(price: unknown): string | null {
  return intervalIn(valueAt(price, 'recurring', 'interval'), valueAt(price, 'recurring', 'interval_count'));
}

/** Older versions of the API show the currency on prices only. */
function currencyOf(object: object): string | null {
  const [first] = linesOf(object);
  return currencyIn(valueAt(first, 'price', 'currency')) ?? currencyIn(valueAt(first ?? object, 'plan', 'currency'));
}

const CHANGE = /^customer\.(created|updated|deleted)$/;

/** Null for a message that shows no customer. */
export function customerOf(sent: StripeMessage): CustomerSnapshot | null {
  const { eventId, thin, type, object, previous, sentAt } = sent;
  const id = idAt(object, 'id');
  const change = CHANGE.exec(type)?.[1] as CustomerSnapshot['change'] | undefined;
  if (thin || id === null || change === undefined) return null;
  return {
    provider: 'stripe',
    id,
    message: eventId,
    at: sentAt,
    change,
    former: previous === null ? null : formerValues(previous),
    values: valuesOf(object),
  };
}

function valuesOf(object: object): CustomerValues {
  return {
    name: personIn(valueAt(object, 'name')),
    email: emailIn(valueAt(object, 'email')),
    locale: localeOf(object),
    country: countryIn(valueAt(object, 'address', 'country')),
    metadata: metadataIn(valueAt(object, 'metadata')),
  };
}

/** Of an address and of metadata, Stripe names only what changed in them. */
function formerValues(previous: object): FormerValues {
  const { name, email, locale, country } = valuesOf(previous);
  const address = valueAt(previous, 'address');
  const metadata = formerMetadataIn(valueAt(previous, 'metadata'));
  return {
    ...('name' in previous && { name }),
    ...('email' in previous && { email }),
    ...('preferred_locales' in previous && { locale }),
    ...((address === null || valueAt(address, 'country') !== undefined) && { country }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function localeOf(object: object): string | null {
  const preferred = valueAt(object, 'preferred_locales');
  return Array.isArray(preferred) ? localeIn(preferred[0]) : null;
}
