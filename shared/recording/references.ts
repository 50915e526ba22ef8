import type { ItemKey } from '../aws/table/keys.ts';
import {
  contractsOf,
  MOST_CONTRACTS_OF_A_CUSTOMER,
  type Reference,
  type ReferenceChange,
} from '../aws/table/references.ts';
import type { ContractTable } from '../aws/table/table.ts';
import type { Contract } from '../core/events/contract.ts';
import { PROVIDER_NAMES } from '../core/webhooks/doors.ts';
import { isCustomerReference } from '../core/webhooks/references.ts';
import { type FieldFault, type Rejection, rejected } from './rejection.ts';

type References = NonNullable<Contract['references']>;

/** Refuses references under unknown providers: no webhook would ever match them, and their events would stay parked. */
export function referenceFaults(references: References, field = 'references'): FieldFault[] {
  return Object.keys(references)
    .filter((provider) => !PROVIDER_NAMES.includes(provider))
    .map((provider) => ({
      field: `${field}.${provider}`,
      detail: `There is no such payment provider. Known: ${PROVIDER_NAMES.join(', ')}.`,
    }));
}

/** Each reference once. */
export function referencesOf({ references = {} }: Pick<Contract, 'references'>): Reference[] {
  return Object.entries(references).flatMap(([provider, ids]) =>
    [...new Set(ids)].map((reference) => ({ provider, reference })),
  );
}

/** Whether a contract itself is known by a reference. */
export function hasReference(
  { references = {} }: Pick<Contract, 'references'>,
  { provider, reference }: Reference,
): boolean {
  return Object.hasOwn(references, provider) && references[provider]?.includes(reference) === true;
}

/** The references of a contract that is created, as they are stored before it; a rejection where a customer has too many. */
export async function referencesToAdd(
  table: ContractTable,
  contract: Pick<Contract, 'references'>,
): Promise<ReferenceChange[] | Rejection> {
  const changes = await Promise.all(
    referencesOf(contract).map(async (one): Promise<ReferenceChange> => {
      if (!isCustomerReference(one.provider, one.reference)) return { ...one, change: 'added' };
      return { ...one, change: 'added', state: await table.reference(one) };
    }),
  );
  const crowded = changes.find(({ state }) => state && contractsOf(state).length >= MOST_CONTRACTS_OF_A_CUSTOMER);
  return crowded ? crowdedCustomer(crowded) : changes;
}

export function crowdedCustomer({ provider, reference }: Reference, field = 'references'): Rejection {
  return rejected('conflict', {
    field: `${field}.${provider}`,
    value: reference,
    detail: `${reference} leads to ${MOST_CONTRACTS_OF_A_CUSTOMER} contracts, which is the most for one customer. Leave it out: messages that name the subscription find the contract without it.`,
  });
}

/**
 * Most references with which a contract is created. A customer takes two actions of the transaction, which has 100 with the
 * head and its evidence.
 */
export const MOST_AT_CREATION = 40;

/** Refuses more references than a contract can be created with. */
export function tooManyReferences(contract: Pick<Contract, 'references'>): FieldFault[] {
  const { length } = referencesOf(contract);
  if (length <= MOST_AT_CREATION) return [];
  const detail = `A contract is created with at most ${MOST_AT_CREATION} references. Add the others by PATCH /contracts/{contract}.`;
  return [{ field: 'references', value: length, detail }];
}

/** Whose a reference is that a contract cannot have; undefined if it was given up meanwhile. `key`: of the item that exists. */
export async function takenReference(table: ContractTable, key: ItemKey): Promise<Rejection | undefined> {
  const [, provider = '', reference = ''] = key.pk.split('#');
  const [owner] = contractsOf(await table.reference({ provider, reference }));
  if (owner === undefined) return undefined;
  return rejected('conflict', {
    field: `references.${provider}`,
    value: reference,
    detail: `${reference} belongs to contract ${owner}, and a provider’s reference leads to one contract only. Create this one without it, then take it from there by PATCH /contracts/{contract} with moveFrom: "${owner}".`,
  });
}
