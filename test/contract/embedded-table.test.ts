import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, dynoxideDatabase, memoryDatabase } from '../../local/dynamo/database.ts';
import { hasDynoxide } from '../../local/dynamo/dynoxide.ts';
import { EmbeddedTable } from '../../local/dynamo/embedded-table.ts';
import { UnknownExpressionError } from '../../local/dynamo/expressions.ts';
import { MemoryStore } from '../../local/dynamo/memory-store.ts';
import { EMBEDDED } from '../harness/databases.ts';

const TableName = 'contracts';

/** One action on one of a few items, in the forms that the adapters use. */
interface Move {
  readonly sk: string;
  readonly form: (typeof FORMS)[number];
  readonly revision: number;
  readonly shard: string;
}

const FORMS = ['put', 'create', 'replace', 'set', 'remove', 'delete', 'absent'] as const;
/** Not in the order of UTF-16: the last two are where that of UTF-8 is another. */
const SORT_KEYS = ['contract', 'deadline#a', 'deadline#b', 'event#a', 'notice#\uff5e', 'notice#😀'];

const move: fc.Arbitrary<Move> = fc.record({
  sk: fc.constantFrom(...SORT_KEYS),
  form: fc.constantFrom(...FORMS),
  revision: fc.integer({ min: 1, max: 2 }),
  shard: fc.constantFrom('0', '1'),
});
const transactions = fc.array(fc.uniqueArray(move, { selector: ({ sk }) => sk, minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 12,
});

function actionOf(pk: string, { sk, form, revision, shard }: Move): TransactWriteItem {
  const Key = marshall({ pk, sk });
  const Item = marshall({
    pk,
    sk,
    head: { revision },
    body: new Uint8Array([revision]),
    agendaShard: shard,
    agendaAt: sk,
  });
  const expected = marshall({ ':expected': revision });
  switch (form) {
    case 'put':
      return { Put: { TableName, Item } };
    case 'create':
      return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
    case 'replace':
      return {
        Put: {
          TableName,
          Item,
          ConditionExpression: 'head.revision = :expected',
          ExpressionAttributeValues: expected,
        },
      };
    case 'set':
    case 'remove':
      return {
        Update: {
          TableName,
          Key,
          ConditionExpression: 'attribute_exists(pk)',
          UpdateExpression:
            form === 'set'
              ? 'SET notice = :notice, agendaShard = :shard'
              : 'SET notice = :notice REMOVE agendaShard, agendaAt',
          ExpressionAttributeValues: marshall({ ':notice': { revision }, ...(form === 'set' && { ':shard': shard }) }),
        },
      };
    case 'delete':
      return { Delete: { TableName, Key } };
    case 'absent':
      return { ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_not_exists(pk)' } };
  }
}

/** What a transaction came to: done, or why each of its actions was not. */
async function outcomeOf({ dynamodb }: Database, TransactItems: TransactWriteItem[]): Promise<unknown> {
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    return 'done';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return error.CancellationReasons?.map(({ Code }) => Code);
  }
}

const plain = (items: readonly Parameters<typeof unmarshall>[0][] = []) => items.map((item) => unmarshall(item));

/** Everything that can be read of one partition, by each way there is. */
async function readingsOf({ dynamodb }: Database, pk: string) {
  const query = async (KeyConditionExpression: string, values: Record<string, string>, IndexName?: string) => {
    const input = {
      TableName,
      KeyConditionExpression,
      ExpressionAttributeValues: marshall(values),
      ...(IndexName && { IndexName }),
    };
    return plain((await dynamodb.send(new QueryCommand(input))).Items).filter((item) => item.pk === pk);
  };
  const item = async (sk: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }))).Item;
  const batch = await dynamodb.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: SORT_KEYS.map((sk) => marshall({ pk, sk })) } } }),
  );
  const scan = await dynamodb.send(
    new ScanCommand({
      TableName,
      FilterExpression: 'sk = :sk AND begins_with(pk, :pk)',
      ExpressionAttributeValues: marshall({ ':sk': 'contract', ':pk': pk }),
      ProjectionExpression: 'pk',
    }),
  );
  return {
    range: await query('pk = :pk AND sk BETWEEN :from AND :to', { ':pk': pk, ':from': 'contract', ':to': 'event$' }),
    prefix: await query('pk = :pk AND begins_with(sk, :prefix)', { ':pk': pk, ':prefix': 'notice#' }),
    agenda: await query('agendaShard = :s AND agendaAt <= :until', { ':s': '0', ':until': 'event#a' }, 'agenda'),
    items: (await Promise.all(SORT_KEYS.map(item))).map((found) => found && unmarshall(found)),
    batch: plain(batch.Responses?.[TableName]).toSorted((a, b) => (a.sk < b.sk ? -1 : 1)),
    scan: plain(scan.Items),
  };
}

