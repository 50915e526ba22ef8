import { type DynamoDBClient, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { pack, type TableItem } from './items.ts';
import { keys, readKey } from './keys.ts';

/** At most this many entries of the agenda in a page. */
export const MOST_RUNGS = 100;
/** At most this many items are read for a page of contracts. Most of them are no contracts, so most pages hold a few. */
export const MOST_SCANNED = 500;

/** A deadline that has a step to come, or had when the index was written. */
export interface OpenRung {
  readonly contract: string;
  readonly deadline: string;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** The cursor of the page after it, absent on the last page. */
  readonly next?: string;
}

/** A cursor that no page had. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/**
 * Lists everything of one kind in pages. What exists and keeps its key from the first page to the last is listed; what is
 * written meanwhile may be listed or not.
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
   * The deadlines with a step to come in one shard of the agenda, by the instant at which the sweep would look after them.
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
  return { entries, ...(end && { next: JSON.stringify(unmarshall(end)) }) };
}

const keySchema = z.record(z.string(), z.string());

function startAfter(cursor: string | undefined): TableItem | undefined {
  if (cursor === undefined) return undefined;
  try {
    return pack(keySchema.parse(JSON.parse(cursor)));
  } catch {
    throw new InvalidCursorError(`the cursor ${cursor.slice(0, 40)} is not one of a page`);
  }
}
