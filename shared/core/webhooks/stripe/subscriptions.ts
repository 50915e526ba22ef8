import type { InstantText } from '../../calendar/types.ts';
import { compact, isBefore } from '../instants.ts';
import { contractEvent, informational } from '../mapped-event.ts';
import type { MappedEvent } from '../provider.ts';
import { readObject, type StripeMapper, type StripeMessage } from './message.ts';
import { isUnborn, partiesOf, type Subscription, scheduledEnd, subscriptionSchema } from './subscription.ts';
import { changes } from './subscription-changes.ts';

export const subscriptionMappers: Readonly<Record<string, StripeMapper>> = {
  'customer.subscription.created': (message) => {
    const subscription = read(message);
    if (isUnborn(subscription.status)) return informational(message, partiesOf(subscription));
    return beginning(message, subscription);
  },
  'customer.subscription.updated': (message) => {
    const subscription = read(message);
    const changed = changes(message, subscription, beginning);
    return changed.length > 0 ? changed : informational(message, partiesOf(subscription));
  },
  'customer.subscription.deleted': (message) => {
    const subscription = read(message);
    const ended = subscription.ended_at ?? subscription.canceled_at ?? message.sentAt;
    return [
      contractEvent(message, 'contract.terminated', {
        parties: partiesOf(subscription),
        occurredAt: ended,
        fact: `terminated.${subscription.id}`,
        data: { reason: subscription.cancellation_details?.reason },
      }),
      ...trialCancelled(message, subscription, ended),
    ];
  },
  'customer.subscription.paused': (message) => [
    contractEvent(message, 'contract.suspended', { parties: partiesOf(read(message)) }),
  ],
  'customer.subscription.resumed': (message) => [
    contractEvent(message, 'contract.resumed', { parties: partiesOf(read(message)) }),
  ],
  /** Three days ahead, or at once where a trial is cut short. */
  'customer.subscription.trial_will_end': (message) => {
    const subscription = read(message);
    return [
      contractEvent(message, 'trial.ending', {
        parties: partiesOf(subscription),
        effectiveAt: subscription.trial_end,
        data: { endsAt: subscription.trial_end },
      }),
    ];
  },
};

function read(message: StripeMessage): Subscription {
  return readObject(subscriptionSchema, message);
}

/** The contract begins; with it a trial, and the end of a subscription sold for a fixed time. */
function beginning(message: StripeMessage, subscription: Subscription): MappedEvent[] {
  const parties = partiesOf(subscription);
  const { id, trial_end: trialEnd } = subscription;
  const start = subscription.start_date ?? subscription.created ?? message.sentAt;
  const end = scheduledEnd(subscription);
  const events = [
    contractEvent(message, 'contract.commenced', { parties, occurredAt: start, fact: `commenced.${id}` }),
  ];
  if (subscription.status === 'trialing' && trialEnd) {
    events.push(
      contractEvent(message, 'trial.started', {
        parties,
        occurredAt: subscription.trial_start ?? start,
        fact: `trial-started.${id}.${compact(trialEnd)}`,
        data: { endsAt: trialEnd },
      }),
    );
  }
  if (end) {
    const fact = `${message.eventId}.cancellation-scheduled`;
    events.push(contractEvent(message, 'cancellation.scheduled', { parties, effectiveAt: end, fact }));
  }
  return events;
}

/** Only the end itself cancels a trial: a cancellation that is merely scheduled can still be taken back. */
function trialCancelled(message: StripeMessage, subscription: Subscription, ended: InstantText): MappedEvent[] {
  const { trial_end: trialEnd, id } = subscription;
  if (!trialEnd || isBefore(trialEnd, ended)) return [];
  return [
    contractEvent(message, 'trial.cancelled', {
      parties: partiesOf(subscription),
      occurredAt: ended,
      fact: `trial-cancelled.${id}`,
    }),
  ];
}
