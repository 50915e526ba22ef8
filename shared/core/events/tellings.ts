import { FIRST_EDITION } from '../calendar/editions.ts';
import { canonicalJson } from './canonical.ts';
import type { Fact } from './event.ts';
import { nounOf, placeInLife } from './kinds.ts';
import { inTrail } from './trail.ts';

/**
 * The nouns of which a provider's messages tell how things stand, and the data key that names the one meant. What is about
 * a subscription as a whole names the subscription.
 */
const SUBJECTS: ReadonlyMap<string, string> = new Map([
  ...['contract', 'cancellation', 'trial', 'term', 'plan', 'price'].map((noun) => [noun, 'subscription'] as const),
  ['invoice', 'invoice'],
  ['payment', 'payment'],
  ['refund', 'refund'],
  ['dispute', 'dispute'],
  ['mandate', 'mandate'],
]);

/** Kinds that happen anew each time they are told of at another time; others only say again how things stand. */
const HAPPENS_AGAIN: ReadonlySet<string> = new Set([
  'contract.amended',
  'payment.failed',
  'plan.changed',
  'price.changed',
  'term.renewed',
  'trial.ending',
]);

/** What may differ between two tellings of one fact, because one message shows more than the other. */
const INCIDENTAL: ReadonlySet<string> = new Set([
  'checkout',
  'formerPeriodEndsAt',
  'formerly',
  'number',
  'origin',
  'periodEndsAt',
  'periodStartsAt',
  'reason',
  'snapshot',
  'subscription',
  'url',
]);

const NOTHING = 'none';

interface Placed {
  readonly fact: Fact;
  /** When it takes its place, in milliseconds since 1970. */
  readonly epoch: number;
}

/**
 * Facts with those about one subject at one time in the order in which they must have come about: each follows the one that
 * left what it says stood before.
 *
 * @param facts in the order in which they happened
 */
export function inSequence<Told extends Placed>(facts: readonly Told[]): Told[] {
  const result = [...facts];
  for (const places of byTopic(facts)) {
    const told = untied(places.flatMap((place) => facts[place] ?? []));
    for (const [index, place] of places.entries()) result[place] = told[index] ?? (facts[place] as Told);
  }
  return result;
}

/**
 * Facts as they are to be planned from what providers' messages tell: consecutive tellings of equal value about one subject
 * are one, at the time of the first. Trial end A, then B, then A again ends at A, in whatever order the messages came; two
 * messages about one payment are one payment.
 *
 * A snapshot states that nothing is scheduled, whether or not anything was: it counts only after the same provider told of
 * something scheduled.
 *
 * A trial that is told of after a pause goes on, which is news, and so is the cancellation that is told with it.
 *
 * What says nothing new may still show another billing period, and is kept as `informational` for that.
 *
 * @param facts in sequence
 */
export function withoutRepeats<Told extends Placed>(facts: readonly Told[]): Told[] {
  const isNews = newsOfTrials(facts);
  const joined = new Map<Told, Told | undefined>(
    byTopic(facts).flatMap((places) => [
      ...repeating(
        places.flatMap((place) => facts[place] ?? []),
        isNews,
      ),
    ]),
  );
  if (joined.size === 0) return [...facts];
  const moving = withNewPeriod(facts);
  return facts
    .filter((one) => !joined.has(one) || moving.has(one))
    .map((one) =>
      joined.has(one) ? { ...one, fact: { ...one.fact, kind: 'informational' } } : withLowest(one, joined),
    );
}

/** The places of the tellings about each subject, where there is more than one or a snapshot. */
function byTopic(facts: readonly { readonly fact: Fact }[]): number[][] {
  const topics = new Map<string, number[]>();
  const onlySubscription = onlySubscriptionOf(facts.map(({ fact }) => fact));
  for (const [place, { fact }] of facts.entries()) {
    const topic = topicOf(fact, onlySubscription);
    if (topic === undefined) continue;
    const known = topics.get(topic);
    if (known) known.push(place);
    else topics.set(topic, [place]);
  }
  return [...topics.values()];
}

function topicOf({ kind, data, source, cause }: Fact, onlySubscription: string | undefined): string | undefined {
  const noun = nounOf(kind);
  const key = SUBJECTS.get(noun);
  if (source === undefined || cause !== undefined || key === undefined) return undefined;
  const named = data[key];
  if (key !== 'subscription' && named === undefined) return undefined;
  const subject = named ?? onlySubscription ?? '';
  // That a trial is about to end says nothing on how it stands.
  return canonicalJson([source.provider, kind === 'trial.ending' ? kind : noun, subject]);
}

/** Messages of earlier mappings named no subscription: they are about the only one, where there is only one. */
function onlySubscriptionOf(facts: readonly Fact[]): string | undefined {
  const [only, ...others] = new Set(facts.flatMap(({ data }) => data.subscription ?? []));
  return others.length === 0 && only !== undefined ? String(only) : undefined;
}

/** The tellings about one subject, of which some may be at one time. */
function untied<Told extends Placed>(placed: readonly Told[]): Told[] {
  const ordered: Told[] = [];
  for (let start = 0; start < placed.length; ) {
    const epoch = placed[start]?.epoch;
    const end = placed.findIndex((one, index) => index > start && one.epoch !== epoch);
    const tied = placed.slice(start, end === -1 ? placed.length : end);
    ordered.push(...(tied.length === 1 ? tied : chained(tied, ordered.at(-1))));
    start += tied.length;
  }
  return ordered;
}

