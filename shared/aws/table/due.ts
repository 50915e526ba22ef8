import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Day } from '../../core/calendar/types.ts';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { getAll, inBatches } from './batch.ts';
import { readDeadline } from './items.ts';
import { type ItemKey, keys, readKey, SHARDS } from './keys.ts';
import { inOrder } from './merge.ts';
import { pack } from './pack.ts';
import { itemsOf } from './pages.ts';

const { name: IndexName, partitionKey, sortKey } = TABLE_SCHEMA.indexes.due;

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
  for await (const batch of inBatches(entriesInOrder(client, table, query), query.batchSize)) {
    yield* withDeadlines(client, table, batch);
  }
}

/** Merges the entries of all shards into one order. */
async function* entriesInOrder(client: DynamoDBClient, table: string, query: DueQuery): AsyncGenerator<Placed, void> {
  const position = SHARDS.map((_, number) => query.start?.[number] ?? null);
  const shards = SHARDS.map((shard, number) => entriesOf(client, table, query, shard, position[number]));
  for await (const { entry, source } of inOrder(shards, comesBefore)) {
    position[source] = entry;
    yield { entry, position: [...position] };
  }
}

async function* entriesOf(
  client: DynamoDBClient,
  table: string,
  { from, before, batchSize }: DueQuery,
  shard: string,
  last: DueEntry | null | undefined,
): AsyncGenerator<DueEntry, void> {
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

function comesBefore(a: DueEntry, b: DueEntry): boolean {
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
