import { compact, isBefore } from '../instants.ts';
import { rule } from '../mapping.ts';
import { endsTrial, isTrial, periodEnd, type Read } from './subscription.ts';
import { about, begins, SUBSCRIPTION } from './subscription-facts.ts';

export const trialStarted = rule({
  kind: 'trial.started',
  when: 'a trial begins with the subscription, or its end is moved',
  carries: [...SUBSCRIPTION, 'endsAt', 'formerly'],
  tell: (read: Read) => {
    const { subscription, former } = read;
    const { status, trial_start, trial_end: endsAt, start_date, created } = subscription;
    if (status !== 'trialing' || !isTrial(subscription, former)) return undefined;
    if (begins(read)) {
      const fact = `trial-started.${subscription.id}.${compact(endsAt ?? '')}`;
      return about(read, { occurredAt: trial_start ?? start_date ?? created, fact, data: { endsAt } });
    }
    const moved = 'trial_end' in former || former.status != null;
    return moved ? about(read, { data: { endsAt, formerly: former.trial_end } }) : undefined;
  },
});

export const trialConverted = rule({
  kind: 'trial.converted',
  when: 'a trial is over and the subscription goes on, at once or as a pause ends in which the trial ended',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    if (!endsTrial(read)) return undefined;
    const { subscription, former } = read;
    const { id, trial_end: end } = subscription;
    const fact = `trial-converted.${id}.${end ? compact(end) : read.message.eventId}`;
    return about(read, { occurredAt: former.status === 'paused' ? read.message.sentAt : end, fact });
  },
});

/** Three days ahead, or at once where a trial is cut short. */
export const trialEnding = rule({
  kind: 'trial.ending',
  when: 'the trial is a real one',
  carries: [...SUBSCRIPTION, 'endsAt'],
  tell: (read: Read) => {
    const { trial_end: endsAt } = read.subscription;
    return isTrial(read.subscription) ? about(read, { effectiveAt: endsAt, data: { endsAt } }) : undefined;
  },
});

/** Only the end itself cancels a trial: a cancellation that is merely scheduled can still be taken back. */
export const trialCancelled = rule({
  kind: 'trial.cancelled',
  when: 'the subscription ends before its trial is over, or with it',
  carries: SUBSCRIPTION,
  tell: (read: Read) => {
    const { subscription, message } = read;
    const ended = subscription.ended_at ?? subscription.canceled_at ?? message.sentAt;
    const { trial_end: trialEnd } = subscription;
    if (!trialEnd || !isTrial(subscription)) return undefined;
    // Stripe may end it seconds after its trial. A trial that went on into a paid period has left its own.
    if (isBefore(trialEnd, ended) && periodEnd(subscription) !== trialEnd) return undefined;
    return about(read, { occurredAt: ended, fact: `trial-cancelled.${subscription.id}` });
  },
});
