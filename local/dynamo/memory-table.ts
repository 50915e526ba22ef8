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
import { fulfils, type Item, updated } from './expressions.ts';
import { requireSize } from './item-size.ts';
import { MemoryStream } from './memory-stream.ts';
import { only, pageOf } from './pages.ts';

const { partitionKey, sortKey, indexes } = TABLE_SCHEMA;
const MOST_ACTIONS = 100;
const MOST_KEYS = 100;

/** One item before and after a write. */
export interface ItemChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface MemoryTableOptions {
  /** When the indexes follow a write: at once, or whenever `apply` is called. Writes to one item are to be applied in order. */
  readonly followLater?: (key: string, apply: () => void) => void;
  /** Told of all changes of one write, once they are made. */
  readonly onWrite?: (changes: readonly ItemChange[]) => void;
}

/**
 * The one table in this process, at the SDK's `send`: what the adapters ask of DynamoDB and no more. Tests run on it
 * where the database itself is not what they are about; `test/contract` holds it against the database.
 */
export class MemoryTable {
  readonly stream = new MemoryStream();
  readonly #partitions = new Map<string, Map<string, Item>>();
  /** Entries of each index, by its partition and the item's key. */
  readonly #indexes = new Map(Object.values(indexes).map(({ name }) => [name, new Map<string, Map<string, Item>>()]));

  readonly #options: MemoryTableOptions;

  constructor(options: MemoryTableOptions = {}) {
    this.#options = options;
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
    throw unknownCommand('MemoryTable', command);
  }

  #get(key: Item | undefined): Item | undefined {
    const [pk, sk] = primaryKeyOf(key);
    return this.#partitions.get(pk)?.get(sk);
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
    const [, name = '', equal = ''] = /^(\w+) = (:\w+) AND /.exec(KeyConditionExpression) ?? [];
    if (name !== (index?.partitionKey ?? partitionKey)) throw new TypeError(`a query by ${name}, which is no such key`);
    const partition = values?.[equal]?.S ?? '';
    const own = (index ? this.#indexes.get(index.name) : this.#partitions)?.get(partition)?.values() ?? [];
    const found = [...own].filter((item) => fulfils(item, KeyConditionExpression, values));
    if (!index) return pageOf(found, [sortKey], [partitionKey, sortKey], input);
    return pageOf(found, [index.sortKey, partitionKey, sortKey], keyNames(index), input);
  }

  /** `Limit` counts the items read, not those that pass the filter. */
  #scan(input: ScanCommandInput): object {
    const { FilterExpression, ExpressionAttributeValues: values, ProjectionExpression } = input;
    const all = [...this.#partitions.values()].flatMap((items) => [...items.values()]);
    const { Items, ...rest } = pageOf(all, [partitionKey, sortKey], [partitionKey, sortKey], input);
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
    const failed = actions.map(({ key, condition, values, shows }): Failure => {
      const item = this.#partitions.get(key[0])?.get(key[1]);
      if (condition === undefined || fulfils(item, condition, values)) return undefined;
      return { item: shows ? item : undefined };
    });
    if (failed.some((failure) => failure)) throw cancelled(failed);
    for (const { key, write } of actions) {
      const after = write?.(this.#partitions.get(key[0])?.get(key[1]));
      if (after) requireSize(after);
    }
    const changes = actions.flatMap(({ key, write }) => (write ? [this.#put(key, write)] : []));
    this.#options.onWrite?.(changes);
    return {};
  }

  /** An item without both attributes of an index is not in it. */
  #updateIndex(index: Index, key: string, before: Item | undefined, after: Item | undefined): void {
    const partitions = this.#indexes.get(index.name);
    const left = before?.[index.partitionKey]?.S;
    if (left !== undefined) partitions?.get(left)?.delete(key);
    const entered = after?.[index.sortKey]?.S === undefined ? undefined : after[index.partitionKey]?.S;
    if (after === undefined || entered === undefined) return;
    const entries = partitions?.get(entered) ?? new Map<string, Item>();
    partitions?.set(entered, entries.set(key, only(after, keyNames(index))));
  }

  #put([pk, sk]: Key, write: Write): ItemChange {
    const items = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, items);
    const before = items.get(sk);
    const after = write(before);
    if (after) items.set(sk, after);
    else items.delete(sk);
    const key = `${pk} ${sk}`;
    const follow = () => {
      for (const index of Object.values(indexes)) this.#updateIndex(index, key, before, after);
    };
    if (this.#options.followLater) this.#options.followLater(key, follow);
    else follow();
    if (before || after) this.stream.add({ [partitionKey]: { S: pk }, [sortKey]: { S: sk } }, before, after);
    return { before, after };
  }
}

type Index = (typeof indexes)[keyof typeof indexes];

const keyNames = (index: Index) => [partitionKey, sortKey, index.partitionKey, index.sortKey];

type Key = readonly [string, string];
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
