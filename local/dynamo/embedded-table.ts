import { setImmediate as turn } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import { clientFault, metadata, unknownCommand } from '../aws/errors.ts';
import { EmbeddedStream } from './embedded-stream.ts';
import { fulfils, type Item, updated } from './expressions.ts';
import { requireSize, requireSizes } from './item-size.ts';
import type { Index, ItemStore, Key } from './item-store.ts';
import { keyRange } from './key-condition.ts';
import { MemoryStore } from './memory-store.ts';
import { only, pageOf } from './pages.ts';

const { partitionKey, sortKey, indexes } = TABLE_SCHEMA;
const MOST_ACTIONS = 100;
const MOST_KEYS = 100;

/** One item before and after a write. */
export interface ItemChange {
  readonly key: Key;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface EmbeddedTableOptions {
  /** Where the items are kept; in memory when absent. */
  readonly store?: ItemStore;
  /** Told of all changes of one write, once they are made. */
  readonly onWrite?: (changes: readonly ItemChange[]) => void;
}

/**
 * The one table in this process, at the SDK's `send`: what the adapters ask of DynamoDB and no more. `test/contract`
 * holds it against another implementation of DynamoDB.
 */
export class EmbeddedTable {
  readonly stream = new EmbeddedStream();
  readonly #store: ItemStore;
  readonly #onWrite: (changes: readonly ItemChange[]) => void;

  constructor({ store = new MemoryStore(), onWrite = () => undefined }: EmbeddedTableOptions = {}) {
    this.#store = store;
    this.#onWrite = onWrite;
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    // Other work gets its turn first, as with a call over the network.
    await turn();
    return this.answer(command);
  }

  /** As `send`, at once. */
  answer(command: unknown): object {
    return { ...this.#answer(command), $metadata: metadata() };
  }

  #answer(command: unknown): object {
    if (command instanceof GetItemCommand) return { Item: this.#get(command.input.Key) };
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof TransactWriteItemsCommand) return this.#transact(command.input);
    if (command instanceof PutItemCommand) return this.#alone({ Put: command.input });
    if (command instanceof DeleteItemCommand) return this.#alone({ Delete: command.input });
    if (command instanceof ScanCommand) return this.#scan(command.input);
    if (command instanceof BatchGetItemCommand) return { Responses: this.#getAll(command.input.RequestItems) };
    throw unknownCommand('EmbeddedTable', command);
  }

  #get(key: Item | undefined): Item | undefined {
    return this.#store.get(primaryKeyOf(key));
  }

  #getAll(requests: BatchGetItemCommandInput['RequestItems'] = {}): Record<string, Item[]> {
    return Object.fromEntries(
      Object.entries(requests).map(([table, { Keys = [], ProjectionExpression }]) => {
        if (Keys.length > MOST_KEYS) throw new RangeError(`${Keys.length} keys in one batch`);
        if (new Set(Keys.map((key) => primaryKeyOf(key).join(' '))).size < Keys.length)
          throw new TypeError('a key twice');
        const found = Keys.map((key) => this.#get(key)).filter((item) => item !== undefined);
        const names = ProjectionExpression?.split(', ');
        return [table, names ? found.map((item) => only(item, names)) : found];
      }),
    );
  }

  #query(input: QueryCommandInput): object {
    const { IndexName, KeyConditionExpression = '', ExpressionAttributeValues: values } = input;
    const index = Object.values(indexes).find(({ name }) => name === IndexName);
    if (IndexName !== undefined && !index) throw new TypeError(`a query of ${IndexName}, which is no index`);
    const { partition, ...range } = keyRange(index ?? TABLE_SCHEMA, KeyConditionExpression, values);
    const walk = { ...range, isForward: input.ScanIndexForward ?? true, after: input.ExclusiveStartKey };
    if (!index) return pageOf(this.#store.partition(partition, walk), KEY_NAMES, input);
    return pageOf(this.#store.index(index, partition, walk), keyNames(index), input);
  }

  /** `Limit` counts the items read, not those that pass the filter. */
  #scan(input: ScanCommandInput): object {
    const { FilterExpression, ExpressionAttributeValues: values, ProjectionExpression, ExclusiveStartKey } = input;
    const after = ExclusiveStartKey && primaryKeyOf(ExclusiveStartKey);
    const { Items, ...rest } = pageOf(this.#store.all(after), KEY_NAMES, input);
    const found = FilterExpression ? Items.filter((item) => fulfils(item, FilterExpression, values)) : Items;
    const names = ProjectionExpression?.split(', ');
    return { Items: names ? found.map((item) => only(item, names)) : found, ...rest };
  }

  /** A single write whose condition fails is a ConditionalCheckFailedException, not a cancelled transaction. */
  #alone(write: Pick<TransactWriteItem, 'Put' | 'Delete'>): object {
    try {
      return this.#transact({ TransactItems: [write] });
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const Item = error.CancellationReasons?.[0]?.Item;
      const message = 'The conditional request failed';
      throw new ConditionalCheckFailedException({ message, ...(Item && { Item }), ...clientFault(400) });
    }
  }

