import type { Reference } from '../aws/table/references.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { DeliveryMovedError, ReferenceMovedError } from '../recording/rejection.ts';
import { settle } from '../recording/settle.ts';
import { waitingUnder } from '../recording/waiting.ts';
import { withSubscription } from './ask-subscription.ts';
import { decideFact, sourceOf } from './decide-fact.ts';
import { type Delivery, type FactOutcome, isKept } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { keepCustomer } from './keep-customer.ts';
import { diedAtLastTry, withoutLastTry } from './last-try.ts';
import { followCustomer } from './move-customer.ts';
import { outcomeOf } from './outcome.ts';
import { Progress } from './progress.ts';
import { type Reading, readDelivery, type Told } from './read-delivery.ts';

/** The process that made the last try died, so the delivery is not tried once more by itself. */
export class CrashedError extends Error {
  override readonly name = 'CrashedError';
}

/**
 * Works on a stored delivery: maps it, finds the contract of each of its facts and records it there, and keeps what became
 * of each. What is decided stays so; what waits is looked at again. Doing it twice does nothing, and so does doing it twice
 * at the same time.
 *
 * Answers the delivery as it is stored then; undefined if there is none.
 * @throws CrashedError, BusyContractError, or the table’s error; what was decided until then is kept, and the rest can be tried
 * again
 */
export function workDelivery(dependencies: InboundDependencies, id: string): Promise<Delivery | undefined> {
  return untilSettled(dependencies, id, () => attempt(dependencies, id));
}

async function attempt(dependencies: InboundDependencies, id: string): Promise<Delivery | undefined | typeof CONFLICT> {
  const stored = await dependencies.deliveries.load(id);
  if (stored && diedAtLastTry(stored.delivery, dependencies.clock.now()))
    throw new CrashedError(`the last try of delivery ${id} did not end`);
  if (stored === undefined || isAtRest(stored.delivery)) return stored?.delivery;
  const { delivery } = stored;
  const reading = readDelivery(dependencies, stored);
  try {
    return 'tellings' in reading
      ? await decideAll(dependencies, delivery, reading)
      : await decideWhole(dependencies, delivery, reading);
  } catch (error) {
    if (error instanceof DeliveryMovedError || error instanceof ReferenceMovedError) return CONFLICT;
    throw error;
  }
}

/** A delivery that was put aside as a whole told of nothing. */
function isAtRest({ state, facts }: Delivery): boolean {
  return state === 'dismissed' || state === 'unused' || (state === 'set-aside' && facts.length === 0);
}

async function decideWhole(
  dependencies: InboundDependencies,
  read: Delivery,
  { state, reason, detail }: Exclude<Reading, { tellings: unknown }>,
): Promise<Delivery> {
  const { clock, telemetry, deliveries } = dependencies;
  const workedOn = { attempts: read.attempts + 1, workedAt: clock.now() };
  const facts = read.facts.filter(isKept);
  const outcome = outcomeOf(dependencies, read, { ...withoutLastTry(read), ...workedOn, facts, state, reason, detail });
  if (!(await deliveries.decide(outcome))) throw new DeliveryMovedError(read.id);
  telemetry.info('WEBHOOK_RECORDED', { provider: read.provider, type: read.type ?? undefined, outcome: state, reason });
  return outcome.delivery;
}

async function decideAll(
  dependencies: InboundDependencies,
  read: Delivery,
  message: Told,
): Promise<Delivery | typeof CONFLICT> {
  const { tellings, customer, subscription } = message;
  const [first] = tellings;
  const amended =
    customer !== null && first ? await keepCustomer(dependencies, customer, sourceOf(first, read.provider)) : [];
  const progress = new Progress(dependencies, read, tellings);
  const unfinished = new Set<string>();
  try {
    for (const told of progress.open) {
      const named = await withSubscription(dependencies, progress, told);
      const decided = await decideFact(dependencies, progress, named, { ...message, amended });
      if (decided === CONFLICT) return CONFLICT;
      if (decided.unfinished !== undefined) unfinished.add(decided.unfinished);
    }
    // Before the delivery may come to rest, and after the facts: they are recorded even if the customer cannot follow.
    if (subscription && first) await followCustomer(dependencies, progress, subscription, first);
    await progress.finish();
  } finally {
    report(dependencies, read, progress.delivery);
  }
  for (const contract of unfinished) await settle(dependencies, contract);
  await wakeOthers(dependencies, progress, tellings);
  return progress.delivery;
}

/**
 * Wakes what a recorded fact may bring to its contract: the deliveries that name the same payment, and after the end of a
 * contract those of its customer, who may have one left. Repeated each time, in case it was cut off before.
 */
async function wakeOthers(
  { table, wake }: InboundDependencies,
  progress: Progress,
  tellings: readonly MappedEvent[],
): Promise<void> {
  const { id, provider } = progress.delivery;
  const recorded = tellings.filter((told) => progress.isRecorded(told));
  const references = recorded.flatMap(({ learns, kind, customer }): Reference[] =>
    [learns, kind === 'contract.terminated' ? customer : null].flatMap((reference) =>
      reference === null ? [] : [{ provider, reference }],
    ),
  );
  const others = (await waitingUnder(table, references)).filter((other) => other !== id);
  if (others.length > 0) await wake(others);
}

function report({ telemetry }: InboundDependencies, before: Delivery, after: Delivery): void {
  const decided = after.facts.filter((fact) => before.facts.find(({ event }) => event === fact.event) !== fact);
  for (const { kind, state, reason } of decided) {
    const { provider, type } = after;
    telemetry.info('WEBHOOK_RECORDED', { provider, type: type ?? undefined, kind, outcome: state, reason });
  }
  const having = (test: (fact: FactOutcome) => boolean) => decided.filter(test).length;
  telemetry.count(
    'EventRecorded',
    having(({ state }) => state === 'recorded'),
  );
  telemetry.count(
    'EventParked',
    having(({ state }) => state === 'parked'),
  );
  telemetry.count(
    'EventUnmapped',
    having(({ kind }) => kind === 'unmapped'),
  );
  telemetry.count('InboundNotRecorded', having(namesKnownContract));
}

/** Something of a known contract is not recorded, and stays so unless a person sees to it. */
function namesKnownContract({ state, contract }: FactOutcome): boolean {
  return state === 'ambiguous' || (state === 'set-aside' && contract !== undefined);
}
