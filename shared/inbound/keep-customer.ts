import type { ContractEvent } from '../core/events/event.ts';
import { customerChanges, withMessage } from '../core/intake/customers.ts';
import type { CustomerSnapshot } from '../core/webhooks/snapshots.ts';
import { amend } from '../recording/amend.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { waitingUnder } from '../recording/waiting.ts';
import type { InboundDependencies, IntakeDependencies } from './dependencies.ts';

/** The message that a change comes from. */
type Source = NonNullable<ContractEvent['source']>;

/** A contract that cannot take what its customer's message says. */
export class CustomerNotAmendedError extends Error {
  override readonly name = 'CustomerNotAmendedError';
}

/**
 * Keeps what a message tells of a customer, has what waits for the customer worked on again, and amends the customer's
 * contracts. An older message than the one that is known changes nothing. Repeating it is harmless.
 * @throws CustomerNotAmendedError once all other contracts are amended; BusyContractError, or the table’s error
 */
export async function keepCustomer(
  dependencies: InboundDependencies,
  message: CustomerSnapshot,
  source: Source,
): Promise<void> {
  const { provider, id } = message;
  await untilSettled(id, () => store(dependencies, message));
  const waiting = await waitingUnder(dependencies.table, [{ provider, reference: id }]);
  if (waiting.length > 0) await dependencies.wake(waiting);
  const { contracts = [] } = (await dependencies.table.ownersOf(provider, id)) ?? {};
  const refused: string[] = [];
  for (const contract of contracts) {
    if (!(await amendCustomer(dependencies, contract, { provider, id, source }))) refused.push(contract);
  }
  if (refused.length > 0) throw new CustomerNotAmendedError(`The customer of ${refused.join(', ')} cannot be amended.`);
}

/** Whether it is stored, or something later is. */
async function store(
  { customers }: Pick<InboundDependencies, 'customers'>,
  message: CustomerSnapshot,
): Promise<true | typeof CONFLICT> {
  const stored = await customers.read(message.provider, message.id);
  const record = withMessage(stored, message);
  return record === undefined || (await customers.save(record)) ? true : CONFLICT;
}

interface Customer {
  readonly provider: string;
  readonly id: string;
  readonly source: Source;
}

/**
 * Lets a contract say of its customer what the provider says, in the fields that the provider set and no person has since.
 * False if the contract refuses.
 */
export async function amendCustomer(
  dependencies: IntakeDependencies,
  contract: string,
  { provider, id, source }: Customer,
): Promise<boolean> {
  const [record, head] = await Promise.all([
    dependencies.customers.read(provider, id),
    dependencies.table.head(contract),
  ]);
  if (record?.values === undefined || head === undefined) return true;
  const customer = customerChanges(record.values, head.contract, head.providerSet ?? []);
  if (Object.keys(customer).length === 0) return true;
  const reason = `The customer changed at ${provider}.`;
  const result = await amend(dependencies, { contract, change: { customer }, by: provider, reason, source });
  return result.outcome !== 'rejected';
}
