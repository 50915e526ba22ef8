import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { RESOURCES } from '../../local/environment.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import type { DeliveryQuery } from '../../shared/aws/table/delivery-list.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { WaitingTable } from '../../shared/aws/table/waiting.ts';
import { DATABASES } from '../harness/databases.ts';
import { deliveryAt } from '../harness/deliveries.ts';

describe.each(DATABASES)('the list of deliveries %s', (_, open) => {
  let database: Database;
  let deliveries: DeliveryTable;
  const instants = ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.500Z', '2026-11-20T08:00:01Z', '2026-11-21T00:00:00Z'];
  const ids = instants.flatMap((at) => ['a', 'b', 'c'].map((name) => `${name}_${Date.parse(at)}`));
  beforeAll(async () => {
    database = await open(RESOURCES.table);
    deliveries = new DeliveryTable(database.dynamodb, RESOURCES.table);
    const store = new DeliveryStore(database.dynamodb, RESOURCES.table);
    for (const at of instants)
      for (const name of ['b', 'c', 'a'])
        await store.store(deliveryAt(at, `${name}_${Date.parse(at)}`), new TextEncoder().encode('{}'));
    // One of them has failed.
    const read = await deliveries.read(`stripe~default~${ids[4]}`);
    if (read) await deliveries.write({ ...read, state: 'failed', revision: read.revision + 1 }, 90);
  });
  afterAll(() => database.stop());

  async function listed(query: Partial<DeliveryQuery> = {}): Promise<string[]> {
    const found: string[] = [];
    const all = { states: ['stored', 'failed'], order: 'oldest-first', batchSize: 5, ...query } as const;
    for await (const { delivery } of deliveries.list(all)) found.push(delivery.eventId ?? '');
    return found;
  }

  it('has every one once, by when it came in and by id, from either end', async () => {
    expect(await listed()).toEqual(ids);
    expect(await listed({ order: 'newest-first' })).toEqual(ids.toReversed());
    expect(await listed({ states: ['failed'] })).toEqual([ids[4]]);
  });

  it('goes on after any of them', async () => {
    for (const order of ['oldest-first', 'newest-first'] as const) {
      const positions: string[] = [];
      const query = { states: ['stored', 'failed'], order, batchSize: 3 } as const;
      for await (const { position } of deliveries.list(query)) positions.push(position);
      const whole = await listed({ order });
      for (const [n, after] of positions.entries()) expect(await listed({ order, after })).toEqual(whole.slice(n + 1));
    }
  });

  it('is bounded by days and by instants, both included', async () => {
    expect(await listed({ from: '2026-11-21' })).toEqual(ids.slice(9));
    expect(await listed({ to: '2026-11-20' })).toEqual(ids.slice(0, 9));
    expect(await listed({ to: '2026-11-20T08:00:00Z' })).toEqual(ids.slice(0, 3));
    expect(await listed({ from: '2026-11-20T08:00:00.500Z', to: '2026-11-20T08:00:01Z' })).toEqual(ids.slice(3, 9));
    expect(await listed({ from: '2026-11-22', to: '2026-11-21' })).toEqual([]);
  });

  it('has one once that the index still has under its old state as well', async () => {
    const moving = {
      send: async (command: QueryCommand) => {
        const answer = await database.dynamodb.send(command);
        const partition = command.input.ExpressionAttributeValues?.[':partition']?.S;
        if (!partition?.startsWith('stored#')) return answer;
        const values = {
          ...command.input.ExpressionAttributeValues,
          ':partition': { S: partition.replace('stored', 'failed') },
        };
        const { Items: moved = [] } = await database.dynamodb.send(
          new QueryCommand({ ...command.input, ExpressionAttributeValues: values }),
        );
        const both = [...(answer.Items ?? []), ...moved];
        return { Items: both.toSorted((a, b) => ((a.inboundAt?.S ?? '') < (b.inboundAt?.S ?? '') ? -1 : 1)) };
      },
    } as unknown as DynamoDBClient;
    const found: string[] = [];
    const query = { states: ['stored', 'failed'], order: 'oldest-first', batchSize: 50 } as const;
    for await (const { delivery } of new DeliveryTable(moving, RESOURCES.table).list(query))
      found.push(delivery.eventId ?? '');
    expect(found).toEqual(ids);
  });

  it('is short for whoever looks for what waits', async () => {
    const found: string[] = [];
    for await (const each of new WaitingTable(database.dynamodb, RESOURCES.table).list({ batchSize: 2 }))
      if ('delivery' in each) found.push(each.delivery.eventId ?? '');
    expect(found).toEqual([ids[4]]);
  });
});
