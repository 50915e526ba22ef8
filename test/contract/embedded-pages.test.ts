import {
  BatchGetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, dynoxideDatabase } from '../../local/dynamo/database.ts';
import { hasDynoxide } from '../../local/dynamo/dynoxide.ts';
import { EMBEDDED } from '../harness/databases.ts';

const TableName = 'contracts';

type Query = Omit<QueryCommandInput, 'TableName'>;

/** Every page of a query, as keys and starting key, with the limits in turn. */
async function pagesOf({ dynamodb }: Database, query: Query, limits: readonly (number | undefined)[]) {
  const pages: unknown[] = [];
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const limit = limits[pages.length % limits.length];
    const { Items, LastEvaluatedKey } = await dynamodb.send(
      new QueryCommand({
        TableName,
        ...query,
        ...(limit !== undefined && { Limit: limit }),
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    pages.push({ keys: Items?.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`), LastEvaluatedKey });
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return pages;
}

describe.runIf(hasDynoxide()).each(EMBEDDED)('a query of the table %s', (_, open) => {
  let real: Database;
  let own: Database;
  let runs = 0;
  beforeAll(async () => {
    real = await dynoxideDatabase(TableName);
    own = await open(TableName);
  });
  afterAll(() => Promise.all([real.stop(), own.stop()]));

  async function put(items: readonly Record<string, unknown>[]): Promise<void> {
    for (const { dynamodb } of [real, own]) {
      for (const item of items) {
        const TransactItems = [{ Put: { TableName, Item: marshall(item) } }];
        await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
      }
    }
  }

  const entry = fc.record({ pk: fc.constantFrom('a', 'b', 'b-2'), sk: fc.nat(30), at: fc.constantFrom('1', '2', '3') });
  const entries = fc.uniqueArray(entry, { selector: ({ pk, sk }) => `${pk} ${sk}`, maxLength: 12 });
  const limits = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

  it('comes in the same pages, by index and by key', async () => {
    await fc.assert(
      fc.asyncProperty(entries, limits, async (drawn, sizes) => {
        runs += 1;
        const shard = `run-${runs}`;
        await put(drawn.map(({ pk, sk, at }) => ({ pk: `${runs}#${pk}`, sk: `e#${sk}`, dueShard: shard, dueAt: at })));
        const byIndex = {
          IndexName: 'due',
          KeyConditionExpression: 'dueShard = :shard AND dueAt BETWEEN :from AND :to',
          ExpressionAttributeValues: marshall({ ':shard': shard, ':from': '1', ':to': '2' }),
        };
        const byKey = {
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: marshall({ ':pk': `${runs}#b`, ':prefix': 'e#' }),
        };
        for (const query of [byIndex, byKey]) {
          expect(await pagesOf(own, query, sizes)).toEqual(await pagesOf(real, query, sizes));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('ends a page before it has more than a megabyte', async () => {
    const sizes = [300_000, 300_000, 300_000, 399_000, 1, 399_000, 249_000, 399_000];
    await put(
      sizes.map((size, n) => ({ pk: 'large', sk: `e#${n}`, body: 'ä'.repeat(size / 2), list: [1, { a: 'b' }] })),
    );
    const query = {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': 'large', ':prefix': 'e#' }),
    };
    const pages = await pagesOf(real, query, [undefined]);
    expect(pages).toHaveLength(3);
    expect(await pagesOf(own, query, [undefined])).toEqual(pages);
  });

  it('goes on after a key that is not there', async () => {
    await put([1, 3].map((n) => ({ pk: 'gap', sk: `e#${n}` })));
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': 'gap', ':prefix': 'e#' }),
      ExclusiveStartKey: marshall({ pk: 'gap', sk: 'e#2' }),
    };
    for (const { dynamodb } of [own, real]) {
      const { Items, LastEvaluatedKey } = await dynamodb.send(new QueryCommand(query));
      expect(Items).toEqual([marshall({ pk: 'gap', sk: 'e#3' })]);
      expect(LastEvaluatedKey).toBeUndefined();
    }
  });

  const refused: readonly (readonly [string, Query])[] = [
    ['no limit at all', { Limit: 0 }],
    ['a starting key that lacks a part', { ExclusiveStartKey: marshall({ pk: 'gap' }) }],
  ];
  it.each(refused)('is refused with %s, as by the other', async (_, changes) => {
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': 'gap', ':prefix': 'e#' }),
      ...changes,
    };
    for (const { dynamodb } of [own, real]) {
      await expect(dynamodb.send(new QueryCommand(query))).rejects.toThrow();
    }
  });

  it('of a batch refuses more than a hundred keys, and a key twice', async () => {
    const keyOf = (n: number) => marshall({ pk: 'batch', sk: `e#${n}` });
    for (const Keys of [Array.from({ length: 101 }, (_, n) => keyOf(n)), [keyOf(1), keyOf(1)]]) {
      for (const { dynamodb } of [own, real]) {
        const batch = new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } });
        await expect(dynamodb.send(batch)).rejects.toThrow();
      }
    }
  });
});
