import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { anyObject, endTime, identifier, lenient, rfc3339, text } from '../fields.ts';
import { earliest, isBefore, millisecondsBetween } from '../instants.ts';
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
  import_meta: lenient(anyObject),
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

/** Whether it is in its trial, which may be paused as well. A paid period that was never paid may be paused too. */
function isInTrial(subscription: Subscription): boolean {
  const { status, first_billed_at: billed } = subscription;
  return status === 'trialing' || (status === 'paused' && billed === null && !startsLater(subscription));
}

/** Whether the current period is not the one with which it started. */
function startsLater({ started_at: started, current_billing_period: period }: Subscription): boolean {
  return started != null && period?.starts_at != null && isBefore(started, period.starts_at);
}

/**
 * Whether there was a trial: the first time it was billed, or was to be, came after its start. A subscription that was brought
 * over from another system started there, and was billed there first.
 */
function hadTrial(subscription: Subscription): boolean {
  const { first_billed_at: billed, import_meta: origin } = subscription;
  if (trialEnd(subscription) !== null) return true;
  if (origin != null) return false;
  return billed == null ? startsLater(subscription) : isBilledLater(subscription);
}

function isBilledLater({ first_billed_at: billed, started_at: started }: Subscription): boolean {
  return billed != null && started != null && isBefore(started, billed);
}

const HOUR_MS = 3_600_000;

/**
 * Whether it was cancelled in its trial or with it, or paused so and cancelled since. Paddle may take a moment to end it. What
 * was billed since its start, or was to be paid after the trial and never was, has left the trial.
 */
export function isCancelledInTrial(subscription: Subscription, cancelledAt: InstantText): boolean {
  const { first_billed_at: billed, paused_at: pausedAt } = subscription;
  const end = trialEnd(subscription);
  if (end === null || isBilledLater(subscription)) return false;
  const left = pausedAt != null && isBefore(pausedAt, cancelledAt) ? pausedAt : cancelledAt;
  return !isBefore(end, cancelledAt) || (billed === null && millisecondsBetween(end, left) <= HOUR_MS);
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
