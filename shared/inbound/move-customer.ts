import type { LoadedContract } from '../aws/table/table.ts';
import { type Change, CONTRACT_AMENDED, recordedChangeSchema } from '../core/events/amendment.ts';
import { type PinnedContract, REFERENCE_PATTERN } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { movedCustomer } from '../core/intake/customers.ts';
import { isShownLater, type ShownCustomer } from '../core/intake/shown-customer.ts';
import type { MappedEvent } from '../core/webhooks/provider.ts';
import { isCustomerReference } from '../core/webhooks/references.ts';
import type { SubscriptionSnapshot } from '../core/webhooks/snapshots.ts';
import { amendAsLoaded } from '../recording/amend.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import { askForAddress } from './ask-customer.ts';
import { sourceOf } from './decide-fact.ts';
import type { InboundDependencies, IntakeDependencies } from './dependencies.ts';
import { amendCustomer, CustomerNotAmendedError } from './keep-customer.ts';
import type { Progress } from './progress.ts';

/** The message that a change comes from. */
type Source = NonNullable<ContractEvent['source']>;

/**
 * Has the contract of a subscription follow it to the customer with whom the provider's latest message shows it, unless a person
 * gave the contract its customer. If nothing is known of that customer, the provider is asked. Repeating it is harmless.
 * @throws CustomerNotAmendedError, ProviderUnavailableError, BusyContractError, or the table’s error
 */
export async function followCustomer(
  dependencies: InboundDependencies,
  progress: Progress,
  { provider, id, customer, at }: SubscriptionSnapshot,
  told: MappedEvent,
): Promise<void> {
  if (customer === null || !REFERENCE_PATTERN.test(customer) || !isCustomerReference(provider, customer)) return;
  const message = { provider, subscription: id, customer, at, message: told.eventId ?? '' };
  await untilSettled(dependencies, id, async () => {
    const shown = await keepShown(dependencies, message);
    if (shown === CONFLICT) return CONFLICT;
    const contract = await contractToMove(dependencies, shown);
    if (contract === undefined) return undefined;
    const known = await dependencies.customers.read(provider, shown.customer);
    if (known?.values?.email == null) await askForAddress(dependencies, progress, told.id, shown.customer);
    await moveCustomer(dependencies, contract, shown, sourceOf(told, provider));
    // A later message may have found the contract not yet moved, and left it as it was.
    const since = await dependencies.customers.shown(provider, id);
    return since?.customer === shown.customer ? undefined : CONFLICT;
  });
}

/** What the latest message shows, this one included. */
async function keepShown(
  { customers }: Pick<IntakeDependencies, 'customers'>,
  message: ShownCustomer,
): Promise<ShownCustomer | typeof CONFLICT> {
  const stored = await customers.shown(message.provider, message.subscription);
  if (stored !== undefined && !isShownLater(message, stored)) return stored;
  return (await customers.show(message, stored)) ? message : CONFLICT;
}

/** The contract of a subscription that has another customer than the subscription, and may be given that one. */
async function contractToMove(
  { table }: Pick<IntakeDependencies, 'table'>,
  shown: ShownCustomer,
): Promise<string | undefined> {
  const { provider, subscription, customer } = shown;
  const [contract] = (await table.ownersOf(provider, subscription))?.contracts ?? [];
  if (contract === undefined) return undefined;
  const head = await table.head(contract);
  if (head === undefined || customersOf(head.contract, provider).includes(customer)) return undefined;
  const loaded = await table.load(contract);
  return loaded && formerCustomer(loaded, shown) !== undefined ? contract : undefined;
}

/** Makes a customer that of a contract: its reference, and what the provider may set of it. */
async function moveCustomer(
  dependencies: IntakeDependencies,
  contract: string,
  shown: ShownCustomer,
  source: Source,
): Promise<void> {
  const { provider, customer } = shown;
  const changeFor = async (loaded: LoadedContract): Promise<Change> => {
    const former = formerCustomer(loaded, shown);
    if (former === undefined) return {};
    const { values } = (await dependencies.customers.read(provider, customer)) ?? {};
    const { contract: amended, providerSet = [] } = loaded.head;
    return {
      references: { add: { [provider]: [customer] }, remove: { [provider]: [former] } },
      customer: movedCustomer(values, amended, providerSet),
    };
  };
  const reason = `The subscription went to customer ${customer} at ${provider}.`;
  const { outcome } = await amendAsLoaded(dependencies, { contract, changeFor, by: provider, reason, source });
  // What was told of the customer meanwhile did not find the contract among the customer's.
  const since =
    outcome === 'amended' && (await amendCustomer(dependencies, contract, { provider, id: customer, source }));
  if (outcome === 'rejected' || since === 'refused')
    throw new CustomerNotAmendedError(`The customer of ${contract} cannot be amended.`);
}

/** The customer that the provider gave a contract, if another one is shown; undefined if a person gave it one. */
function formerCustomer({ head, events }: LoadedContract, { provider, customer }: ShownCustomer): string | undefined {
  const [only, ...others] = customersOf(head.contract, provider);
  if (head.providerSet === undefined || only === undefined || only === customer || others.length > 0) return undefined;
  return events.some((event) => event.source === undefined && changesCustomer(event, provider)) ? undefined : only;
}

function customersOf({ references = {} }: PinnedContract, provider: string): string[] {
  return (references[provider] ?? []).filter((reference) => isCustomerReference(provider, reference));
}

function changesCustomer({ kind, data }: ContractEvent, provider: string): boolean {
  if (kind !== CONTRACT_AMENDED) return false;
  const { add, remove } = recordedChangeSchema.safeParse(data.change).data?.references ?? {};
  return [add, remove].some((list) => list?.[provider]?.some((one) => isCustomerReference(provider, one)) === true);
}
