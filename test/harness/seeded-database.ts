import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { type Database, memoryDatabase } from '../../local/dynamo/database.ts';
import { RESOURCES } from '../../local/environment.ts';
import type { TableItem } from '../../shared/aws/table/pack.ts';

const MOST_AT_ONCE = 100;

/** A table in memory that holds these items. */
export async function seededDatabase(items: readonly TableItem[]): Promise<Database> {
  const database = memoryDatabase();
  for (let start = 0; start < items.length; start += MOST_AT_ONCE) {
    const batch = items.slice(start, start + MOST_AT_ONCE);
    await database.dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: batch.map((Item) => ({ Put: { TableName: RESOURCES.table, Item } })),
      }),
    );
  }
  return database;
}
