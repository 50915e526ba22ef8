import { gzipSync } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type Put,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Delivery } from '../../inbound/delivery.ts';
import { deliveryItem, partItem } from './delivery-item.ts';
import { pack, type TableItem, unpack } from './pack.ts';

/** A delivery whose own item would be larger has its body in parts. DynamoDB takes 400 KB, and the outcome is yet to come. */
const MOST_ITEM_BYTES = 300 * 1024;
const PART_BYTES = 256 * 1024;
/** How often another body under a known id is tried to be noted, while somebody else writes the delivery. */
const TRIES = 3;

/** `known`: it was stored before. `worked`: nothing is to be done any more, or a person decides. */
export interface Stored {
  readonly state: 'stored' | 'known';
  readonly worked: boolean;
  /** Whether the known delivery came with another body. */
  readonly other: boolean;
}

/**
 * Where deliveries are put when they come in. It only puts items, and reads none but what DynamoDB answers when a condition
 * fails: its function may do no more.
 */
export class DeliveryStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Stores a delivery with its body, unless it is stored already: one conditional write, in parts if the body needs them. */
  async store(received: Omit<Delivery, 'parts'>, body: Uint8Array): Promise<Stored> {
    const compressed = gzipSync(body);
    const fits = compressed.byteLength + Buffer.byteLength(JSON.stringify(received)) <= MOST_ITEM_BYTES;
    const parts = fits ? [] : inParts(compressed);
    const delivery = { ...received, parts: parts.length };
    const item = deliveryItem(delivery, fits ? compressed : undefined);
    const refused = await this.#put(
      { Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
      parts.map((bytes, part) => partItem(delivery.id, part, bytes)),
    );
    if (!refused) return { state: 'stored', worked: false, other: false };
    const known = deliveryOf(refused.item);
    const other = known !== undefined && known.hash !== delivery.hash;
    if (other) await this.#note(refused.item, { hash: delivery.hash, at: delivery.receivedAt });
    return { state: 'known', worked: known?.state !== 'stored', other };
  }

  /** Notes the first other body under a known id. Gives up where others keep writing the delivery: it is for information. */
  async #note(stored: TableItem | undefined, other: NonNullable<Delivery['other']>): Promise<void> {
    let item = stored;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const known = deliveryOf(item);
      if (!item || !known || known.other !== undefined) return;
      const delivery = { ...known, other, revision: known.revision + 1 };
      const refused = await this.#put({
        Item: { ...item, ...pack({ delivery }) },
        ConditionExpression: 'delivery.revision = :expected',
        ExpressionAttributeValues: pack({ ':expected': known.revision }),
      });
      if (!refused) return;
      item = refused.item;
    }
  }

  /** Undefined once it is written; the item that stands there where its condition fails. */
  async #put(
    put: Omit<Put, 'TableName'> & Pick<Put, 'Item'>,
    parts: readonly TableItem[] = [],
  ): Promise<{ readonly item: TableItem | undefined } | undefined> {
    const conditional = { ...put, TableName: this.#table, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    try {
      if (parts.length === 0) await this.#client.send(new PutItemCommand(conditional));
      else {
        const others = parts.map((Item) => ({ Put: { TableName: this.#table, Item } }));
        await this.#client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: conditional }, ...others] }));
      }
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { item: error.Item };
      const [first] = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (first?.Code === 'ConditionalCheckFailed') return { item: first.Item };
      throw error;
    }
  }
}

function inParts(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.byteLength / PART_BYTES);
  return Array.from({ length: count }, (_, part) => bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
}

/** The delivery of an item that a `DeliveryStore` or `DeliveryTable` wrote. */
function deliveryOf(item: TableItem | undefined): Delivery | undefined {
  const delivery = item?.delivery;
  return delivery?.M && (unpack({ delivery }).delivery as Delivery);
}
