import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Day } from '../../core/calendar/types.ts';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { readDeadline } from './items.ts';
import { type ItemKey, keys, readKey, SHARDS } from './keys.ts';
import { pack, type TableItem } from './pack.ts';
import { itemsOf } from './pages.ts';

const { name: IndexName, partitionKey, sortKey } = TABLE_SCHEMA.indexes.due;

/** BatchGetItem takes at most this many keys. */
const MOST_KEYS = 100;

/** A deadline’s entry in the index `due`: its sort key `at`, contract and id. */
export interface DueEntry {
  readonly at: string;
  readonly contract: string;
  readonly id: string;
}

/** Where reading stands: for each shard of the index the last entry taken from it, null before its first. */
export type DuePosition = readonly (DueEntry | null)[];

export interface DueDeadline {
  readonly contract: string;
  readonly deadline: StoredDeadline;
  /** Pass this as `start` to go on after this deadline. */
  readonly position: DuePosition;
}

export interface DueQuery {
  /** The last instant lies on this day in UTC or later. */
  readonly from: Day;
  /** The last instant lies before this day in UTC begins. */
  readonly before: Day;
  /** The beginning when absent. */
  readonly start?: DuePosition | undefined;
  /** How many deadlines are read at a time. */
  readonly batchSize: number;
}

interface Placed {
  readonly entry: DueEntry;
  readonly position: DuePosition;
}

/**
 * Deadlines of all contracts, in any state, by last instant, then contract, then id. Batches are read on demand. The
 * index is eventually consistent, deadlines are read consistently: one that moves meanwhile comes with its new values
 * at the place of its old entry, and may come again at the place of its new one.
 */
export async function* deadlinesDue(
  client: DynamoDBClient,
  table: string,
  query: DueQuery,
): AsyncGenerator<DueDeadline, void> {
  let batch: Placed[] = [];
  for await (const placed of entriesInOrder(client, table, query)) {
    batch.push(placed);
    if (batch.length < query.batchSize) continue;
    yield* withDeadlines(client, table, batch);
    batch = [];
  }
  yield* withDeadlines(client, table, batch);
}

/** A shard of the index. `next` is its next entry, undefined at the end. */
interface Shard {
  readonly number: number;
  readonly entries: AsyncGenerator<DueEntry, undefined>;
  next: DueEntry | undefined;
}

/** Merges the entries of all shards into one order. */
async function* entriesInOrder(client: DynamoDBClient, table: string, query: DueQuery): AsyncGenerator<Placed, void> {
  const position = SHARDS.map((_, number) => query.start?.[number] ?? null);
  const shards = await Promise.all(
    SHARDS.map(async (shard, number): Promise<Shard> => {
      const entries = entriesOf(client, table, query, shard, position[number]);
      return { number, entries, next: (await entries.next()).value };
    }),
  );
  for (;;) {
    const first = shards.reduce((a, b) => (comesBefore(b.next, a.next) ? b : a));
    if (!first.next) return;
    position[first.number] = first.next;
    yield { entry: first.next, position: [...position] };
    first.next = (await first.entries.next()).value;
  }
}

async function* entriesOf(
  client: DynamoDBClient,
  table: string,
  { from, before, batchSize }: DueQuery,
  shard: string,
  last: DueEntry | null | undefined,
): AsyncGenerator<DueEntry, undefined> {
  const query = {
    TableName: table,
    IndexName,
    KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} BETWEEN :from AND :before`,
    ExpressionAttributeValues: pack({ ':shard': shard, ':from': from, ':before': before }),
  };
  const after = last && pack({ ...deadlineKeyOf(last), [partitionKey]: shard, [sortKey]: last.at });
  for await (const item of itemsOf(client, query, { pageSize: batchSize, ...(after && { after }) })) {
    const { contract, id } = readKey({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' });
    yield { at: item[sortKey]?.S ?? '', contract, id };
  }
}

function comesBefore(a: DueEntry | undefined, b: DueEntry | undefined): boolean {
  if (!a || !b) return a !== undefined;
  if (a.at !== b.at) return a.at < b.at;
  return a.contract === b.contract ? a.id < b.id : a.contract < b.contract;
}

function deadlineKeyOf({ contract, id }: DueEntry): ItemKey {
  return keys.deadline(contract, id);
}

/** Entries whose deadline does not exist are skipped. */
async function* withDeadlines(
  client: DynamoDBClient,
  table: string,
  batch: readonly Placed[],
): AsyncGenerator<DueDeadline, void> {
  const found = await getAll(
    client,
    table,
    batch.map(({ entry }) => deadlineKeyOf(entry)),
  );
  for (const { entry, position } of batch) {
    const { pk, sk } = deadlineKeyOf(entry);
    const item = found.get(`${pk} ${sk}`);
    if (item) yield { contract: entry.contract, deadline: readDeadline(item), position };
  }
}

/**
 * Reads items consistently; the result is keyed by `pk sk`. A key may be wanted twice, since the index may list a
 * deadline twice while its entry moves.
 */
async function getAll(
  client: DynamoDBClient,
  table: string,
  wanted: readonly ItemKey[],
): Promise<ReadonlyMap<string, TableItem>> {
  const found = new Map<string, TableItem>();
  const distinct = new Map(wanted.map((key) => [`${key.pk} ${key.sk}`, pack({ ...key })]));
  let rest = [...distinct.values()];
  while (rest.length > 0) {
    const Keys = rest.slice(0, MOST_KEYS);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) found.set(`${item.pk?.S} ${item.sk?.S}`, item);
    rest = [...rest.slice(MOST_KEYS), ...(UnprocessedKeys?.[table]?.Keys ?? [])];
  }
  return found;
}
