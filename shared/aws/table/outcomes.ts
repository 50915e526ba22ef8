import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type Delivery, deliverySchema } from '../../inbound/delivery.ts';
import { deliveryUpdates } from './delivery-item.ts';
import { type ItemKey, keys } from './keys.ts';
import { pack } from './pack.ts';
import { learnedAction } from './references.ts';

/** What became of a delivery, written in one transaction with what it brought about. */
export interface Outcome {
  /** As it is to be stored. The write is refused unless the stored one has the revision before. */
  readonly delivery: Delivery;
  /** How many days it is kept if it is at its end. */
  readonly retentionDays: number;
  /** The provider's references under which it begins to wait. */
  readonly waits?: readonly string[];
  /** Those under which it no longer waits. */
  readonly waitsNoMore?: readonly string[];
  /** The contracts that it names, as it begins to wait for a person. */
  readonly holds?: readonly string[];
  /** Those that it no longer holds up. */
  readonly frees?: readonly string[];
  /** The provider's ids by which later messages name a contract. */
  readonly learns?: readonly { readonly reference: string; readonly contract: string }[];
}

/** The most references under which one outcome has a delivery begin to wait, or wait no more. */
export const MOST_POINTERS = 12;

/** The most contracts that one outcome has a delivery begin to hold up, or hold up no more. */
export const MOST_HELD = 12;

/** One action of a transaction and the key it is about. `delivery`: it fails only if the delivery was written meanwhile. */
export interface OutcomeAction {
  readonly what: 'delivery' | 'waiting';
  readonly key: ItemKey;
  readonly action: TransactWriteItem;
}

/**
 * The actions of an outcome, for a transaction that may hold others.
 * @throws ZodError for a delivery that could not be read back
 */
export function outcomeActions(table: string, outcome: Outcome): OutcomeAction[] {
  const delivery = deliverySchema.parse(outcome.delivery);
  const { retentionDays, waits = [], waitsNoMore = [], holds = [], frees = [], learns = [] } = outcome;
  const { provider, id } = delivery;
  const waiting = (key: ItemKey, action: TransactWriteItem): OutcomeAction => ({ what: 'waiting', key, action });
  const put = (key: ItemKey, more: Readonly<Record<string, string>>) =>
    waiting(key, { Put: { TableName: table, Item: pack({ ...key, ...more }) } });
  const remove = (key: ItemKey) => waiting(key, { Delete: { TableName: table, Key: pack({ ...key }) } });
  return [
    ...deliveryUpdates(table, delivery, retentionDays).map(
      (action): OutcomeAction => ({ what: 'delivery', key: keys.delivery(id), action }),
    ),
    ...waits.map((reference) => put(keys.waiting(provider, reference, id), { delivery: id })),
    ...waitsNoMore.map((reference) => remove(keys.waiting(provider, reference, id))),
    ...holds.map((contract) => put(keys.undecided(contract, id), { delivery: id, receivedAt: delivery.receivedAt })),
    ...frees.map((contract) => remove(keys.undecided(contract, id))),
    ...learns.map(
      ({ reference, contract }): OutcomeAction => ({
        what: 'waiting',
        ...learnedAction(table, contract, { provider, reference }),
      }),
    ),
  ];
}

/** How many actions those are. */
export function actionsOf({
  delivery,
  waits = [],
  waitsNoMore = [],
  holds = [],
  frees = [],
  learns = [],
}: Outcome): number {
  const pointers = [waits, waitsNoMore, holds, frees, learns].reduce((sum, { length }) => sum + length, 0);
  return 1 + delivery.parts + pointers;
}

/** False: the delivery was written meanwhile, or another transaction held an item. Nothing is written; read it again. */
export async function writeOutcome(client: DynamoDBClient, table: string, outcome: Outcome): Promise<boolean> {
  const TransactItems = outcomeActions(table, outcome).map(({ action }) => action);
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code = '' }) => MOVED.has(Code))) return false;
    throw error;
  }
}

const MOVED: ReadonlySet<string> = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
