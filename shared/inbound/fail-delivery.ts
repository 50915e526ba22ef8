import type { Delivery } from './delivery.ts';
import type { InboundDependencies } from './dependencies.ts';

/** How often it is tried to note a failure, while others write the delivery. */
const TRIES = 5;

/** Others kept writing to the same delivery, so nothing was written. */
class BusyDeliveryError extends Error {
  override readonly name = 'BusyDeliveryError';
}

/**
 * Notes that a delivery has failed, with a code, until somebody has it replayed. It does nothing if the delivery is worked on
 * by now. It leaves the agenda, so that it comes back only when it is replayed.
 */
export async function failDelivery(dependencies: InboundDependencies, id: string, reason: string): Promise<void> {
  const { deliveries, clock, inbound } = dependencies;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const delivery = await deliveries.read(id);
    if (!delivery || (delivery.state !== 'stored' && delivery.state !== 'failed')) return;
    const failed: Delivery = {
      ...delivery,
      state: 'failed',
      reason,
      attempts: delivery.attempts + 1,
      workedAt: clock.now(),
      revision: delivery.revision + 1,
    };
    if (await deliveries.write(failed, inbound.retentionDays)) return;
  }
  throw new BusyDeliveryError(`delivery ${id} is being written by others`);
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
