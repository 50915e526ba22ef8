import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Delivery, type DeliveryState, deliverySchema } from '../../inbound/delivery.ts';
import { getAll, inBatches } from './batch.ts';
import { groupsOf } from './delivery-item.ts';
import { type InboundQuery, inboundEntries } from './inbound-index.ts';
import { unpack } from './pack.ts';

export interface DeliveryQuery extends Omit<InboundQuery, 'groups'> {
  readonly states: readonly DeliveryState[];
}

export interface ListedDelivery {
  readonly delivery: Delivery;
  /** Pass this as `after` to go on after this delivery. */
  readonly position: string;
}

/**
 * Deliveries in any of some states, by when they were received, then by id. Batches are read on demand. Deliveries are read
 * consistently: one that was worked on meanwhile comes with its present state, which may be another than those asked for.
 */
export async function* listDeliveries(
  client: DynamoDBClient,
  table: string,
  { states, ...query }: DeliveryQuery,
): AsyncGenerator<ListedDelivery, void> {
  for await (const batch of inBatches(
    inboundEntries(client, table, { ...query, groups: states.flatMap(groupsOf) }),
    query.batchSize,
  )) {
    const found = await getAll(
      client,
      table,
      batch.map(({ key }) => key),
      ['delivery'],
    );
    for (const { position, key } of batch) {
      const item = found.get(`${key.pk} ${key.sk}`);
      // Absent once the time for which it is kept is over.
      if (item) yield { delivery: deliverySchema.parse(unpack(item).delivery), position };
    }
  }
}
