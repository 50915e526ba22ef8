import { MOST_POINTERS, type Outcome } from '../aws/table/outcomes.ts';
import { type Delivery, type FactOutcome, LONGEST_DETAIL, stateOf } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';

/** What a fact waits for comes by itself, or by the word of a person; either way it may come under its references. */
const WAITING: ReadonlySet<FactOutcome['state']> = new Set(['parked', 'ambiguous']);

/** The write of a delivery over the one that was read, with the pointers by which it is found while it waits. */
export function outcomeOf(
  { inbound }: Pick<InboundDependencies, 'inbound'>,
  read: Delivery,
  changed: Delivery,
): Outcome {
  const [before, after] = [waitingReferences(read), waitingReferences(changed)];
  return {
    delivery: { ...changed, revision: read.revision + 1 },
    retentionDays: inbound.retentionDays,
    waits: [...after].filter((reference) => !before.has(reference)),
    // One that stays behind only has the delivery looked at once more.
    waitsNoMore: [...before].filter((reference) => !after.has(reference)).slice(0, MOST_POINTERS),
  };
}

function waitingReferences({ state, facts }: Delivery): Set<string> {
  if (state === 'dismissed') return new Set();
  return new Set(facts.filter((fact) => WAITING.has(fact.state)).flatMap(({ references }) => references));
}

/** The facts with one of them decided, in the order in which they were first told. */
export function withFact(facts: readonly FactOutcome[], decided: FactOutcome): FactOutcome[] {
  const place = facts.findIndex(({ event }) => event === decided.event);
  return place === -1 ? [...facts, decided] : facts.with(place, decided);
}

/** `unfinished`: some facts are still to be decided, so that the delivery stays to be worked on. */
export function withFacts(delivery: Delivery, facts: readonly FactOutcome[], unfinished: boolean): Delivery {
  const { reason: _reason, detail: _detail, ...rest } = delivery;
  return { ...rest, facts: [...facts], state: unfinished ? 'stored' : stateOf(facts) };
}

/** As much of a text as is kept. */
export function shortened(text: string): string {
  return text.slice(0, LONGEST_DETAIL).toWellFormed();
}
