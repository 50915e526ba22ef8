import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DYNOXIDE_FILE, startTable } from './dynoxide.ts';
import { EmbeddedTable } from './embedded-table.ts';
import type { ItemStore } from './item-store.ts';
import { MemoryStore } from './memory-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import { createTable } from './table.ts';
import { watchWrites } from './write-watch.ts';

/** The table and its stream, at the SDK's `send`. */
export interface Database {
  readonly dynamodb: DynamoDBClient;
  readonly streams: Pick<DynamoDBStreamsClient, 'send'>;
  readonly streamArn: string;
  /** Whether the stream may have records that are not read yet. */
  readonly mayHaveNew: () => boolean;
  stop(): Promise<void>;
}

const STORE_FILE = 'items.sqlite';

/**
 * The table, on a file in `dataDirectory` or else in memory. A folder in which an earlier release had dynoxide keep the table goes on
 * with that.
 * @throws TableServerError, TableSchemaError, StoreFormatError
 */
export async function startDatabase(table: string, dataDirectory?: string): Promise<Database> {
  if (dataDirectory === undefined) return memoryDatabase();
  return existsSync(join(dataDirectory, DYNOXIDE_FILE))
    ? dynoxideDatabase(table, dataDirectory)
    : sqliteDatabase(dataDirectory);
}

/** The table in this process, which is gone with it. */
export function memoryDatabase(): Database {
  return embedded(new MemoryStore());
}

/** The table in this process, on a file in the folder. @throws StoreFormatError */
export function sqliteDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  return embedded(new SqliteStore(join(folder, STORE_FILE)));
}

function embedded(store: ItemStore): Database {
  const table = new EmbeddedTable({ store });
  const { stream } = table;
  return {
    dynamodb: table as unknown as DynamoDBClient,
    streams: stream as unknown as Database['streams'],
    streamArn: stream.arn,
    mayHaveNew: () => true,
    stop: async () => store.close(),
  };
}

/** Another implementation of DynamoDB, in a process of its own, on a file in `dataDirectory` or in a temporary folder. */
export async function dynoxideDatabase(table: string, dataDirectory?: string): Promise<Database> {
  const server = await startTable({ dataDirectory });
  try {
    const connection = {
      endpoint: server.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const dynamodb = new DynamoDBClient(connection);
    const mayHaveNew = watchWrites(dynamodb);
    const { streamArn } = await createTable(dynamodb, table);
    const streams = new DynamoDBStreamsClient(connection);
    return { dynamodb, streams, streamArn, mayHaveNew, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
