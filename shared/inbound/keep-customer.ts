import { type CustomerRecord, withMessage } from '../core/intake/customers.ts';
import type { CustomerSnapshot } from '../core/webhooks/snapshots.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { waitingUnder } from '../recording/waiting.ts';
import type { InboundDependencies } from './dependencies.ts';

/**
 * Keeps what a message tells of a customer, and has what waits for the customer worked on again. An older message than the
 * one that is known changes nothing. Repeating it is harmless.
 * @throws BusyContractError, or the table’s error
 */
export async function keepCustomer(dependencies: InboundDependencies, message: CustomerSnapshot): Promise<void> {
  const { provider, id } = message;
  await untilSettled(id, () => store(dependencies, message));
  const waiting = await waitingUnder(dependencies.table, [{ provider, reference: id }]);
  if (waiting.length > 0) await dependencies.wake(waiting);
}

/** The record as it stands then. */
async function store(
  { customers }: Pick<InboundDependencies, 'customers'>,
  message: CustomerSnapshot,
): Promise<CustomerRecord | typeof CONFLICT> {
  const stored = await customers.read(message.provider, message.id);
  const record = withMessage(stored, message);
  if (record === undefined) return stored ?? CONFLICT;
  return (await customers.save(record)) ? record : CONFLICT;
}
