import {
  ConditionalCheckFailedException,
  PutItemCommand,
  type PutItemCommandInput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../local/dynamo/database.ts';
import { DATABASES } from '../harness/databases.ts';

const TableName = 'contracts';

describe.each(DATABASES)('the table %s', (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open(TableName);
  });
  afterAll(() => database.stop());

  const put = (item: Record<string, unknown>, changes: Partial<PutItemCommandInput> = {}) =>
    database.dynamodb.send(new PutItemCommand({ TableName, Item: marshall(item), ...changes }));

  it('puts a single item on a condition, or says that it does not hold', async () => {
    const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
    const over = (revision: number) => ({
      ConditionExpression: 'job.revision = :before',
      ExpressionAttributeValues: marshall({ ':before': revision }),
    });
    const job = (revision: number) => ({ pk: 'job#one', sk: 'job', job: { revision } });
    await expect(put(job(2), over(1))).rejects.toThrow(ConditionalCheckFailedException);
    await put(job(1), absent);
    await expect(put(job(1), absent)).rejects.toThrow(ConditionalCheckFailedException);
    await put(job(2), over(1));
    await expect(put(job(2), over(1))).rejects.toThrow(ConditionalCheckFailedException);
  });

  it('is scanned in pages: a limit counts what is looked at, and no item is left out or comes twice', async () => {
    const partitions = Array.from({ length: 9 }, (_, n) => `contract#scan-${n}`);
    for (const pk of partitions) for (const sk of ['contract', 'event#a', 'event#b']) await put({ pk, sk, n: 1 });
    const found: string[] = [];
    const sizes: number[] = [];
    let start: ScanCommandOutput['LastEvaluatedKey'];
    do {
      const page = await database.dynamodb.send(
        new ScanCommand({
          TableName,
          ConsistentRead: true,
          Limit: 4,
          FilterExpression: 'sk = :head AND begins_with(pk, :contract)',
          ExpressionAttributeValues: marshall({ ':head': 'contract', ':contract': 'contract#scan-' }),
          ProjectionExpression: 'pk',
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      found.push(...(page.Items ?? []).map((item) => item.pk?.S ?? ''));
      sizes.push(page.Items?.length ?? 0);
      start = page.LastEvaluatedKey;
    } while (start);
    expect(found.toSorted()).toEqual(partitions);
    expect(sizes.length).toBeGreaterThanOrEqual(Math.ceil((3 * partitions.length) / 4));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
  });
});
