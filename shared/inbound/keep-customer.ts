import type { ContractHead } from '../aws/table/items.ts';
import type { Change } from '../core/events/amendment.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { customerChanges, withMessage } from '../core/intake/customers.ts';
import type { CustomerSnapshot } from '../core/webhooks/snapshots.ts';
import { amendAsLoaded } from '../recording/amend.ts';
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
 * contracts. An older message than the one that is known changes nothing. Repeating it is harmless. Answers the contracts that it
 * amended, at this try.
 * @throws CustomerNotAmendedError once all other contracts are amended; BusyContractError, or the table’s error
 */
export async function keepCustomer(
  dependencies: InboundDependencies,
  message: CustomerSnapshot,
  source: Source,
): Promise<readonly string[]> {
  const { provider, id } = message;
  await untilSettled(dependencies, id, () => store(dependencies, message));
  const waiting = await waitingUnder(dependencies.table, [{ provider, reference: id }]);
  if (waiting.length > 0) await dependencies.wake(waiting);
  const { contracts = [] } = (await dependencies.table.ownersOf(provider, id)) ?? {};
  const amended: string[] = [];
  const refused: string[] = [];
  for (const contract of contracts) {
    const outcome = await amendCustomer(dependencies, contract, { provider, id, source });
    if (outcome === 'amended') amended.push(contract);
    if (outcome === 'refused') refused.push(contract);
  }
  if (refused.length > 0) throw new CustomerNotAmendedError(`The customer of ${refused.join(', ')} cannot be amended.`);
  return amended;
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
 */
export async function amendCustomer(
  dependencies: IntakeDependencies,
  contract: string,
  { provider, id, source }: Customer,
): Promise<'amended' | 'unchanged' | 'refused'> {
  // The record is read after the head, and again for each try: a later message either finds the amended contract, or has the
  // try repeated.
  const changeFor = async ({ contract: amended, providerSet = [] }: ContractHead): Promise<Change> => {
    const record = await dependencies.customers.read(provider, id);
    return record?.values === undefined ? {} : { customer: customerChanges(record.values, amended, providerSet) };
  };
  const head = await dependencies.table.head(contract);
  if (head === undefined) return 'unchanged';
  if (Object.keys((await changeFor(head)).customer ?? {}).length === 0) return 'unchanged';
  const reason = `The customer changed at ${provider}.`;
  const result = await amendAsLoaded(dependencies, {
    ...{ contract, by: provider, reason, source },
    changeFor: (loaded) => changeFor(loaded.head),
  });
  return result.outcome === 'rejected' ? 'refused' : result.outcome;
}