/** What the stream tells of one partition. */
async function changesOf({ streams, streamArn }: Database, pk: string) {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const [shard] = StreamDescription?.Shards ?? [];
  const start = { StreamArn: streamArn, ShardId: shard?.ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
  const changes: unknown[] = [];
  for (;;) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    if (Records.length === 0) return changes;
    for (const { eventName, dynamodb } of Records) {
      if (dynamodb?.Keys?.pk?.S !== pk) continue;
      const [before, after] = [dynamodb.OldImage, dynamodb.NewImage].map(
        (image) => image && unmarshall(image as never),
      );
      changes.push({ eventName, keys: dynamodb.Keys, before, after });
    }
    ShardIterator = NextShardIterator;
  }
}

describe.runIf(hasDynoxide()).each(EMBEDDED)('the table %s', (_, open) => {
  let real: Database;
  beforeAll(async () => {
    real = await dynoxideDatabase(TableName);
  });
  afterAll(() => real.stop());
  let partitions = 0;

  it('answers as another implementation does, whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(transactions, async (moves) => {
        partitions += 1;
        const pk = `contract#${partitions}`;
        const own = await open(TableName);
        for (const transaction of moves) {
          const actions = transaction.map((one) => actionOf(pk, one));
          expect(await outcomeOf(own, actions)).toEqual(await outcomeOf(real, actions));
        }
        expect(await readingsOf(own, pk)).toEqual(await readingsOf(real, pk));
        expect(await changesOf(own, pk)).toEqual(await changesOf(real, pk));
        await own.stop();
      }),
      { numRuns: 25 },
    );
  });

  it('deletes a single item, also one that is not there', async () => {
    const own = await open(TableName);
    for (const database of [own, real]) {
      const Key = marshall({ pk: 'contract#deleted', sk: 'contract' });
      await database.dynamodb.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] }),
      );
      for (let n = 0; n < 2; n += 1) await database.dynamodb.send(new DeleteItemCommand({ TableName, Key }));
      const { Item } = await database.dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      expect(Item).toBeUndefined();
    }
    await own.stop();
  });

  it('refuses what the other refuses', async () => {
    const put = (sk: string) => ({ Put: { TableName, Item: marshall({ pk: 'contract#refused', sk }) } });
    const refused = [
      Array.from({ length: 101 }, (_, n) => put(`event#${n}`)),
      [put('contract'), put('contract')],
      [put('')],
    ];
    const own = await open(TableName);
    for (const database of [own, real]) {
      for (const TransactItems of refused) {
        await expect(database.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow();
      }
    }
    await own.stop();
  });
});

describe('the embedded table', () => {
  it('lets its indexes follow later, and tells of all changes of one write', () => {
    const pending: (() => void)[] = [];
    const written: number[] = [];
    const table = new EmbeddedTable({
      store: new MemoryStore((_, apply) => pending.push(apply)),
      onWrite: (changes) => written.push(changes.length),
    });
    const put = (sk: string) => ({
      Put: { TableName, Item: marshall({ pk: 'contract#a', sk, agendaShard: '0', agendaAt: '2026' }) },
    });
    table.answer(new TransactWriteItemsCommand({ TransactItems: [put('deadline#a'), put('deadline#b')] }));
    const found = () => {
      const query = new QueryCommand({
        ...{ TableName, IndexName: 'agenda', KeyConditionExpression: 'agendaShard = :shard AND agendaAt <= :at' },
        ExpressionAttributeValues: marshall({ ':shard': '0', ':at': '2027' }),
      });
      return (table.answer(query) as { Items: unknown[] }).Items.length;
    };
    expect([written, found()]).toEqual([[2], 0]);
    for (const apply of pending) apply();
    expect(found()).toBe(2);
  });

  it('guesses at no expression that it does not know', async () => {
    const { dynamodb } = memoryDatabase();
    const Item = marshall({ pk: 'contract#a', sk: 'contract' });
    const put = (ConditionExpression: string) =>
      dynamodb.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item, ConditionExpression } }] }),
      );
    await expect(put('size(pk) > :n')).rejects.toThrow(UnknownExpressionError);
    const update = { TableName, Key: Item, UpdateExpression: 'ADD revision :one' };
    const adding = new TransactWriteItemsCommand({ TransactItems: [{ Update: update }] });
    await expect(dynamodb.send(adding)).rejects.toThrow(UnknownExpressionError);
  });
});
