import { gunzipSync } from 'node:zlib';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Delivery, type DeliveryState, deliverySchema } from '../../inbound/delivery.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { groupsOf, INBOUND_AGENDA } from './delivery-item.ts';
import { type DeliveryQuery, type ListedDelivery, listDeliveries } from './delivery-list.ts';
import { deliveryIn, type ItemKey, inboundPartitions, keys, SHARDS } from './keys.ts';
import { type Outcome, writeOutcome } from './outcomes.ts';
import { pack, type TableItem, unpack } from './pack.ts';
import { itemsOf } from './pages.ts';

const { agenda, inbound } = TABLE_SCHEMA.indexes;

/** Most entries of an index in one request. */
const MOST_IN_A_PAGE = 1000;

/** A delivery as it came in. */
export interface StoredDelivery {
  readonly delivery: Delivery;
  /** The bytes that the provider signed. */
  readonly body: Uint8Array;
}

/** A delivery to be worked on, and since when (instants, UTC). */
export interface DueDelivery {
  readonly id: string;
  readonly at: string;
}

/** A part of a body is missing, which no write leaves behind. */
class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

/** The deliveries of payment providers in the one table. Every read of a delivery is strongly consistent. */
export class DeliveryTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(id: string): Promise<Delivery | undefined> {
    const item = await this.#get(keys.delivery(id));
    return item && readDelivery(item);
  }

  async load(id: string): Promise<StoredDelivery | undefined> {
    const item = await this.#get(keys.delivery(id));
    if (!item) return undefined;
    const delivery = readDelivery(item);
    const parts = Array.from({ length: delivery.parts }, (_, part) => this.#part(id, part));
    const compressed = delivery.parts === 0 ? item.body?.B : Buffer.concat(await Promise.all(parts));
    if (!compressed) throw new MissingPartError(`delivery ${id} has no body`);
    return { delivery, body: gunzipSync(compressed) };
  }

  /**
   * Writes a delivery over the revision before its own. False: somebody else has written it meanwhile, and nothing is written.
   */
  write(delivery: Delivery, retentionDays: number): Promise<boolean> {
    return this.decide({ delivery, retentionDays });
  }

  /** Writes what became of a delivery, as `write` does. */
  async decide(outcome: Outcome): Promise<boolean> {
    return writeOutcome(this.#client, this.#table, outcome);
  }

  /** Deliveries that should have been worked on by `until`, the longest waiting of each shard first; at most `most`. */
  async due(until: string, most: number): Promise<DueDelivery[]> {
    const found = await Promise.all(
      SHARDS.map((shard) =>
        this.#first(most, {
          IndexName: agenda.name,
          KeyConditionExpression: `${agenda.partitionKey} = :shard AND ${agenda.sortKey} <= :until`,
          ExpressionAttributeValues: pack({ ':shard': `${INBOUND_AGENDA}${shard}`, ':until': until }),
        }),
      ),
    );
    return found
      .flat()
      .map((item) => ({ id: deliveryIn(item.pk?.S ?? ''), at: item[agenda.sortKey]?.S ?? '' }))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .slice(0, most);
  }

  /** The delivery of a state that came in first, and when (instant, UTC); undefined if there is none. By the index, which lags. */
  async oldest(state: DeliveryState): Promise<{ readonly id: string; readonly receivedAt: string } | undefined> {
    const found = await Promise.all(
      inboundPartitions(groupsOf(state)).map((partition) =>
        this.#first(1, {
          IndexName: inbound.name,
          KeyConditionExpression: `${inbound.partitionKey} = :shard AND ${inbound.sortKey} BETWEEN :from AND :to`,
          ExpressionAttributeValues: pack({ ':shard': partition, ':from': '0', ':to': 'z' }),
        }),
      ),
    );
    const first = found.flat().map((item) => ({
      id: deliveryIn(item.pk?.S ?? ''),
      receivedAt: `${item[inbound.sortKey]?.S?.split('#')[0]}Z`,
    }));
    return first.sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt))[0];
  }

  /** Deliveries in any of some states, by when they were received: `listDeliveries`. */
  list(query: DeliveryQuery): AsyncGenerator<ListedDelivery, void> {
    return listDeliveries(this.#client, this.#table, query);
  }

  async #part(id: string, part: number): Promise<Uint8Array> {
    const item = await this.#get(keys.deliveryPart(id, part));
    const bytes = item?.bytes?.B;
    if (!bytes) throw new MissingPartError(`part ${part} of delivery ${id} is missing`);
    return bytes;
  }

  async #get(key: ItemKey): Promise<TableItem | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack({ ...key }), ConsistentRead: true }),
    );
    return Item;
  }

  async #first(most: number, query: Omit<Parameters<typeof itemsOf>[1], 'TableName'>): Promise<TableItem[]> {
    const items: TableItem[] = [];
    for await (const item of itemsOf(
      this.#client,
      { TableName: this.#table, ...query },
      { pageSize: Math.min(most, MOST_IN_A_PAGE) },
    )) {
      items.push(item);
      if (items.length === most) break;
    }
    return items;
  }
}

function readDelivery(item: TableItem): Delivery {
  return deliverySchema.parse(unpack(item).delivery);
}