  #transact({ TransactItems = [] }: TransactWriteItemsCommandInput): object {
    if (TransactItems.length > MOST_ACTIONS) throw new RangeError(`${TransactItems.length} actions in one transaction`);
    const actions = TransactItems.map(actionOf);
    const touched = new Set(actions.map(({ key }) => key.join(' ')));
    if (touched.size < actions.length) throw new TypeError('two actions of one transaction touch the same item');
    const changes = this.#store.together(() => this.#apply(actions));
    for (const { key, before, after } of changes) {
      if (before || after) this.stream.add({ [partitionKey]: { S: key[0] }, [sortKey]: { S: key[1] } }, before, after);
    }
    this.#onWrite(changes);
    return {};
  }

  #apply(actions: readonly Action[]): readonly ItemChange[] {
    const found = actions.map((action) => ({ ...action, before: this.#store.get(action.key) }));
    const failed = found.map(({ before, condition, values, shows }): Failure => {
      if (condition === undefined || fulfils(before, condition, values)) return undefined;
      return { item: shows ? before : undefined };
    });
    if (failed.some((failure) => failure)) throw cancelled(failed);
    const changes = found.flatMap(({ key, before, write }) => (write ? [{ key, before, after: write(before) }] : []));
    const written = changes.map(({ after }) => after).filter((item) => item !== undefined);
    for (const item of written) requireSize(item);
    requireSizes(written);
    for (const { key, after } of changes) this.#store.put(key, after);
    return changes;
  }
}

const KEY_NAMES = [partitionKey, sortKey];
const keyNames = (index: Index) => [...KEY_NAMES, index.partitionKey, index.sortKey];

type Write = (before: Item | undefined) => Item | undefined;

interface Action {
  readonly key: Key;
  readonly condition: string | undefined;
  readonly values: Item | undefined;
  /** Whether a failed condition is answered with the item that stands there. */
  readonly shows: boolean;
  readonly write?: Write;
}

/** A condition that failed, with the item where it is to be shown. */
type Failure = { readonly item: Item | undefined } | undefined;

function actionOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Action {
  const action = Put ?? Update ?? Delete ?? ConditionCheck;
  const condition = action?.ConditionExpression;
  const values = action?.ExpressionAttributeValues;
  const shows = action?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  if (Put) return { key: primaryKeyOf(Put.Item), condition, values, shows, write: () => Put.Item };
  if (Delete) return { key: primaryKeyOf(Delete.Key), condition, values, shows, write: () => undefined };
  if (!Update) return { key: primaryKeyOf(ConditionCheck?.Key), condition, values, shows };
  const { Key, UpdateExpression = '' } = Update;
  return {
    key: primaryKeyOf(Key),
    condition,
    values,
    shows,
    write: (before) => updated(before ?? Key ?? {}, UpdateExpression, values),
  };
}

function primaryKeyOf(item: Item | undefined): Key {
  const [pk, sk] = [item?.[partitionKey]?.S, item?.[sortKey]?.S];
  if (!pk || !sk) throw new TypeError(`an item without a key: ${JSON.stringify(item)}`);
  return [pk, sk];
}

function cancelled(failed: readonly Failure[]): TransactionCanceledException {
  const CancellationReasons = failed.map((one) =>
    one
      ? {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          ...(one.item && { Item: one.item }),
        }
      : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ message, CancellationReasons, ...clientFault(400) });
}
