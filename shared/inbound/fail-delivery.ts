import { undecided } from './decide-fact.ts';
import { type Delivery, type FactOutcome, isOpen, tellingOf } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { findContract } from './find-contract.ts';
import { outcomeOf, withFact } from './outcome.ts';
import { readDelivery } from './read-delivery.ts';

/** How often it is tried to note a failure, while others write the delivery. */
const TRIES = 5;

interface Failure {
  readonly reason: string;
  /** Whether to look for the contracts that it names, whose letters then wait. */
  readonly named: boolean;
}

/** Others kept writing to the same delivery, so nothing was written. */
class BusyDeliveryError extends Error {
  override readonly name = 'BusyDeliveryError';
}

/**
 * Notes that a delivery has failed, with a code, until somebody has it replayed. It does nothing if nothing of the delivery is
 * left to decide by now. It leaves the agenda, so that it comes back only when it is replayed.
 */
export async function failDelivery(dependencies: InboundDependencies, id: string, failure: Failure): Promise<void> {
  const { deliveries, clock } = dependencies;
  const { reason } = failure;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const delivery = await deliveries.read(id);
    if (!delivery || !isUndecided(delivery)) return;
    const failed: Delivery = {
      ...delivery,
      state: 'failed',
      reason,
      attempts: delivery.attempts + 1,
      workedAt: clock.now(),
      facts: failure.named ? await failedFacts(dependencies, delivery, reason) : delivery.facts,
    };
    if (await deliveries.decide(outcomeOf(dependencies, delivery, failed))) return;
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
