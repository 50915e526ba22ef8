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
import { outcomeOf } from './outcome.ts';

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
  const corrections: Correction[] = [];
  const gone: string[] = [];
  const coming = [...added];
  const facts = delivery.facts.map((fact): FactOutcome => {
    const before = standing.get(fact.event);
    if (fact.contract !== contract || !isKept(fact)) return fact;
    // Whatever a person withdrew or corrected is no longer the mapping's.
    if (fact.state === 'recorded' && before === undefined) return fact;
    const one =
      told.find(({ id }) => id === tellingOf(fact)) ??
      coming.find((other) => before !== undefined && factOf(other) === factOf(before));
    if (one === undefined) {
      if (before === undefined) return fact;
      gone.push(fact.event);
      return { ...fact, state: 'unused', reason: WITHDRAWN };
    }
    if (coming.includes(one)) coming.splice(coming.indexOf(one), 1);
    if (before !== undefined && factOf(before) === factOf(one)) {
      return tellingOf(fact) === one.id ? fact : asRecorded(one, fact.event);
    }
    const event = recording(one);
    corrections.push({ withdraw: before === undefined ? [] : [fact.event], record: [event] });
    return asRecorded(one, event.id);
  });
  const others = coming.map((one) => ({ one, event: recording(one) }));
  if (gone.length > 0 || others.length > 0) {
    corrections.push({ withdraw: gone, record: others.map(({ event }) => event) });
  }
  const all = [...facts, ...others.map(({ one, event }) => asRecorded(one, event.id))];
  const recorded = new Set(corrections.flatMap(({ record }) => record.map(({ id }) => id)));
  const learns = told.flatMap(({ id, learns: reference }) =>
    reference !== null && all.some((fact) => tellingOf(fact) === id && recorded.has(fact.event)) ? [reference] : [],
  );
  return { corrections, facts: all, learns: [...new Set(learns)] };
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
  const request = { contract, corrections, by, reason, cause: 'mapping', together: { outcome } } as const;
  const result = await correctMany(dependencies, request);
  if (result.outcome === 'rejected') return result;
  if (result.outcome === 'duplicate') throw new DeliveryMovedError(delivery.id);
  return outcome.delivery;
}
