import * as z from 'zod';
import type { InstantText } from '../../calendar/types.ts';
import { identifier, rfc3339, word } from '../fields.ts';
import { compact, earliest, isBefore, millisecondsBetween } from '../instants.ts';
import { contractEvent, informational, type Parties } from '../mapped-event.ts';
import type { MappedEvent } from '../provider.ts';
import { type PaddleMapper, type PaddleMessage, readEntity } from './message.ts';

const timePeriod = z.looseObject({ starts_at: rfc3339, ends_at: rfc3339 });
const itemSchema = z.looseObject({
  created_at: rfc3339.nullish(),
  trial_dates: timePeriod.nullish(),
  price: z.looseObject({ id: identifier }).nullish(),
});
const subscriptionSchema = z.looseObject({
  id: identifier,
  status: word.nullish(),
  customer_id: identifier.nullish(),
  created_at: rfc3339.nullish(),
  started_at: rfc3339.nullish(),
  first_billed_at: rfc3339.nullish(),
  paused_at: rfc3339.nullish(),
  canceled_at: rfc3339.nullish(),
  current_billing_period: timePeriod.nullish(),
  scheduled_change: z.looseObject({ action: word, effective_at: rfc3339 }).nullish(),
  items: z.array(itemSchema).nullish(),
});

type Subscription = z.infer<typeof subscriptionSchema>;

export const subscriptionMappers: Readonly<Record<string, PaddleMapper>> = {
  'subscription.created': begun,
  'subscription.imported': begun,
  'subscription.activated': (message) => {
    const subscription = read(message);
    return [commenced(message, subscription), ...trialConverted(message, subscription)];
  },
  'subscription.trialing': (message) => {
    const subscription = read(message);
    const started = trialStarted(message, subscription);
    return started.length > 0 ? started : informational(message, partiesOf(subscription));
  },
  'subscription.updated': updated,
  'subscription.paused': (message) => {
    const subscription = read(message);
    return [
      contractEvent(message, 'contract.suspended', {
        parties: partiesOf(subscription),
        occurredAt: subscription.paused_at,
      }),
    ];
  },
  'subscription.resumed': (message) => [
    contractEvent(message, 'contract.resumed', { parties: partiesOf(read(message)) }),
  ],
  'subscription.canceled': canceled,
};

function read(message: PaddleMessage): Subscription {
  return readEntity(subscriptionSchema, message);
}

function partiesOf(subscription: Subscription): Parties {
  return { contract: subscription.id, customer: subscription.customer_id ?? null };
}

function begun(message: PaddleMessage): MappedEvent[] {
  const subscription = read(message);
  const trial = subscription.status === 'trialing' ? trialStarted(message, subscription) : [];
  return [commenced(message, subscription), ...trial, ...scheduled(message, subscription)];
}

function commenced(message: PaddleMessage, subscription: Subscription): MappedEvent {
  return contractEvent(message, 'contract.commenced', {
    parties: partiesOf(subscription),
    occurredAt: subscription.started_at ?? subscription.created_at,
    fact: `commenced.${subscription.id}`,
  });
}

/** Items may have trials of their own; the first to end is the first to be charged. */
function trialEnd(subscription: Subscription): InstantText | null {
  return earliest((subscription.items ?? []).map((item) => item.trial_dates?.ends_at).filter((end) => end != null));
}

function trialStarted(message: PaddleMessage, subscription: Subscription, occurredAt?: InstantText): MappedEvent[] {
  const endsAt = trialEnd(subscription);
  if (!endsAt) return [];
  return [
    contractEvent(message, 'trial.started', {
      parties: partiesOf(subscription),
      occurredAt: occurredAt ?? subscription.started_at ?? subscription.created_at,
      fact: `trial-started.${subscription.id}.${compact(endsAt)}`,
      data: { endsAt },
    }),
  ];
}

/** Activation after a trial: the trial is over and was billed. A subscription without one is active from its start. */
function trialConverted(message: PaddleMessage, subscription: Subscription): MappedEvent[] {
  const { id, first_billed_at: billed, started_at: started } = subscription;
  const hadTrial = trialEnd(subscription) !== null || (billed && started && isBefore(started, billed));
  if (!hadTrial) return [];
  return [
    contractEvent(message, 'trial.converted', {
      parties: partiesOf(subscription),
      occurredAt: billed ?? message.sentAt,
      fact: `trial-converted.${id}`,
    }),
  ];
}

function scheduled(message: PaddleMessage, subscription: Subscription): MappedEvent[] {
  const { scheduled_change: change } = subscription;
  if (change?.action !== 'cancel') return [];
  return [
    contractEvent(message, 'cancellation.scheduled', {
      parties: partiesOf(subscription),
      effectiveAt: change.effective_at,
      fact: `${message.eventId}.cancellation-scheduled`,
    }),
  ];
}

const RUNNING: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

/**
 * The catch-all, with no word on what changed, so it is read as a statement of how things stand. What can have happened
 * once only has a fact of its own, and repeating it adds nothing. That nothing is scheduled may have been so before:
 * `snapshot` marks it. A new quantity, or an item that was dropped, leaves no trace here.
 */
function updated(message: PaddleMessage): MappedEvent[] {
  const subscription = read(message);
  const parties = partiesOf(subscription);
  if (!RUNNING.has(subscription.status ?? '')) return informational(message, parties);
  const events = [
    ...(subscription.status === 'trialing' ? trialStarted(message, subscription, message.sentAt) : []),
    ...renewed(message, subscription),
    ...amended(message, subscription),
    ...scheduled(message, subscription),
  ];
  if (!subscription.scheduled_change) {
    const fact = `${message.eventId}.cancellation-rescinded`;
    events.push(contractEvent(message, 'cancellation.rescinded', { parties, fact, data: { snapshot: true } }));
  }
  return events.length > 0 ? events : informational(message, parties);
}

function renewed(message: PaddleMessage, subscription: Subscription): MappedEvent[] {
  const { id, current_billing_period: period, first_billed_at: first } = subscription;
  if (!period || !first || !isBefore(first, period.starts_at)) return [];
  return [
    contractEvent(message, 'term.renewed', {
      parties: partiesOf(subscription),
      occurredAt: period.starts_at,
      fact: `renewed.${id}.${compact(period.starts_at)}`,
      data: { endsAt: period.ends_at },
    }),
  ];
}

const SAME_CREATION_MS = 60_000;

/** Another price comes as a new item, which tells when it was added. */
function amended(message: PaddleMessage, subscription: Subscription): MappedEvent[] {
  const { id, created_at: created } = subscription;
  return (subscription.items ?? []).flatMap((item) => {
    if (!created || !item.created_at || !item.price) return [];
    if (millisecondsBetween(created, item.created_at) < SAME_CREATION_MS) return [];
    return contractEvent(message, 'contract.amended', {
      parties: partiesOf(subscription),
      occurredAt: item.created_at,
      fact: `amended.${id}.${item.price.id}.${compact(item.created_at)}`,
      data: { price: item.price.id },
    });
  });
}

function canceled(message: PaddleMessage): MappedEvent[] {
  const subscription = read(message);
  const parties = partiesOf(subscription);
  const occurredAt = subscription.canceled_at ?? message.sentAt;
  const terminated = contractEvent(message, 'contract.terminated', {
    parties,
    occurredAt,
    fact: `terminated.${subscription.id}`,
  });
  const end = trialEnd(subscription);
  if (!end || isBefore(end, occurredAt)) return [terminated];
  const fact = `trial-cancelled.${subscription.id}`;
  return [terminated, contractEvent(message, 'trial.cancelled', { parties, occurredAt, fact })];
}
