import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { type ItemKey, inboundPartitions, withoutZone } from './keys.ts';
import { inOrder } from './merge.ts';
import { pack } from './pack.ts';
import { itemsOf } from './pages.ts';

const { name: IndexName, partitionKey, sortKey } = TABLE_SCHEMA.indexes.inbound;

export interface InboundQuery {
  /** Of the index: `groupsOf` a delivery's state, or `letter`. */
  readonly groups: readonly string[];
  /** On this day in UTC, or at this instant (UTC), or later. */
  readonly from?: string | undefined;
  /** On this day in UTC, or up to this instant (UTC), both included. */
  readonly to?: string | undefined;
  readonly order: 'oldest-first' | 'newest-first';
  /** The position of the last entry that was taken; the beginning when absent. */
  readonly after?: string | undefined;
  /** How many entries are read at a time. */
  readonly batchSize: number;
}

export interface InboundEntry {
  /** The sort key, unique and in the order of the list: pass it as `after` to go on after this entry. */
  readonly position: string;
  readonly key: ItemKey;
}

/**
 * Entries of the index `inbound`, by time, then by id. The index is eventually consistent: while an item moves from one
 * group to another, it may be listed in both, and comes once.
 */
export async function* inboundEntries(
  client: DynamoDBClient,
  table: string,
  query: InboundQuery,
): AsyncGenerator<InboundEntry, void> {
  const sources = inboundPartitions(query.groups).map((partition) => entriesOf(client, table, query, partition));
  const isForward = query.order === 'oldest-first';
  const comesBefore = (a: InboundEntry, b: InboundEntry) =>
    isForward ? a.position < b.position : a.position > b.position;
  let last: string | undefined;
  for await (const { entry } of inOrder(sources, comesBefore)) {
    if (entry.position !== last) yield entry;
    last = entry.position;
  }
}

async function* entriesOf(
  client: DynamoDBClient,
  table: string,
  query: InboundQuery,
  partition: string,
): AsyncGenerator<InboundEntry, void> {
  const { from, to } = rangeOf(query);
  // DynamoDB refuses such a range.
  if (from > to) return;
  const request = {
    TableName: table,
    IndexName,
    KeyConditionExpression: `${partitionKey} = :partition AND ${sortKey} BETWEEN :from AND :to`,
    ExpressionAttributeValues: pack({ ':partition': partition, ':from': from, ':to': to }),
    ScanIndexForward: query.order === 'oldest-first',
  };
  for await (const item of itemsOf(client, request, { pageSize: query.batchSize })) {
    const position = item[sortKey]?.S ?? '';
    if (position !== query.after) yield { position, key: { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' } };
  }
}

/** Sorts before and after every sort key: they begin with a digit. */
const FIRST = '0';
const LAST = ':';

/**
 * The sort keys to read, `<instant without Z>#<id>`. The text of an instant is followed by `#`, or by a fraction: `$` comes
 * between the two. The text of a day is followed by `T`: `U` comes after it.
 */
function rangeOf({ from, to, after, order }: InboundQuery): { from: string; to: string } {
  const start = from === undefined ? FIRST : withoutZone(from);
  const end = to === undefined ? LAST : `${withoutZone(to)}${to.includes('T') ? '$' : 'U'}`;
  if (after === undefined) return { from: start, to: end };
  if (order === 'oldest-first') return { from: after > start ? after : start, to: end };
  return { from: start, to: after < end ? after : end };
}