/** Those that say nothing that the one before did not say, each with that one. */
function repeating<Told extends Placed>(
  ordered: readonly Told[],
  isNews: (one: Told) => boolean,
): Map<Told, Told | undefined> {
  let before: Told | undefined;
  const repeated = new Map<Told, Told | undefined>();
  for (const one of ordered) {
    if (saysNothingNew(one.fact, before?.fact) && !isNews(one)) repeated.set(one, before);
    else before = one;
  }
  return repeated;
}

/** Whether a telling is the first of its trial after a pause, or of a cancellation with that. */
function newsOfTrials<Told extends Placed>(facts: readonly Told[]): (one: Told) => boolean {
  const pauses = facts.filter(({ fact: { kind, source } }) => kind === 'contract.suspended' && source !== undefined);
  if (pauses.length === 0) return () => false;
  const trials = facts.filter(({ fact: { kind, source } }) => kind === 'trial.started' && source !== undefined);
  const goingOn = trials.filter((trial) => {
    const pause = pauses.findLast((one) => one.epoch < trial.epoch && areOfOneSubscription(one, trial));
    return pause && !trials.some((one) => isBetween(pause, one, trial) && areOfOneSubscription(one, trial));
  });
  return (one) =>
    goingOn.some(
      (trial) =>
        one === trial ||
        (one.fact.kind === 'cancellation.scheduled' && one.epoch === trial.epoch && areOfOneSubscription(one, trial)),
    );
}

function isBetween(from: Placed, one: Placed, until: Placed): boolean {
  return from.epoch < one.epoch && one.epoch < until.epoch;
}

function areOfOneSubscription({ fact: one }: Placed, { fact: other }: Placed): boolean {
  return one.source?.provider === other.source?.provider && one.data.subscription === other.data.subscription;
}

/** A telling with the lowest edition of those joined with it, since they come in any order. */
function withLowest<Told extends Placed>(one: Told, joined: ReadonlyMap<Told, Told | undefined>): Told {
  if (one.fact.edition === undefined) return one;
  const told = [...joined].flatMap(([repeat, first]) =>
    first === one && repeat.fact.kind === one.fact.kind ? [repeat.fact.edition ?? FIRST_EDITION] : [],
  );
  const edition = Math.min(one.fact.edition, ...told);
  return edition === one.fact.edition ? one : { ...one, fact: { ...one.fact, edition } };
}

/** Those that show another billing period of their subscription than the one before. */
function withNewPeriod<Told extends Placed>(ordered: readonly Told[]): ReadonlySet<Told> {
  const known = new Map<string, string>();
  return new Set(
    ordered.filter(({ fact: { source, data } }) => {
      if (data.periodEndsAt === undefined || data.subscription === undefined) return false;
      const subscription = canonicalJson([source?.provider, data.subscription]);
      const period = canonicalJson([data.periodStartsAt, data.periodEndsAt]);
      const isNew = known.get(subscription) !== period;
      known.set(subscription, period);
      return isNew;
    }),
  );
}

function saysNothingNew(fact: Fact, before: Fact | undefined): boolean {
  if (fact.data.snapshot === true && before?.kind !== 'cancellation.scheduled') return true;
  if (before === undefined || fact.kind !== before.kind) return false;
  if (HAPPENS_AGAIN.has(fact.kind) && fact.occurredAt !== before.occurredAt) return false;
  return essence(fact) === essence(before);
}

function essence({ data }: Fact): string {
  return canonicalJson(Object.fromEntries(Object.entries(data).filter(([key]) => !INCIDENTAL.has(key))));
}

/**
 * Tellings at one time: each follows the one that left what it says stood before; where that does not tell, in the order of
 * the kinds' own lives, and by id at last. A snapshot goes first: it is no reason to lose a cancellation of that moment.
 */
function chained<Told extends Placed>(tied: readonly Told[], previous: Told | undefined): Told[] {
  const byLife = tied.toSorted(
    (a, b) =>
      Number(b.fact.data.snapshot === true) - Number(a.fact.data.snapshot === true) ||
      placeInLife(a.fact.kind) - placeInLife(b.fact.kind) ||
      (a.fact.id < b.fact.id ? -1 : 1),
  );
  return inTrail(byLife, previous === undefined ? NOTHING : standsAfter(previous.fact), {
    before: ({ fact }) => stoodBefore(fact),
    after: ({ fact }) => standsAfter(fact),
  });
}

/** What stands after a telling, in the words in which the next one says what stood before. */
function standsAfter({ kind, data, occurredAt }: Fact): string | undefined {
  const noun = nounOf(kind);
  if (kind === 'cancellation.rescinded') return NOTHING;
  const value = noun === 'cancellation' ? (data.effectiveAt ?? occurredAt) : noun === 'plan' ? data.to : data.endsAt;
  return value === undefined ? undefined : String(value);
}

function stoodBefore({ data }: Fact): string | undefined {
  const former = data.formerly ?? data.from;
  return former === undefined ? undefined : String(former);
}
