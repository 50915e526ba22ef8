import type { LoadedContract } from '../aws/table/table.ts';
import { withoutWithdrawn } from '../core/deadlines/folding/occurrence.ts';
import { sameJson } from '../core/events/canonical.ts';
import { furtherId } from '../core/events/event-id.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { factOf } from '../recording/acceptance.ts';
import { correctMany } from '../recording/correct.ts';
import type { Correction } from '../recording/correctable.ts';
import { DeliveryMovedError, type Rejection } from '../recording/rejection.ts';
import { eventOf, isWithoutClock, refusedToStore, undecided } from './decide-fact.ts';
import { type Delivery, type FactOutcome, isKept, stateOf, tellingOf, WITHDRAWN } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { findContract } from './find-contract.ts';
import { asManyAsFit, outcomeOf } from './outcome.ts';

/**
 * Compares what a delivery recorded with what the mapping makes of it today. What differs is corrected, for each contract in
 * one transaction with the delivery: the old events are withdrawn, and the new ones recorded under further ids. What a person
 * has corrected stays.
 *
 * `delivery` has the replay on its account, whether or not anything is written. Answers it as it is stored then, unless a
 * contract cannot take what it would be corrected to.
 * @throws DeliveryMovedError, BusyContractError, or the table’s error
 */
export async function correctRecorded(
  dependencies: InboundDependencies,
  delivery: Delivery,
  tellings: readonly MappedEvent[],
): Promise<Delivery | Rejection> {
  const told = tellings.filter(({ kind }) => !isWithoutClock(kind));
  const fresh = await newTellings(dependencies, delivery, told);
  let current = delivery;
  for (const contract of contractsIn(delivery)) {
    const loaded = await dependencies.table.load(contract);
    if (loaded === undefined) continue;
    const added = told.filter(({ id }) => fresh.get(id) === contract);
    const difference = differenceOf(dependencies, { loaded, delivery: current, told, added });
    const corrected = await correct(dependencies, current, contract, difference);
    if ('outcome' in corrected) return corrected;
    current = corrected;
  }
  return current;
}

