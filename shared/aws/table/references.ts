import { type DynamoDBClient, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isCustomerReference } from '../../core/webhooks/references.ts';
import { type ItemKey, keys } from './keys.ts';
import { pack, unpack } from './pack.ts';

/** Most contracts that one customer of a provider leads to. */
export const MOST_CONTRACTS_OF_A_CUSTOMER = 100;
/** Most contracts that are read of one payment: an invoice of several subscriptions is paid at once. */
export const MOST_LEARNED = 20;

export interface Reference {
  readonly provider: string;
  readonly reference: string;
}

/** Each reference once, at its first place. */
export function distinct(references: readonly Reference[]): Reference[] {
  return [...new Map(references.map((one) => [keys.reference(one.provider, one.reference).pk, one])).values()];
}

/** The references that are none of the others. */
export function without(references: readonly Reference[], others: readonly Reference[]): Reference[] {
  const gone = new Set(others.map(({ provider, reference }) => keys.reference(provider, reference).pk));
  return references.filter(({ provider, reference }) => !gone.has(keys.reference(provider, reference).pk));
}

/**
 * Whom a reference leads to. `owner`: the one contract it belongs to. `customer`: the contracts of a provider's customer,
 * at least one, by id. `taught`: the contract with which a person recorded this payment or invoice. `learned`: those that
 * recorded a message about it, mostly one.
 */
export interface Owners {
  readonly kind: 'owner' | 'customer' | 'taught' | 'learned';
  readonly contracts: readonly string[];
}

/** What is stored about a reference at one moment. A write that depends on it holds it unchanged. */
export interface ReferenceState extends Reference {
  /** Under the one key for one contract. Items of customers lay there before they could have several. */
  readonly alone?: string;
  /** A customer's contracts that are stored one by one. */
  readonly listed: readonly string[];
  /** Rises with every change of a customer's list; 0 where there was none. */
  readonly revision: number;
}

/** A reference that leads to the contract of the commit, or no longer does. */
export interface ReferenceChange extends Reference {
  readonly change: 'added' | 'removed';
  /** The contract from which an added one is taken, in the same transaction. */
  readonly from?: string;
  /** As it was read; may be left out where nothing was stored about it. */
  readonly state?: ReferenceState;
}

/** Strongly consistent. Reads at most the contracts of one customer. */
export async function readReference(
  client: DynamoDBClient,
  table: string,
  { provider, reference }: Reference,
): Promise<ReferenceState> {
  const { pk, sk } = keys.reference(provider, reference);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: pack({ ':pk': pk, ':sk': sk }),
      Limit: MOST_CONTRACTS_OF_A_CUSTOMER + 2,
    }),
  );
  const items = Items.map((item) => unpack(item));
  const at = (key: ItemKey) => items.find((item) => item.sk === key.sk);
  const alone = at(keys.reference(provider, reference));
  const listed = items.filter((item) => String(item.sk).startsWith(`${sk}#`)).map((item) => String(item.contract));
  const revision = Number(at(keys.customer(provider, reference))?.revision ?? 0);
  return { provider, reference, listed, revision, ...(alone && { alone: String(alone.contract) }) };
}

/** The contracts that a reference leads to, each once. */
export function contractsOf({ alone, listed }: ReferenceState): readonly string[] {
  return alone === undefined || listed.includes(alone) ? listed : [alone, ...listed].sort();
}

/** Whom a reference leads to; undefined if to no contract. Strongly consistent. */
export async function ownersOf(
  client: DynamoDBClient,
  table: string,
  reference: Reference,
): Promise<Owners | undefined> {
  const contracts = contractsOf(await readReference(client, table, reference));
  const isCustomer = isCustomerReference(reference.provider, reference.reference);
  if (contracts.length > 0) return { kind: isCustomer ? 'customer' : 'owner', contracts };
  return readLearned(client, table, reference);
}

