import { undecided } from './decide-fact.ts';
import { type Delivery, type FactOutcome, isOpen, tellingOf } from './delivery.ts';
import type { DecidingDependencies, InboundDependencies } from './dependencies.ts';
import { findContract } from './find-contract.ts';
import { withoutLastTry } from './last-try.ts';
import { outcomeOf, withFact } from './outcome.ts';
import { readDelivery } from './read-delivery.ts';

/** How often a write is tried, while others write the delivery. */
const TRIES = 5;

interface Failure {
  readonly reason: string;
  /** How often it was tried, at least: a try that fails may not have been able to write so. */
  readonly tries: number;
  /** Whether to look for the contracts that it names, whose letters then wait. */
  readonly named: boolean;
}

/** Others kept writing to the same delivery, so nothing was written. */
class BusyDeliveryError extends Error {
  override readonly name = 'BusyDeliveryError';
}

/**
 * Notes that a delivery has failed, with a code, until somebody has it replayed. It says nothing if nothing of the delivery is
 * left to decide by now. Either way its last try is over, and it leaves the agenda.
 */
export function failDelivery(dependencies: InboundDependencies, id: string, failure: Failure): Promise<void> {
  const { reason, tries, named } = failure;
  return rewrite(dependencies, id, async (delivery) => {
    if (!isUndecided(delivery)) return endOfTry(delivery);
    return {
      ...withoutLastTry(delivery),
      state: 'failed',
      reason,
      attempts: Math.max(delivery.attempts, tries),
      workedAt: dependencies.clock.now(),
      facts: named ? await failedFacts(dependencies, delivery, reason) : delivery.facts,
    };
  });
}

/**
 * Notes that the last try begins: should the process die, the agenda brings the delivery back. It does nothing where nothing
 * can be lost: the delivery has failed before, and stays so, or nothing of it is left to decide. A replay decides anew.
 */
export function beginLastTry(
  dependencies: DecidingDependencies,
  id: string,
  kind: 'delivery' | 'replay',
): Promise<void> {
  const lastTryAt = dependencies.clock.now();
  return rewrite(dependencies, id, (delivery) => {
    if (delivery.state === 'failed' || (kind === 'delivery' && !isUndecided(delivery))) return undefined;
    return { ...delivery, lastTryAt };
  });
}

export function endLastTry(dependencies: DecidingDependencies, id: string): Promise<void> {
  return rewrite(dependencies, id, endOfTry);
}

function endOfTry(delivery: Delivery): Delivery | undefined {
  return delivery.lastTryAt === undefined ? undefined : withoutLastTry(delivery);
}

/** Writes a delivery as it is to be; undefined: it stays as it is. */
async function rewrite(
  dependencies: DecidingDependencies,
  id: string,
  changed: (delivery: Delivery) => Delivery | undefined | Promise<Delivery | undefined>,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const delivery = await dependencies.deliveries.read(id);
    const wanted = delivery && (await changed(delivery));
    if (!delivery || !wanted) return;
    if (await dependencies.deliveries.decide(outcomeOf(dependencies, delivery, wanted))) return;
  }
  throw new BusyDeliveryError(`delivery ${id} is being written by others`);
}

/** What is parked or ambiguous may have been woken in vain, by a contract that it belongs to. */
function isUndecided({ state, facts }: Delivery): boolean {
  if (state === 'stored' || state === 'failed') return true;
  return state !== 'dismissed' && facts.some(isOpen);
}

/** The code of an error, by its name: `throttling-exception`. */
export function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : 'error';
  const code = name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '');
  return /^[a-z]/.test(code) ? code.slice(0, 64) : 'error';
}

/** What a delivery tells and is not decided, as failed, with the contracts as far as they can be found. */
async function failedFacts(
  dependencies: InboundDependencies,
  delivery: Delivery,
  reason: string,
): Promise<Delivery['facts']> {
  try {
    const stored = await dependencies.deliveries.load(delivery.id);
    const reading = stored && readDelivery(dependencies, stored);
    let facts: readonly FactOutcome[] = delivery.facts;
    for (const told of reading && 'tellings' in reading ? reading.tellings : []) {
      if (facts.some((fact) => tellingOf(fact) === told.id && !isOpen(fact))) continue;
      const found = await findContract(dependencies, delivery.provider, told);
      const contract = found.is === 'found' ? { contract: found.contract } : {};
      facts = withFact(facts, { ...undecided(told), state: 'failed', reason, ...contract });
    }
    return [...facts];
  } catch {
    // Whatever made it fail may strike here as well; that it failed is noted all the same.
    return delivery.facts;
  }
}
