import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, dynoxideDatabase, memoryDatabase, sqliteDatabase } from '../../local/dynamo/database.ts';
import { hasDynoxide } from '../../local/dynamo/dynoxide.ts';
import { RESOURCES } from '../../local/environment.ts';

/** The embedded table on a file that goes when it is stopped. */
export function fileDatabase(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-table-'));
  const database = sqliteDatabase(folder);
  return {
    ...database,
    stop: async () => {
      await database.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

type Open = (table: string) => Promise<Database>;

/** Both stores of the embedded table. */
export const EMBEDDED: readonly (readonly [string, Open])[] = [
  ['in memory', async () => memoryDatabase()],
  ['in a file', async () => fileDatabase()],
];

/** Those, and another implementation of DynamoDB where it exists. */
export const DATABASES: readonly (readonly [string, Open])[] = [
  ...EMBEDDED,
  ...(hasDynoxide() ? [['in another implementation', dynoxideDatabase] as const] : []),
];

/** What stacks of tests run on: CLAUSECLOCK_TEST_TABLE is `memory` (the default), `file` or `dynoxide`. */
export async function testDatabase(): Promise<Database> {
  const named = process.env.CLAUSECLOCK_TEST_TABLE ?? 'memory';
  if (named === 'memory') return memoryDatabase();
  if (named === 'file') return fileDatabase();
  if (named === 'dynoxide') return dynoxideDatabase(RESOURCES.table);
  throw new Error(`CLAUSECLOCK_TEST_TABLE=${named}: use memory, file or dynoxide.`);
}
