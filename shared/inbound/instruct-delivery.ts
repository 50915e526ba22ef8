import { sameJson } from '../core/events/canonical.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { DeliveryMovedError, type FieldFault } from '../recording/rejection.ts';
import { correctRecorded } from './correct-recorded.ts';
import { isWithoutClock } from './decide-fact.ts';
import { type Delivery, type DeliveryState, MOST_REPLAYS, tellingOf } from './delivery.ts';
import type { DecidingDependencies, InboundDependencies } from './dependencies.ts';
import { diedAtLastTry, withoutLastTry } from './last-try.ts';
import { outcomeOf, shortened } from './outcome.ts';
import { type Reading, readDelivery } from './read-delivery.ts';
import { workDelivery } from './work-delivery.ts';

/** What a person wants done with a delivery. */
export interface Instruction {
  readonly by: string;
  readonly reason: string;
}

/**
 * `at-its-end`: nothing of it is left to dismiss. `not-corrected`: the contract cannot take what the mapping makes of it today,
 * and keeps what is recorded.
 */
export type Instructed =
  | { readonly outcome: 'done'; readonly delivery: Delivery }
  | {
      readonly outcome: 'refused';
      readonly code: 'at-its-end' | 'not-corrected';
      readonly delivery: Delivery;
      readonly faults?: readonly FieldFault[];
    };

/**
 * Has a delivery worked on again, as if it had just come in: what waits for a person is decided anew, and what is recorded is
 * corrected if the mapping says something else today. Undefined if there is no such delivery.
 * @throws BusyContractError, or the table’s error
 */
export async function replayDelivery(
  dependencies: InboundDependencies,
  id: string,
  { by, reason }: Instruction,
): Promise<Instructed | undefined> {
  const replay = { by, reason, at: dependencies.clock.now() };
  // A person has it tried again although the process died over it.
  await change(dependencies, id, (read) => (diedAtLastTry(read, replay.at) ? withoutLastTry(read) : undefined));
  return untilSettled(dependencies, id, async (): Promise<Instructed | undefined | typeof CONFLICT> => {
    const stored = await dependencies.deliveries.load(id);
    if (stored === undefined) return undefined;
    try {
      const reading = readDelivery(dependencies, stored);
      const read = withReplay(stored.delivery, replay);
      const corrected = 'tellings' in reading ? await correctRecorded(dependencies, read, reading.tellings) : read;
      if ('outcome' in corrected) return await refused(dependencies, stored.delivery, replay, corrected.faults);
      if (isUndecided(corrected, reading)) return await reopened(dependencies, corrected);
      const worked = (await workDelivery(dependencies, id)) ?? corrected;
      if (corrected !== read) return { outcome: 'done', delivery: worked };
      // That somebody had it worked on again is noted also where nothing differs.
      const noted = await change(dependencies, id, (now) => withReplay(now, replay));
      return { outcome: 'done', delivery: noted ?? worked };
    } catch (error) {
      if (error instanceof DeliveryMovedError) return CONFLICT;
      throw error;
    }
  });
}

/** A replay that the contract refuses is noted with the delivery, where whoever asked for it looks. */
async function refused(
  dependencies: InboundDependencies,
  read: Delivery,
  replay: Delivery['replays'][number],
  faults: readonly FieldFault[],
): Promise<Instructed | typeof CONFLICT> {
  const why = shortened(faults.map(({ field, detail }) => `${field}: ${detail}`).join(' '));
  const noted = outcomeOf(dependencies, read, withReplay(read, { ...replay, refused: why }));
  if (!(await dependencies.deliveries.decide(noted))) return CONFLICT;
  return { outcome: 'refused', code: 'not-corrected', delivery: noted.delivery, faults };
}

function withReplay(delivery: Delivery, replay: Delivery['replays'][number]): Delivery {
  const before = delivery.replays.filter((one) => !sameJson(one, replay));
  return { ...delivery, replays: [...before, replay].slice(-MOST_REPLAYS) };
}

/** Whether anything is left to decide beside what is on record. */
function isUndecided({ state, facts }: Delivery, reading: Reading): boolean {
  if (state !== 'recorded') return true;
  const known = new Set(facts.map(tellingOf));
  return 'tellings' in reading && reading.tellings.some((told) => !known.has(told.id) && !isWithoutClock(told.kind));
}

async function reopened(
  dependencies: InboundDependencies,
  { dismissed: _dismissed, ...delivery }: Delivery,
): Promise<Instructed | undefined | typeof CONFLICT> {
  const outcome = outcomeOf(dependencies, delivery, { ...delivery, state: 'stored' });
  if (!(await dependencies.deliveries.decide(outcome))) return CONFLICT;
  const worked = await workDelivery(dependencies, delivery.id);
  return worked && { outcome: 'done', delivery: worked };
}

const MAY_BE_DISMISSED: ReadonlySet<DeliveryState> = new Set(['stored', 'failed', 'ambiguous', 'set-aside', 'parked']);

/** Ends a delivery that need not be recorded, or was by hand. Undefined if there is no such delivery. */
export async function dismissDelivery(
  dependencies: DecidingDependencies,
  id: string,
  { by, reason }: Instruction,
): Promise<Instructed | undefined> {
  const delivery = await change(dependencies, id, (read) =>
    MAY_BE_DISMISSED.has(read.state)
      ? { ...withoutLastTry(read), state: 'dismissed', dismissed: { by, reason, at: dependencies.clock.now() } }
      : undefined,
  );
  if (delivery === undefined) return undefined;
  return delivery.state === 'dismissed'
    ? { outcome: 'done', delivery }
    : { outcome: 'refused', code: 'at-its-end', delivery };
}

/** Writes the change to a delivery, unless it is undefined: then nothing is to be written. */
function change(
  dependencies: DecidingDependencies,
  id: string,
  changed: (read: Delivery) => Delivery | undefined,
): Promise<Delivery | undefined> {
  return untilSettled(dependencies, id, async () => {
    const read = await dependencies.deliveries.read(id);
    const wanted = read && changed(read);
    if (read === undefined || wanted === undefined) return read;
    const outcome = outcomeOf(dependencies, read, wanted);
    return (await dependencies.deliveries.decide(outcome)) ? outcome.delivery : CONFLICT;
  });
}