async function readLearned(
  client: DynamoDBClient,
  table: string,
  { provider, reference }: Reference,
): Promise<Owners | undefined> {
  const { pk, sk } = keys.taught(provider, reference);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: pack({ ':pk': pk, ':sk': sk }),
      Limit: MOST_LEARNED,
    }),
  );
  const found = Items.map((item) => unpack(item));
  const taught = found.filter((item) => item.sk === sk);
  const contracts = (taught.length > 0 ? taught : found).map(({ contract }) => String(contract));
  return contracts.length > 0 ? { kind: taught.length > 0 ? 'taught' : 'learned', contracts } : undefined;
}

/** The write by which an id that later messages name leads to the contract that recorded something of it. */
export function learnedAction(table: string, contract: string, { provider, reference }: Reference) {
  const key = keys.learned(provider, reference, contract);
  return { key, action: { Put: { TableName: table, Item: pack({ ...key, contract }) } } };
}

/** The write by which an id leads to the contract with which a person recorded it. It is refused if a person did so before. */
export function taughtAction(table: string, contract: string, { provider, reference }: Reference) {
  const key = keys.taught(provider, reference);
  return { key, action: { Put: { TableName: table, Item: pack({ ...key, contract }), ...ABSENT } } };
}

/** An id that leads to a contract no longer. */
export interface Forgotten extends Reference {
  /** Whether a person's event or a provider's message had it lead there. */
  readonly from: 'taught' | 'learned';
}

export function forgottenAction(table: string, contract: string, { provider, reference, from }: Forgotten) {
  if (from === 'taught') {
    const key = keys.taught(provider, reference);
    return { key, action: { Delete: { TableName: table, Key: pack({ ...key }), ...ownedBy(contract) } } };
  }
  const key = keys.learned(provider, reference, contract);
  return { key, action: { Delete: { TableName: table, Key: pack({ ...key }) } } };
}

/** One action of a transaction and the key it is about. `list`: it fails only if the list was changed meanwhile. */
export interface ReferenceAction {
  readonly what: 'reference' | 'list';
  readonly key: ItemKey;
  readonly action: TransactWriteItem;
}

/** The writes that make a reference lead to a contract, or no longer. */
export function referenceActions(table: string, contract: string, change: ReferenceChange): ReferenceAction[] {
  const { provider, reference } = change;
  const state = change.state ?? { provider, reference, listed: [], revision: 0 };
  const before = change.change === 'removed' ? contract : change.from;
  const after = change.change === 'removed' ? undefined : contract;
  if (isCustomerReference(provider, reference)) return customerActions(table, state, before, after);
  const key = keys.reference(provider, reference);
  const condition = before === undefined ? ABSENT : ownedBy(before);
  const action: TransactWriteItem =
    after === undefined
      ? { Delete: { TableName: table, Key: pack({ ...key }), ...condition } }
      : { Put: { TableName: table, Item: pack({ ...key, contract: after }), ...condition } };
  return [{ what: 'reference', key, action }];
}

function customerActions(
  table: string,
  { provider, reference, alone, revision }: ReferenceState,
  before: string | undefined,
  after: string | undefined,
): ReferenceAction[] {
  const listed = (contract: string) => keys.ofCustomer(provider, reference, contract);
  const list = keys.customer(provider, reference);
  const actions: ReferenceAction[] = [
    {
      what: 'list',
      key: list,
      action: {
        Put: { TableName: table, Item: pack({ ...list, revision: revision + 1 }), ...atRevision(revision) },
      },
    },
  ];
  if (before !== undefined) {
    const key = alone === before ? keys.reference(provider, reference) : listed(before);
    const action = { Delete: { TableName: table, Key: pack({ ...key }), ...ownedBy(before) } };
    actions.push({ what: 'reference', key, action });
  }
  if (after !== undefined) {
    const key = listed(after);
    const action = { Put: { TableName: table, Item: pack({ ...key, contract: after }), ...ABSENT } };
    actions.push({ what: 'reference', key, action });
  }
  return actions;
}

const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' };

function ownedBy(contract: string) {
  return { ConditionExpression: 'contract = :contract', ExpressionAttributeValues: pack({ ':contract': contract }) };
}

function atRevision(revision: number) {
  if (revision === 0) return ABSENT;
  return { ConditionExpression: 'revision = :revision', ExpressionAttributeValues: pack({ ':revision': revision }) };
}
