import { isBefore } from '../instants.ts';
import { type Mapping, mapping, type Rule, rule } from '../mapping.ts';
import type { StripeMessage } from './message.ts';
import { isInTrial, isUnborn, type Read, readSubscription } from './subscription.ts';
import {
  about,
  cancellationRescinded,
  cancellationScheduled,
  commenced,
  planChanged,
  priceChanged,
  SUBSCRIPTION,
  termMoved,
  termRenewed,
} from './subscription-facts.ts';
import { trialCancelled, trialConverted, trialEnding, trialStarted } from './trials.ts';

const terminated = rule({
  kind: 'contract.terminated',
  carries: [...SUBSCRIPTION, 'reason'],
  tell: (read: Read) => {
    const { id, ended_at, canceled_at, cancellation_details } = read.subscription;
    const data = { reason: cancellation_details?.reason };
    return about(read, { occurredAt: ended_at ?? canceled_at, fact: `terminated.${id}`, data });
  },
});

/** Without a payment method a trial may end in a pause: nobody cancelled, nothing is charged, and it may go on later. */
const suspended = rule({
  kind: 'contract.suspended',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    const { subscription, message } = read;
    const { trial_end: trialEnd } = subscription;
    const withTrial = trialEnd && isInTrial(subscription) && !isBefore(message.sentAt, trialEnd);
    return about(read, withTrial ? { occurredAt: trialEnd } : {});
  },
});
const resumed = rule({ kind: 'contract.resumed', carries: SUBSCRIPTION, tell: (read: Read) => about(read) });

export const subscriptionMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'customer.subscription.created': ofSubscription([commenced, trialStarted, cancellationScheduled]),
  'customer.subscription.updated': ofSubscription([
    commenced,
    trialStarted,
    trialConverted,
    cancellationScheduled,
    cancellationRescinded,
    planChanged,
    priceChanged,
    termRenewed,
    termMoved,
  ]),
  'customer.subscription.deleted': ofSubscription([terminated, trialCancelled]),
  'customer.subscription.paused': ofSubscription([suspended]),
  'customer.subscription.resumed': ofSubscription([resumed]),
  'customer.subscription.trial_will_end': ofSubscription([trialEnding]),
};

/** A subscription that never began binds nobody, so its messages tell nothing. */
function ofSubscription(rules: readonly Rule<Read>[]): Mapping<StripeMessage> {
  return mapping(
    readSubscription,
    rules.map((one) => ({
      ...one,
      tell: (read: Read) => (isUnborn(read.subscription.status) ? undefined : one.tell(read)),
    })),
  );
}
