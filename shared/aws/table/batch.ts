import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { ItemKey } from './keys.ts';
import { pack, type TableItem } from './pack.ts';

/** BatchGetItem takes at most this many keys. */
const MOST_KEYS = 100;

/**
 * Reads items consistently; the result is keyed by `pk sk`. A key may be wanted twice, since an index may list an item
 * twice while its entry moves. `attributes`: the only ones to answer; all when absent.
 */
export async function getAll(
  client: DynamoDBClient,
  table: string,
  wanted: readonly ItemKey[],
  attributes?: readonly string[],
): Promise<ReadonlyMap<string, TableItem>> {
  const found = new Map<string, TableItem>();
  const distinct = new Map(wanted.map(({ pk, sk }) => [`${pk} ${sk}`, pack({ pk, sk })]));
  const projection = attributes && { ProjectionExpression: ['pk', 'sk', ...attributes].join(', ') };
  let rest = [...distinct.values()];
  while (rest.length > 0) {
    const Keys = rest.slice(0, MOST_KEYS);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true, ...projection } } }),
    );
    for (const item of Responses?.[table] ?? []) found.set(`${item.pk?.S} ${item.sk?.S}`, item);
    rest = [...rest.slice(MOST_KEYS), ...(UnprocessedKeys?.[table]?.Keys ?? [])];
  }
  return found;
}

/** Items in batches of a size; the last may be smaller. */
export async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[], void> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