/** What the delivery did not tell when it was worked on, by the contract it belongs to. */
async function newTellings(
  dependencies: InboundDependencies,
  { provider, facts }: Delivery,
  told: readonly MappedEvent[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Set(facts.map(tellingOf));
  const found = new Map<string, string>();
  for (const one of told.filter(({ id }) => !known.has(id))) {
    const contract = await findContract(dependencies, provider, one);
    if (contract.is === 'found') found.set(one.id, contract.contract);
  }
  return found;
}

function contractsIn({ facts }: Delivery): string[] {
  return [...new Set(facts.flatMap(({ contract, ...fact }) => (isKept(fact) ? (contract ?? []) : [])))];
}

interface Difference {
  readonly corrections: readonly Correction[];
  readonly facts: readonly FactOutcome[];
  readonly learns: readonly string[];
}

interface Compared {
  readonly loaded: LoadedContract;
  readonly delivery: Delivery;
  readonly told: readonly MappedEvent[];
  readonly added: readonly MappedEvent[];
}

function differenceOf({ clock }: InboundDependencies, { loaded, delivery, told, added }: Compared): Difference {
  const contract = loaded.head.contract.id;
  const now = clock.now();
  const standing = new Map(withoutWithdrawn(loaded.events).map((event) => [event.id, event]));
  const taken = new Set(loaded.events.map(({ id }) => id));
  const recording = (one: MappedEvent) => {
    const event = { ...eventOf(one, now, delivery.provider), id: furtherId(one.id, taken) };
    taken.add(event.id);
    return event;
  };
  const asRecorded = (one: MappedEvent, event: string): FactOutcome => ({
    ...undecided(one),
    event,
    telling: one.id,
    state: 'recorded',
    contract,
  });
  const isOfContract = (fact: FactOutcome) => fact.contract === contract && isKept(fact);
  const corrections: Correction[] = [];
  const gone: string[] = [];
  const successors = successorsOf(loaded, delivery.facts.filter(isOfContract), { told, added });
  const coming = new Set(added);
  const facts = delivery.facts.map((fact): FactOutcome => {
    if (!isOfContract(fact)) return fact;
    const before = standing.get(fact.event);
    const { same, next } = successors.get(fact) ?? {};
    if (fact.state === 'recorded' && before === undefined) {
      // A person withdrew or corrected it. That holds for whatever the mapping makes of it.
      if (next === undefined) return fact;
      coming.delete(next);
      return { ...fact, telling: next.id };
    }
    const one = told.find(({ id }) => id === tellingOf(fact)) ?? (before && same);
    if (one === undefined) {
      if (before === undefined) return fact;
      gone.push(fact.event);
      return { ...fact, state: 'unused', reason: WITHDRAWN };
    }
    coming.delete(one);
    if (before !== undefined && factOf(before) === factOf(one)) {
      return tellingOf(fact) === one.id ? fact : asRecorded(one, fact.event);
    }
    const event = recording(one);
    corrections.push({ withdraw: before === undefined ? [] : [fact.event], record: [event] });
    return asRecorded(one, event.id);
  });
  const others = [...coming].map((one) => ({ one, event: recording(one) }));
  if (gone.length > 0 || others.length > 0) {
    corrections.push({ withdraw: gone, record: others.map(({ event }) => event) });
  }
  const all = asManyAsFit([...facts, ...others.map(({ one, event }) => asRecorded(one, event.id))]);
  const recorded = new Set(corrections.flatMap(({ record }) => record.map(({ id }) => id)));
  const learns = told.flatMap(({ id, learns: reference }) =>
    reference !== null && all.some((fact) => tellingOf(fact) === id && recorded.has(fact.event)) ? [reference] : [],
  );
  return { corrections, facts: all, learns: [...new Set(learns)] };
}

/** `same`: the telling today that says what the fact said. `next`: that, or the one in whose place the fact stood. */
interface Successor {
  readonly same?: MappedEvent | undefined;
  readonly next?: MappedEvent | undefined;
}

/**
 * What became of the facts on record whose tellings are told no more: the tellings that say the same, then those of the same
 * kind, then those that are left, each in their order. Where there are fewer tellings than facts, nothing shows in whose place
 * they stand: then no fact that a person corrected takes one, and with it what is told of another fact.
 */
function successorsOf(
  { events }: LoadedContract,
  onRecord: readonly FactOutcome[],
  { told, added }: Pick<Compared, 'told' | 'added'>,
): ReadonlyMap<FactOutcome, Successor> {
  const found = new Map<FactOutcome, Successor>();
  const left = new Set(added);
  const untold = onRecord.filter((fact) => fact.state === 'recorded' && !told.some(({ id }) => id === tellingOf(fact)));
  for (const fact of untold) {
    const before = events.find(({ id }) => id === fact.event);
    const same = before && [...left].find((one) => factOf(one) === factOf(before));
    if (same === undefined) continue;
    left.delete(same);
    found.set(fact, { same, next: same });
  }
  const pair = (facts: readonly FactOutcome[], tellings: readonly MappedEvent[]) => {
    if (facts.length > tellings.length) return;
    for (const [place, fact] of facts.entries()) {
      const next = tellings[place];
      if (next === undefined) continue;
      left.delete(next);
      found.set(fact, { next });
    }
  };
  const open = () => untold.filter((fact) => !found.has(fact));
  for (const kind of new Set(open().map((fact) => fact.kind))) {
    pair(
      open().filter((fact) => fact.kind === kind),
      [...left].filter((one) => one.kind === kind),
    );
  }
  // Of unlike kinds only as many as there are: more tellings than facts may be of something that was not told before.
  const [facts, others] = [open(), [...left]];
  if (facts.length === others.length) pair(facts, others);
  return found;
}

async function correct(
  dependencies: InboundDependencies,
  delivery: Delivery,
  contract: string,
  { corrections, facts, learns }: Difference,
): Promise<Delivery | Rejection> {
  if (sameJson(facts, delivery.facts)) return delivery;
  const changed: Delivery = {
    ...delivery,
    facts: [...facts],
    state: stateOf(facts),
    workedAt: dependencies.clock.now(),
  };
  const outcome = {
    ...outcomeOf(dependencies, delivery, changed),
    learns: learns.map((reference) => ({ reference, contract })),
  };
  const person = delivery.replays.at(-1) ?? { by: '', reason: '' };
  if (corrections.length === 0) {
    if (!(await dependencies.deliveries.decide(outcome))) throw new DeliveryMovedError(delivery.id);
    return outcome.delivery;
  }
  const unreadable = corrections.flatMap(({ record }) => record).map(refusedToStore);
  const refused = unreadable.find((one) => one !== undefined);
  if (refused) return refused;
  const { by, reason } = person;
  const request = { contract, corrections, by, reason, cause: 'mapping', outcome } as const;
  const result = await correctMany(dependencies, request);
  if (result.outcome === 'rejected') return result;
  if (result.outcome === 'duplicate') throw new DeliveryMovedError(delivery.id);
  return outcome.delivery;
}
