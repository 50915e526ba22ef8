import type { ContractEvent } from '../core/events/event.ts';
import { contractFrom } from '../core/intake/contract-from.ts';
import type { SubscriptionSnapshot } from '../core/webhooks/snapshots.ts';
import { createContract } from '../recording/create-contract.ts';
import type { IntakeDependencies } from './dependencies.ts';

/** What came of a subscription that no contract has. */
export type TakenIn =
  | { readonly is: 'created'; readonly contract: string }
  /** It waits. `customer`: it was decided by what is known of the customer, in this revision (0: nothing is known). */
  | { readonly is: 'waiting'; readonly reason: string; readonly detail: string; readonly customer?: KnownCustomer }
  /** This message starts no contract. */
  | { readonly is: 'none' };

export interface KnownCustomer {
  readonly reference: string;
  readonly revision: number;
}

/** How long a message about the start of a subscription may still come: Stripe lists its events for as many days. */
const START_MAY_COME_MS = 30 * 24 * 60 * 60_000;

/**
 * Makes a contract of a subscription by the rules of intake. `facts`: what the message tells, to be recorded with it.
 *
 * A contract is made of the message that tells that the subscription starts, so that the order in which messages come does not
 * decide under which rule it is; of another one only if the start is so long ago that no message about it will come.
 * @throws BusyContractError, or the table’s error
 */
export async function takeIn(
  dependencies: IntakeDependencies,
  subscription: SubscriptionSnapshot,
  facts: readonly ContractEvent[],
): Promise<TakenIn> {
  if (!mayBecomeContract(subscription, facts)) return { is: 'none' };
  const { provider, customer: reference } = subscription;
  const known = reference === null ? undefined : await dependencies.customers.read(provider, reference);
  const intake = contractFrom(subscription, known?.values, dependencies);
  if ('none' in intake) return { is: 'none' };
  if ('waits' in intake) {
    const { waits: reason, detail } = intake;
    const byCustomer = reference !== null && reason !== 'no-rule' && { reference, revision: known?.revision ?? 0 };
    return { is: 'waiting', reason, detail, ...(byCustomer && { customer: byCustomer }) };
  }
  const result = await createContract(dependencies, intake.contract, {
    providerSet: intake.providerSet,
    taking: facts,
  });
  if (result.outcome !== 'rejected') return { is: 'created', contract: result.contract.id };
  const owners = await dependencies.table.ownersOf(provider, subscription.id);
  const [owner] = owners?.contracts ?? [];
  // Another message about the subscription created it meanwhile.
  if (owner !== undefined) return { is: 'created', contract: owner };
  const why = result.faults.map(({ field, detail }) => `${field}: ${detail}`).join(' ');
  return { is: 'waiting', reason: result.code, detail: `Rule ${intake.rule}: ${why}` };
}

/** Whether a message, by what it tells, makes a contract of its subscription if no contract has it. */
export function mayBecomeContract(
  subscription: SubscriptionSnapshot,
  tellings: readonly { readonly kind: string }[],
): boolean {
  return tellings.some(({ kind }) => kind === 'contract.commenced') || startedLongAgo(subscription);
}

function startedLongAgo({ startedAt, at }: SubscriptionSnapshot): boolean {
  return startedAt !== null && Date.parse(at) - Date.parse(startedAt) > START_MAY_COME_MS;
}

/** False if the provider has told more of the customer since it was decided that a subscription waits. */
export async function isStillKnown(
  { customers }: Pick<IntakeDependencies, 'customers'>,
  provider: string,
  taken: TakenIn,
): Promise<boolean> {
  if (taken.is !== 'waiting' || taken.customer === undefined) return true;
  const { reference, revision } = taken.customer;
  return ((await customers.read(provider, reference))?.revision ?? 0) === revision;
}
