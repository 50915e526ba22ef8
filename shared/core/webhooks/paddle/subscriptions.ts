import { compact, isBefore, millisecondsBetween } from '../instants.ts';
import { type Mapping, mapping, rule } from '../mapping.ts';
import type { PaddleMessage } from './message.ts';
import {
  about,
  hasLeftTrial,
  isCancelledInTrial,
  isRunning,
  isUnborn,
  type Read,
  readSubscription,
  SUBSCRIPTION,
  type Subscription,
  trialEnd,
} from './subscription.ts';

const commenced = rule({
  kind: 'contract.commenced',
  carries: SUBSCRIPTION,
  tell: (read: Read) =>
    about(read, { occurredAt: startOf(read.subscription), fact: `commenced.${read.subscription.id}` }),
});

/** Told by every message while the trial runs; the end may have moved since the one before. */
const trialStarted = rule({
  kind: 'trial.started',
  when: 'its status is `trialing`; each update tells the end as it stands',
  carries: [...SUBSCRIPTION, 'endsAt'],
  tell: (read: Read) => {
    const { subscription, message } = read;
    const endsAt = trialEnd(subscription);
    if (subscription.status !== 'trialing' || endsAt === null) return undefined;
    if (message.type === 'subscription.updated') return about(read, { data: { endsAt } });
    const fact = `trial-started.${subscription.id}.${compact(endsAt)}`;
    return about(read, { occurredAt: startOf(subscription), fact, data: { endsAt } });
  },
});

/** Paddle does not say what was before, so every message tells it while the first paid period runs. */
const trialConverted = rule({
  kind: 'trial.converted',
  when: 'it had a trial, and the first paid period runs, be it `active` or `past_due`',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    const { subscription } = read;
    if (!hasLeftTrial(subscription)) return undefined;
    const { id, first_billed_at: billed, current_billing_period: period } = subscription;
    return about(read, { occurredAt: billed ?? period?.starts_at, fact: `trial-converted.${id}` });
  },
});

const cancellationScheduled = rule({
  kind: 'cancellation.scheduled',
  when: 'it goes on, and a cancellation is its scheduled change; each update tells it again',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    const { scheduled_change: change } = read.subscription;
    if (change?.action !== 'cancel' || !change.effective_at || !isRunning(read.subscription)) return undefined;
    return about(read, { effectiveAt: change.effective_at });
  },
});

/** Paddle does not say what was before: no cancellation may have been scheduled all along, which `snapshot` marks. */
const cancellationRescinded = rule({
  kind: 'cancellation.rescinded',
  when: 'it goes on, and no cancellation is scheduled',
  carries: [...SUBSCRIPTION, 'snapshot'],
  tell: (read: Read) => {
    const { subscription } = read;
    if (subscription.scheduled_change?.action === 'cancel' || !isRunning(subscription)) return undefined;
    return about(read, { data: { snapshot: true } });
  },
});

const termRenewed = rule({
  kind: 'term.renewed',
  when: 'it goes on, and the billing period is not the first',
  carries: [...SUBSCRIPTION, 'endsAt'],
  tell: (read: Read) => {
    const { current_billing_period: period, first_billed_at: first } = read.subscription;
    const start = period?.starts_at;
    if (!start || !first || !isRunning(read.subscription) || !isBefore(first, start)) return undefined;
    const fact = `renewed.${read.subscription.id}.${compact(start)}`;
    return about(read, { occurredAt: start, fact, data: { endsAt: period.ends_at } });
  },
});

const SAME_CREATION_MS = 60_000;

/** Another price comes as a new item, which tells when it was added. A new number or a dropped item leaves no trace. */
const planChanged = rule({
  kind: 'plan.changed',
  when: 'it goes on, and an item was added after the subscription was made',
  carries: [...SUBSCRIPTION, 'to', 'price'],
  tell: (read: Read) => {
    const { created_at: created, items } = read.subscription;
    if (!isRunning(read.subscription)) return undefined;
    const added = (items ?? []).flatMap(({ created_at: at, price }) =>
      created && at && price && millisecondsBetween(created, at) >= SAME_CREATION_MS ? [{ at, price: price.id }] : [],
    );
    return added.map(({ at, price }) => {
      const subject = `${read.subscription.id}.${price}`;
      return about(read, {
        subject,
        occurredAt: at,
        fact: `plan-changed.${subject}.${compact(at)}`,
        data: { to: price, price },
      });
    });
  },
});

const suspended = rule({
  kind: 'contract.suspended',
  carries: [...SUBSCRIPTION, 'resumesAt'],
  tell: (read: Read) => {
    const { paused_at, scheduled_change: change } = read.subscription;
    const resumesAt = change?.action === 'resume' ? change.effective_at : change?.resume_at;
    return about(read, { occurredAt: paused_at, data: { resumesAt } });
  },
});

const resumed = rule({ kind: 'contract.resumed', carries: SUBSCRIPTION, tell: (read: Read) => about(read) });

const terminated = rule({
  kind: 'contract.terminated',
  when: 'it had begun',
  carries: SUBSCRIPTION,
  tell: (read: Read) =>
    isUnborn(read.subscription)
      ? undefined
      : about(read, { occurredAt: read.subscription.canceled_at, fact: `terminated.${read.subscription.id}` }),
});

const trialCancelled = rule({
  kind: 'trial.cancelled',
  when: 'it was cancelled before its trial was over, with it, or out of a pause in which that ended',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    const { subscription, message } = read;
    const occurredAt = subscription.canceled_at ?? message.sentAt;
    if (isUnborn(subscription) || !isCancelledInTrial(subscription, occurredAt)) return undefined;
    return about(read, { occurredAt, fact: `trial-cancelled.${subscription.id}` });
  },
});

const begun = mapping(readSubscription, [commenced, trialStarted, cancellationScheduled]);

export const subscriptionMappings: Readonly<Record<string, Mapping<PaddleMessage>>> = {
  'subscription.created': begun,
  'subscription.imported': begun,
  'subscription.activated': mapping(readSubscription, [commenced, trialConverted]),
  'subscription.trialing': mapping(readSubscription, [trialStarted]),
  'subscription.updated': mapping(readSubscription, [
    trialStarted,
    trialConverted,
    termRenewed,
    planChanged,
    cancellationScheduled,
    cancellationRescinded,
  ]),
  'subscription.past_due': mapping(readSubscription, [trialConverted]),
  'subscription.paused': mapping(readSubscription, [suspended]),
  'subscription.resumed': mapping(readSubscription, [resumed, trialConverted]),
  'subscription.canceled': mapping(readSubscription, [terminated, trialCancelled]),
};

function startOf({ started_at, created_at }: Subscription) {
  return started_at ?? created_at;
}
