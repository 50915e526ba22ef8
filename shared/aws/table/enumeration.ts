import { type DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { keys, readKey } from './keys.ts';
import { pack, type TableItem, unpack } from './pack.ts';

/** At most this many entries of the agenda are in a page. */
export const MOST_RUNGS = 100;
/** At most this many items are read for a page of contracts. Most of them are not contracts, so a page lists few. */
export const MOST_SCANNED = 500;

/** A deadline that has a rung to come, as far as the index knows. */
export interface OpenRung {
  readonly contract: string;
  readonly deadline: string;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** The cursor of the page after it, absent on the last page. */
  readonly next?: string;
}

/** A cursor that is not the `next` of a page. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/**
 * Lists all items of one kind in pages. An item that exists and keeps its key from the first page to the last is
 * listed; an item that is written or moved meanwhile may be missing.
 */
export class Enumeration {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * The ids of all contracts, in no order, by a consistent scan of the whole table. An index would lack the contracts that
   * were written before the index existed.
   */
  async contracts(cursor?: string): Promise<Page<string>> {
    const head = keys.head('');
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new ScanCommand({
        TableName: this.#table,
        ConsistentRead: true,
        Limit: MOST_SCANNED,
        FilterExpression: 'sk = :head AND begins_with(pk, :contract)',
        ExpressionAttributeValues: pack({ ':head': head.sk, ':contract': head.pk }),
        ProjectionExpression: 'pk',
        ExclusiveStartKey: startAfter(cursor),
      }),
    );
    return pageOf(
      Items.map(({ pk }) => readKey({ pk: pk?.S ?? '', sk: head.sk }).contract),
      LastEvaluatedKey,
    );
  }

  /**
   * The deadlines with a rung to come in one shard of the agenda, by the instant at which the sweep would take them up.
   * The index may lag behind the table: read the deadline itself before acting on it.
   */
  async openRungs(shard: string, cursor?: string): Promise<Page<OpenRung>> {
    const { name, partitionKey, sortKey } = TABLE_SCHEMA.indexes.agenda;
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: name,
        Limit: MOST_RUNGS,
        KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} <= :until`,
        ExpressionAttributeValues: pack({ ':shard': shard, ':until': END_OF_TIME }),
        ExclusiveStartKey: startAfter(cursor),
      }),
    );
    const found = Items.map(({ pk, sk }) => readKey({ pk: pk?.S ?? '', sk: sk?.S ?? '' }));
    return pageOf(
      found.filter(({ kind }) => kind === 'deadline').map(({ contract, id }) => ({ contract, deadline: id })),
      LastEvaluatedKey,
    );
  }
}

/** Later than anything on the agenda. */
const END_OF_TIME = '9999';

/** A cursor is the key at which its page ended: every part of every key is text. */
function pageOf<Entry>(entries: readonly Entry[], end: TableItem | undefined): Page<Entry> {
  return { entries, ...(end && { next: JSON.stringify(unpack(end)) }) };
}

const keySchema = z.record(z.string(), z.string());

function startAfter(cursor: string | undefined): TableItem | undefined {
  if (cursor === undefined) return undefined;
  try {
    return pack(keySchema.parse(JSON.parse(cursor)));
  } catch {
    throw new InvalidCursorError(
      `the cursor ${cursor.slice(0, 40)} is not the \`next\` of a page; begin without a cursor`,
    );
  }
}
