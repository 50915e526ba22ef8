import {
  contractsOf,
  MOST_CONTRACTS_OF_A_CUSTOMER,
  type Reference,
  type ReferenceChange,
  type ReferenceState,
} from '../aws/table/references.ts';
import type { ContractTable } from '../aws/table/table.ts';
import type { Change } from '../core/events/amendment.ts';
import { type Contract, MOST_REFERENCES } from '../core/events/contract.ts';
import { isCustomerReference } from '../core/webhooks/references.ts';
import { crowdedCustomer, referenceFaults, referencesOf } from './references.ts';
import { type Rejection, rejected } from './rejection.ts';

/**
 * Most references that one amendment names. A customer that is moved takes three actions of the transaction, which has 100 for
 * both contracts with their deadlines.
 */
export const MOST_AMENDED = 20;

const ADD = 'change.references.add';
const REMOVE = 'change.references.remove';
const MOVE_FROM = 'change.references.moveFrom';

type References = NonNullable<Contract['references']>;

export interface AmendedReferences {
  /** What the contract is known by afterwards. */
  readonly references: References;
  readonly added: readonly Reference[];
  readonly removed: readonly Reference[];
  readonly stored: readonly ReferenceChange[];
}

/** What is wrong with a change of references by itself, whatever is stored. */
export function faultsOfReferences(
  contract: string,
  { add = {}, remove = {}, moveFrom }: Asked,
): Rejection | undefined {
  const unknown = [...referenceFaults(add, ADD), ...referenceFaults(remove, REMOVE)];
  if (unknown.length > 0) return rejected('invalid', ...unknown);
  const [added, removed] = [referencesOf({ references: add }), referencesOf({ references: remove })];
  if (added.length + removed.length > MOST_AMENDED) {
    const detail = `One amendment names at most ${MOST_AMENDED} references. Make several.`;
    return rejected('invalid', { field: 'change.references', value: added.length + removed.length, detail });
  }
  const both = added.find((one) => removed.some((other) => isSame(one, other)));
  if (both) {
    const detail = 'It is under add and under remove. Name it under one of them.';
    return rejected('invalid', { field: `${REMOVE}.${both.provider}`, value: both.reference, detail });
  }
  if (moveFrom === undefined) return undefined;
  if (moveFrom === contract) return refusedMove(moveFrom, 'It is the contract itself. Name the one to take them from.');
  return added.length > 0 ? undefined : refusedMove(moveFrom, 'Name the references to take from it under add.');
}

type Asked = NonNullable<Change['references']>;

/** The references of a contract after an amendment, and what to write; a rejection where one belongs elsewhere. */
export async function amendedReferences(
  table: ContractTable,
  contract: Pick<Contract, 'id' | 'references'>,
  { add = {}, remove = {}, moveFrom }: Asked,
): Promise<AmendedReferences | Rejection> {
  const had = referencesOf(contract);
  const added = referencesOf({ references: add }).filter((one) => !had.some((other) => isSame(one, other)));
  const removed = referencesOf({ references: remove }).filter((one) => had.some((other) => isSame(one, other)));
  const read = (list: readonly Reference[]) => Promise.all(list.map((one) => table.reference(one)));
  const [adding, removing] = [await read(added), await read(removed)];
  for (const state of adding) {
    const refusal = refusedToAdd(state, moveFrom);
    if (refusal) return refusal;
  }
  const references = afterwards(contract.references ?? {}, added, removed);
  const crowded = Object.entries(references).find(([, ids]) => ids.length > MOST_REFERENCES);
  if (crowded) return tooMany(crowded[0]);
  return {
    references,
    added,
    removed,
    stored: [
      ...adding.map((state) => ({
        ...named(state),
        change: 'added' as const,
        state,
        ...(moveFrom && { from: moveFrom }),
      })),
      ...removing.map((state) => ({ ...named(state), change: 'removed' as const, state })),
    ],
  };
}

function refusedToAdd(state: ReferenceState, moveFrom: string | undefined): Rejection | undefined {
  const { provider, reference } = state;
  const owners = contractsOf(state);
  const field = `${ADD}.${provider}`;
  if (moveFrom !== undefined) {
    if (owners.includes(moveFrom)) return undefined;
    const detail = `${reference} does not lead to contract ${moveFrom}. Name the contract it leads to, or add it without moveFrom.`;
    return rejected('conflict', { field, value: reference, detail });
  }
  if (isCustomerReference(provider, reference)) {
    return owners.length >= MOST_CONTRACTS_OF_A_CUSTOMER ? crowdedCustomer(state, ADD) : undefined;
  }
  const [owner] = owners;
  if (owner === undefined) return undefined;
  const detail = `${reference} belongs to contract ${owner}. Give moveFrom: "${owner}" to take it from there.`;
  return rejected('conflict', { field, value: reference, detail });
}

function tooMany(provider: string): Rejection {
  return rejected('invalid', {
    field: `${ADD}.${provider}`,
    detail: `A contract has at most ${MOST_REFERENCES} references at one provider. Remove some.`,
  });
}

function refusedMove(value: string, detail: string): Rejection {
  return rejected('invalid', { field: MOVE_FROM, value, detail });
}

/** By provider; a provider without any is left out. */
export function afterwards(
  references: References,
  added: readonly Reference[],
  removed: readonly Reference[],
): References {
  const kept = referencesOf({ references }).filter((one) => !removed.some((other) => isSame(one, other)));
  const all = Map.groupBy([...kept, ...added], ({ provider }) => provider);
  return Object.fromEntries([...all].map(([provider, each]) => [provider, each.map(({ reference }) => reference)]));
}

/** The same by provider, as a change names them; undefined for none. */
export function listed(references: readonly Reference[]): References | undefined {
  return references.length === 0 ? undefined : afterwards({}, references, []);
}

function named({ provider, reference }: Reference): Reference {
  return { provider, reference };
}

function isSame(a: Reference, b: Reference): boolean {
  return a.provider === b.provider && a.reference === b.reference;
}
