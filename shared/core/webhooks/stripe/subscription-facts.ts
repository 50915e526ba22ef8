import { compact, earliest } from '../instants.ts';
import type { Datum, Draft } from '../mapped-event.ts';
import { rule } from '../mapping.ts';
import { planChange, priceChange } from './plan-changes.ts';
import {
  before,
  endsTrial,
  type Item,
  isTrial,
  isUnborn,
  partiesOf,
  periodEnd,
  periodOf,
  type Read,
  resumesTrial,
  type Subscription,
  scheduledEnd,
} from './subscription.ts';

/** The data keys of every fact about a subscription. */
export const SUBSCRIPTION = ['subscription', 'periodStartsAt', 'periodEndsAt', 'formerPeriodEndsAt'] as const;
type Common = (typeof SUBSCRIPTION)[number];

/** A draft about the subscription, with the billing period that the message shows, and the end that this one replaced. */
export function about<Key extends string>(
  read: Read,
  { data, ...draft }: Omit<Draft<Key>, 'parties'> = {},
): Draft<Key | Common> {
  const { subscription } = read;
  const all = { subscription: subscription.id, ...periodOf(read), ...data };
  return { ...draft, parties: partiesOf(subscription), data: all as Partial<Record<Key | Common, Datum>> };
}

/** Whether the message is the first that binds anybody: the subscription is made, or its first invoice is paid. */
export function begins({ message, subscription, former }: Read): boolean {
  if (isUnborn(subscription.status)) return false;
  return message.type === 'customer.subscription.created' || isUnborn(former.status);
}

function goesOn({ message, subscription, former }: Read): boolean {
  return message.previous !== null && !isUnborn(subscription.status) && !isUnborn(former.status);
}

export const commenced = rule({
  kind: 'contract.commenced',
  when: 'the subscription is made, or the first invoice of an incomplete one is paid',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    if (!begins(read)) return undefined;
    const { start_date, created } = read.subscription;
    return about(read, { occurredAt: start_date ?? created, fact: `commenced.${read.subscription.id}` });
  },
});

const NO_END = 'none';

export const cancellationScheduled = rule({
  kind: 'cancellation.scheduled',
  when: '`cancel_at`, `cancel_at_period_end` or an update that waits for a payment names an end, or another one; a trial that goes on after a pause tells it again',
  carries: [...SUBSCRIPTION, 'formerly', 'reason'],
  tell: (read: Read) => {
    const { subscription, message } = read;
    const now = scheduledEnd(subscription);
    if (now === null) return undefined;
    const reason = subscription.cancellation_details?.reason;
    if (begins(read)) return about(read, { effectiveAt: now, data: { reason, formerly: NO_END } });
    const was = scheduledEnd(before(read));
    if (goesOn(read) && was === now && resumesTrial(read))
      return about(read, { effectiveAt: now, data: { reason, formerly: now } });
    if (!goesOn(read) || was === now) return undefined;
    const occurredAt = subscription.canceled_at ?? message.sentAt;
    return about(read, { occurredAt, effectiveAt: now, data: { reason, formerly: was ?? NO_END } });
  },
});

export const cancellationRescinded = rule({
  kind: 'cancellation.rescinded',
  when: 'the end that was named is taken away',
  carries: [...SUBSCRIPTION, 'formerly'],
  tell: (read: Read) => {
    const was = scheduledEnd(before(read));
    if (!goesOn(read) || was === null || scheduledEnd(read.subscription) !== null) return undefined;
    return read.subscription.status === 'canceled' ? undefined : about(read, { data: { formerly: was } });
  },
});

export const planChanged = rule({
  kind: 'plan.changed',
  when: 'another price, or another number of it, is on the subscription',
  carries: [...SUBSCRIPTION, 'from', 'to', 'price'],
  tell: (read: Read) => {
    const change = goesOn(read) ? planChange(read) : undefined;
    return change && about(read, { data: { ...change, price: change.to } });
  },
});

export const priceChanged = rule({
  kind: 'price.changed',
  when: 'the price that was chosen has another amount',
  carries: [...SUBSCRIPTION, 'price'],
  tell: (read: Read) => {
    const change = goesOn(read) ? priceChange(read) : undefined;
    return change && about(read, { data: change });
  },
});

/** A period that starts where the former one ended. Moving the billing day starts one elsewhere, and renews nothing. */
export const termRenewed = rule({
  kind: 'term.renewed',
  when: 'a billing period begins where the one before ended, other than by the end of a trial',
  carries: [...SUBSCRIPTION, 'endsAt'],
  tell: (read: Read) => {
    const start = renewedFrom(read);
    if (!start) return undefined;
    const fact = `renewed.${read.subscription.id}.${compact(start)}`;
    return about(read, { occurredAt: start, fact, data: { endsAt: periodEnd(read.subscription) } });
  },
});

function renewedFrom(read: Read) {
  const { subscription, former } = read;
  if (!goesOn(read) || endsTrial(read) || (former.status === 'trialing' && isTrial(subscription))) return null;
  const was = before(read);
  const items = (subscription.items?.data ?? []).map((now, index) => ({ now, was: counterpart(now, was, index) }));
  const renewed = [{ now: subscription, was }, ...items].filter(
    ({ now, was }) => now.current_period_start != null && was?.current_period_end === now.current_period_start,
  );
  return earliest(renewed.map(({ now }) => now.current_period_start).filter((at) => at != null));
}

function counterpart({ id }: Item, { items }: Subscription, index: number): Item | undefined {
  return id == null ? items?.data[index] : items?.data.find((item) => item.id === id);
}

/** The billing date moves: by another anchor, or by a trial that a customer gets who pays already. */
export const termMoved = rule({
  kind: 'term.moved',
  when: 'the current billing period ends at another time, other than by a renewal, another plan or a real trial',
  carries: [...SUBSCRIPTION, 'endsAt'],
  tell: (read: Read) => {
    if (!goesOn(read) || planChange(read) || renewedFrom(read)) return undefined;
    const endsAt = movedEnd(read);
    return endsAt ? about(read, { data: { endsAt } }) : undefined;
  },
});

function movedEnd(read: Read) {
  const { subscription, former } = read;
  const { trial_end: trialEnd, status } = subscription;
  if (status === 'trialing' && trialEnd) {
    return !isTrial(subscription, former) && ('trial_end' in former || 'status' in former) ? trialEnd : null;
  }
  const [was, now] = [periodEnd(before(read)), periodEnd(subscription)];
  return former.status !== 'trialing' && !endsTrial(read) && was !== null && was !== now ? now : null;
}
