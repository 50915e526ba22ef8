import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { endTime, identifier, lenient, rfc3339, text } from '../fields.ts';
import { earliest, isBefore } from '../instants.ts';
import type { Datum, Draft } from '../mapped-event.ts';
import { type PaddleMessage, partiesOf, readEntity } from './message.ts';

const timePeriod = z.object({ starts_at: rfc3339.nullish(), ends_at: endTime.nullish() });
const itemSchema = z.object({
  created_at: rfc3339.nullish(),
  trial_dates: timePeriod.nullish(),
  price: lenient(z.object({ id: text })),
  quantity: lenient(z.number()),
});
const subscriptionSchema = z.object({
  id: identifier,
  status: lenient(text),
  created_at: rfc3339.nullish(),
  started_at: rfc3339.nullish(),
  first_billed_at: rfc3339.nullish(),
  next_billed_at: endTime.nullish(),
  paused_at: rfc3339.nullish(),
  canceled_at: rfc3339.nullish(),
  current_billing_period: timePeriod.nullish(),
  scheduled_change: z.object({ action: text, effective_at: endTime.nullish(), resume_at: endTime.nullish() }).nullish(),
  items: z.array(itemSchema).nullish(),
});

export type Subscription = z.infer<typeof subscriptionSchema>;

/** A message about a subscription. */
export interface Read {
  readonly message: PaddleMessage;
  readonly subscription: Subscription;
}

export function readSubscription(message: PaddleMessage): Read {
  return { message, subscription: readEntity(subscriptionSchema, message) };
}

/** The data keys of every fact about a subscription. */
export const SUBSCRIPTION = ['subscription', 'periodStartsAt', 'periodEndsAt'] as const;
type Common = (typeof SUBSCRIPTION)[number];

/** A draft about the subscription, with the billing period that the message shows. */
export function about<Key extends string>(
  { message, subscription }: Read,
  { data, ...draft }: Omit<Draft<Key>, 'parties'> = {},
): Draft<Key | Common> {
  // A trial is no billing period, although Paddle shows it as one.
  const period = isInTrial(subscription) ? null : subscription.current_billing_period;
  const all = {
    subscription: subscription.id,
    periodStartsAt: period?.starts_at,
    periodEndsAt: period?.ends_at,
    ...data,
  };
  return { ...draft, parties: partiesOf(message), data: all as Partial<Record<Key | Common, Datum>> };
}

/**
 * When the trial ends. Moving the next billing date moves it, and the billing period with it; the dates on the items may
 * not follow. Once the trial is over only they are left.
 */
export function trialEnd(subscription: Subscription): InstantText | null {
  const { status, next_billed_at: next, current_billing_period: period, items } = subscription;
  const ofItems = earliest((items ?? []).map((item) => item.trial_dates?.ends_at).filter((end) => end != null));
  if (status !== 'trialing') return ofItems;
  const ofPeriod = period && (next == null || next === period.ends_at) ? period.ends_at : null;
  return ofPeriod ?? ofItems ?? next ?? null;
}

/** Whether it is in its trial, which may be paused as well. */
function isInTrial({ status, first_billed_at: billed }: Subscription): boolean {
  return status === 'trialing' || (status === 'paused' && billed === null);
}

/** Whether there was a trial: the first time it was billed, or was to be, came after its start. */
function hadTrial(subscription: Subscription): boolean {
  const { first_billed_at, started_at: started, current_billing_period: period } = subscription;
  const billed = first_billed_at ?? period?.starts_at;
  return trialEnd(subscription) !== null || (billed != null && started != null && isBefore(started, billed));
}

/** Whether the first paid period after a trial runs, also where its charge failed or a pause came before it. */
export function hasLeftTrial(subscription: Subscription): boolean {
  const { status, first_billed_at: billed, current_billing_period: period } = subscription;
  const isLater = billed != null && period?.starts_at != null && isBefore(billed, period.starts_at);
  return status !== 'trialing' && isRunning(subscription) && !isLater && hadTrial(subscription);
}

const RUNNING: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

export function isRunning({ status }: Subscription): boolean {
  return RUNNING.has(status ?? '');
}

/** Cancelled before it started or was billed, it bound nobody. */
export function isUnborn({ started_at, first_billed_at }: Subscription): boolean {
  return started_at === null && first_billed_at === null;
}
