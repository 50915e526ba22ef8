import type { InstantText } from '../../calendar/types.ts';
import { compact, earliest } from '../instants.ts';
import { contractEvent, type Draft } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';
import type { EventKind, MappedEvent } from '../provider.ts';
import type { StripeMessage } from './message.ts';
import {
  type Former,
  formerSchema,
  goodsOf,
  type Item,
  isUnborn,
  partiesOf,
  periodEnd,
  rateOf,
  type Subscription,
  scheduledEnd,
} from './subscription.ts';

type Change = Omit<Draft, 'parties'> & { readonly kind: EventKind };

/** What an update says, told from the former values that come with it. Several things can change at once. */
export function changes(
  message: StripeMessage,
  subscription: Subscription,
  beginning: (message: StripeMessage, subscription: Subscription) => MappedEvent[],
): MappedEvent[] {
  const former = readPayload(formerSchema, message.previous ?? {}, 'data.previous_attributes');
  if (isUnborn(subscription.status)) return [];
  if (isUnborn(former.status)) return beginning(message, subscription);
  const found = [
    trial(message, subscription, former),
    cancellation(message, subscription, former),
    items(subscription, former),
    renewal(subscription, former),
  ];
  const parties = partiesOf(subscription);
  return found
    .filter((change) => change !== null)
    .map(({ kind, ...draft }) =>
      contractEvent(message, kind, { fact: `${message.eventId}.${kind}`, ...draft, parties }),
    );
}

const PAYING: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid']);

function trial(message: StripeMessage, subscription: Subscription, former: Former): Change | null {
  const { id, trial_end: end, status } = subscription;
  if (former.status === 'trialing' && PAYING.has(status ?? '')) {
    const fact = `trial-converted.${id}.${end ? compact(end) : message.eventId}`;
    return { kind: 'trial.converted', occurredAt: end, fact };
  }
  const moved = 'trial_end' in former || (former.status != null && former.status !== 'trialing');
  if (status !== 'trialing' || !end || !moved) return null;
  return { kind: 'trial.started', fact: `trial-started.${id}.${compact(end)}`, data: { endsAt: end } };
}

function cancellation(message: StripeMessage, subscription: Subscription, former: Former): Change | null {
  if (!('cancel_at' in former || 'cancel_at_period_end' in former)) return null;
  // The former values hold only what changed, so the rest is as it is now.
  const before = scheduledEnd({
    ...subscription,
    cancel_at: 'cancel_at' in former ? former.cancel_at : subscription.cancel_at,
    cancel_at_period_end: former.cancel_at_period_end ?? subscription.cancel_at_period_end,
    current_period_end: periodEnd(former) ?? periodEnd(subscription),
  });
  const now = scheduledEnd(subscription);
  if (now && now !== before) {
    return { kind: 'cancellation.scheduled', occurredAt: subscription.canceled_at ?? message.sentAt, effectiveAt: now };
  }
  return before && !now && subscription.status !== 'canceled' ? { kind: 'cancellation.rescinded' } : null;
}

/** Same goods at another price is a change of price; anything else that is sold differently amends the contract. */
function items(subscription: Subscription, former: Former): Change | null {
  const now = subscription.items?.data ?? [];
  const before = former.items?.data;
  if (!before) return former.plan != null || former.quantity != null ? { kind: 'contract.amended' } : null;
  const pairs = before.map((item, index) => complete(item, now, index));
  const goods = (list: readonly Item[]) => list.map(goodsOf).toSorted().join();
  if (goods(pairs) !== goods(now)) return { kind: 'contract.amended' };
  const rates = (list: readonly Item[]) =>
    list
      .map((item) => goodsOf(item) + rateOf(item))
      .toSorted()
      .join();
  return rates(pairs) === rates(now) ? null : { kind: 'price.changed' };
}

/** A former item with what it leaves out taken from the present one: by id, else by place. */
function complete(item: Item, now: readonly Item[], index: number): Item {
  const counterpart = item.id ? now.find(({ id }) => id === item.id) : now[index];
  return { ...counterpart, ...item };
}

/** A period that starts where the former one ended. Moving the billing day starts one elsewhere, and renews nothing. */
function renewal(subscription: Subscription, former: Former): Change | null {
  if (former.status === 'trialing') return null;
  const renewed = [subscription, ...(subscription.items?.data ?? [])]
    .map((now, index) => ({ now, before: index === 0 ? former : formerItem(now as Item, former, index - 1) }))
    .filter(({ now, before }) => startsAnew(now, before));
  const start = earliest(renewed.map(({ now }) => now.current_period_start).filter((at) => at != null));
  if (!start) return null;
  const end = earliest(renewed.map(({ now }) => now.current_period_end).filter((at) => at != null));
  return {
    kind: 'term.renewed',
    occurredAt: start,
    fact: `renewed.${subscription.id}.${compact(start)}`,
    data: { endsAt: end },
  };
}

function formerItem(item: Item, former: Former, index: number): Item | undefined {
  const list = former.items?.data ?? [];
  return list.find(({ id }) => id != null && id === item.id) ?? (list[index]?.id == null ? list[index] : undefined);
}

interface Periodic {
  readonly current_period_start?: InstantText | null | undefined;
  readonly current_period_end?: InstantText | null | undefined;
}

function startsAnew(now: Periodic, before: Periodic | undefined): boolean {
  return now.current_period_start != null && before?.current_period_end === now.current_period_start;
}
