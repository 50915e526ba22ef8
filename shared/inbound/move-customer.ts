import type { LoadedContract } from '../aws/table/table.ts';
import { type Change, CONTRACT_AMENDED, recordedChangeSchema } from '../core/events/amendment.ts';
import { type PinnedContract, REFERENCE_PATTERN } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { movedCustomer } from '../core/intake/customers.ts';
import { isCustomerReference } from '../core/webhooks/references.ts';
import type { SubscriptionSnapshot } from '../core/webhooks/snapshots.ts';
import { amendAsLoaded } from '../recording/amend.ts';
import type { IntakeDependencies } from './dependencies.ts';
import { CustomerNotAmendedError } from './keep-customer.ts';

/** The message that a change comes from. */
type Source = NonNullable<ContractEvent['source']>;

interface Move {
  readonly contract: string;
  /** The provider's id of the customer that the subscription has. */
  readonly customer: string;
}

/**
 * The contract of a subscription that a message shows with another customer than the contract has; undefined if there is none,
 * or if a person gave the contract its customer, or a later message did.
 */
export async function moveShownBy(
  { table }: Pick<IntakeDependencies, 'table'>,
  subscription: SubscriptionSnapshot,
): Promise<Move | undefined> {
  const { provider, id, customer } = subscription;
  if (customer === null || !REFERENCE_PATTERN.test(customer) || !isCustomerReference(provider, customer))
    return undefined;
  const [contract] = (await table.ownersOf(provider, id))?.contracts ?? [];
  if (contract === undefined) return undefined;
  const head = await table.head(contract);
  if (head === undefined || customersOf(head.contract, provider).includes(customer)) return undefined;
  const loaded = await table.load(contract);
  return loaded && formerCustomer(loaded, subscription) !== undefined ? { contract, customer } : undefined;
}

/**
 * Makes a subscription's customer that of its contract: its reference, and what the provider may set of it.
 * @throws CustomerNotAmendedError, BusyContractError, or the table’s error
 */
export async function moveCustomer(
  dependencies: IntakeDependencies,
  subscription: SubscriptionSnapshot,
  { contract, customer }: Move,
  source: Source,
): Promise<void> {
  const { provider, at } = subscription;
  const changeFor = async (loaded: LoadedContract): Promise<Change> => {
    const former = formerCustomer(loaded, subscription);
    if (former === undefined) return {};
    const { values } = (await dependencies.customers.read(provider, customer)) ?? {};
    const { contract: amended, providerSet = [] } = loaded.head;
    return {
      references: { add: { [provider]: [customer] }, remove: { [provider]: [former] } },
      ...(values && { customer: movedCustomer(values, amended, providerSet) }),
    };
  };
  const reason = `The subscription went to customer ${customer} at ${provider}.`;
  const request = { contract, changeFor, by: provider, reason, source, shownAt: at };
  const { outcome } = await amendAsLoaded(dependencies, request);
  if (outcome === 'rejected') throw new CustomerNotAmendedError(`The customer of ${contract} cannot be amended.`);
}

/** The customer that the provider gave a contract before; undefined if a person gave it one, or the provider did later. */
function formerCustomer(
  { head, events }: LoadedContract,
  { provider, customer, at }: SubscriptionSnapshot,
): string | undefined {
  const [only, ...others] = customersOf(head.contract, provider);
  if (head.providerSet === undefined || only === undefined || only === customer || others.length > 0) return undefined;
  const last = events.findLast((event) => changesCustomer(event, provider));
  if (last === undefined) return only;
  const { shownAt } = last.data;
  return typeof shownAt === 'string' && Date.parse(shownAt) < Date.parse(at) ? only : undefined;
}

function customersOf({ references = {} }: PinnedContract, provider: string): string[] {
  return (references[provider] ?? []).filter((reference) => isCustomerReference(provider, reference));
}

function changesCustomer({ kind, data }: ContractEvent, provider: string): boolean {
  if (kind !== CONTRACT_AMENDED) return false;
  const { add, remove } = recordedChangeSchema.safeParse(data.change).data?.references ?? {};
  return [add, remove].some((list) => list?.[provider]?.some((one) => isCustomerReference(provider, one)) === true);
}
