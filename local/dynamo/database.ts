import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { startTable } from './dynoxide.ts';
import { MemoryTable } from './memory-table.ts';
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

/** The embedded database with its table, on a file in `dataDirectory` or in a temporary folder. */
export async function startDatabase(table: string, dataDirectory?: string): Promise<Database> {
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

/** The table in this process, which is gone with it. */
export function memoryDatabase(): Database {
  const table = new MemoryTable();
  const { stream } = table;
  return {
    dynamodb: table as unknown as DynamoDBClient,
    streams: stream as unknown as Database['streams'],
    streamArn: stream.arn,
    mayHaveNew: () => true,
    stop: async () => undefined,
  };
}
