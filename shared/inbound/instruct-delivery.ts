import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { type Delivery, type DeliveryState, MOST_REPLAYS } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';
import { outcomeOf } from './outcome.ts';
import { workDelivery } from './work-delivery.ts';

/** What a person wants done with a delivery. */
export interface Instruction {
  readonly by: string;
  readonly reason: string;
}

/** `at-its-end`: nothing of it is left to dismiss. */
export type Instructed =
  | { readonly outcome: 'done'; readonly delivery: Delivery }
  | { readonly outcome: 'refused'; readonly code: 'at-its-end'; readonly delivery: Delivery };

/**
 * Has a delivery worked on again, as if it had just come in: what waits for a person is decided anew. Undefined if there is
 * no such delivery.
 * @throws BusyContractError, or the table’s error
 */
export async function replayDelivery(
  dependencies: InboundDependencies,
  id: string,
  { by, reason }: Instruction,
): Promise<Instructed | undefined> {
  const reopened = await change(dependencies, id, ({ dismissed: _dismissed, ...delivery }) => {
    if (delivery.state === 'recorded') return undefined;
    const replays = [...delivery.replays, { by, reason, at: dependencies.clock.now() }].slice(-MOST_REPLAYS);
    return { ...delivery, replays, state: 'stored' };
  });
  const delivery = reopened && (await workDelivery(dependencies, id));
  return delivery && { outcome: 'done', delivery };
}

const MAY_BE_DISMISSED: ReadonlySet<DeliveryState> = new Set(['stored', 'failed', 'ambiguous', 'set-aside', 'parked']);

/** Ends a delivery that need not be recorded, or was by hand. Undefined if there is no such delivery. */
export async function dismissDelivery(
  dependencies: InboundDependencies,
  id: string,
  { by, reason }: Instruction,
): Promise<Instructed | undefined> {
  const delivery = await change(dependencies, id, (read) =>
    MAY_BE_DISMISSED.has(read.state)
      ? { ...read, state: 'dismissed', dismissed: { by, reason, at: dependencies.clock.now() } }
      : undefined,
  );
  if (delivery === undefined) return undefined;
  return delivery.state === 'dismissed'
    ? { outcome: 'done', delivery }
    : { outcome: 'refused', code: 'at-its-end', delivery };
}

/** Writes the change to a delivery, unless it is undefined: then nothing is to be written. */
function change(
  dependencies: InboundDependencies,
  id: string,
  changed: (read: Delivery) => Delivery | undefined,
): Promise<Delivery | undefined> {
  return untilSettled(id, async () => {
    const read = await dependencies.deliveries.read(id);
    const wanted = read && changed(read);
    if (read === undefined || wanted === undefined) return read;
    const outcome = outcomeOf(dependencies, read, wanted);
    return (await dependencies.deliveries.decide(outcome)) ? outcome.delivery : CONFLICT;
  });
}
