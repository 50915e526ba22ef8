import { MOST_HELD, MOST_POINTERS, type Outcome } from '../aws/table/outcomes.ts';
import { type Delivery, type FactOutcome, LONGEST_DETAIL, MOST_FACTS, stateOf, WITHDRAWN } from './delivery.ts';
import type { DecidingDependencies } from './dependencies.ts';

/** What a fact waits for comes by itself, or by the word of a person; either way it may come under its references. */
const WAITING: ReadonlySet<FactOutcome['state']> = new Set(['parked', 'ambiguous']);

/** What a person has to decide may still change what a letter says to its contract. */
const UNDECIDED: ReadonlySet<FactOutcome['state']> = new Set(['failed', 'ambiguous', 'set-aside']);

/** The write of a delivery over the one that was read, with the pointers by which it is found while it waits. */
export function outcomeOf(
  { inbound }: Pick<DecidingDependencies, 'inbound'>,
  read: Delivery,
  changed: Delivery,
): Outcome {
  const [before, after] = [waitingReferences(read), waitingReferences(changed)];
  const [held, holds] = [undecidedContracts(read), undecidedContracts(changed)];
  return {
    delivery: { ...changed, facts: asManyAsFit(changed.facts), revision: read.revision + 1 },
    retentionDays: inbound.retentionDays,
    waits: [...after].filter((reference) => !before.has(reference)),
    // One that stays behind only has the delivery looked at once more.
    waitsNoMore: [...before].filter((reference) => !after.has(reference)).slice(0, MOST_POINTERS),
    holds: [...holds].filter((contract) => !held.has(contract)),
    frees: [...held].filter((contract) => !holds.has(contract)),
  };
}

/** As many facts as a delivery has. Those withdrawn longest ago go first. */
export function asManyAsFit(facts: readonly FactOutcome[]): FactOutcome[] {
  const withdrawn = facts.filter(({ reason }) => reason === WITHDRAWN);
  const gone = new Set(withdrawn.slice(0, Math.max(0, facts.length - MOST_FACTS)));
  return facts.filter((fact) => !gone.has(fact));
}

function waitingReferences({ state, facts }: Delivery): Set<string> {
  if (state === 'dismissed') return new Set();
  return new Set(facts.filter((fact) => WAITING.has(fact.state)).flatMap(({ references }) => references));
}

/** The contracts that a delivery names and that wait for a person's word on it; the first of them, where they are many. */
function undecidedContracts({ state, facts }: Delivery): Set<string> {
  if (state === 'dismissed') return new Set();
  const undecided = facts.filter((fact) => UNDECIDED.has(fact.state));
  const named = undecided.flatMap(({ contract, candidates = [] }) =>
    contract === undefined ? candidates : [contract],
  );
  return new Set([...new Set(named)].slice(0, MOST_HELD));
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
