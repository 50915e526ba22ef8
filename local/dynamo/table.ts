import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';

const KEYS = [TABLE_SCHEMA, ...Object.values(TABLE_SCHEMA.indexes)];

/** The table of that name has other keys or indexes, so it cannot be used. */
export class TableSchemaError extends Error {
  override readonly name = 'TableSchemaError';
}

/**
 * Creates the table, with its stream, unless it exists already with the same keys; answers once it can be used. Indexes that a
 * table of an earlier release lacks are added.
 */
export async function createTable(
  client: Pick<DynamoDBClient, 'send'>,
  name: string,
): Promise<{ readonly streamArn: string }> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(name)));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
  let table = await activeTable(client, name);
  for (const index of missingIndexes(name, table)) {
    const { AttributeDefinitions } = tableDefinition(name);
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await client.send(new UpdateTableCommand({ TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
    table = await activeTable(client, name);
  }
  return { streamArn: requireSchema(name, table) };
}

/** Changes of a table are answered before they are finished; DynamoDB Local and dynoxide need a moment at most. */
async function activeTable(client: Pick<DynamoDBClient, 'send'>, name: string): Promise<TableDescription> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE' && (Table.GlobalSecondaryIndexes ?? []).every(isActive)) return Table;
    await setTimeout(5);
  }
  throw new Error(`The table ${name} did not become active. Check the database at the table's endpoint.`);
}

function isActive({ IndexStatus = 'ACTIVE' }: { readonly IndexStatus?: string | undefined }): boolean {
  return IndexStatus === 'ACTIVE';
}

/** None of a table with other keys, which is not ours. */
function missingIndexes(
  name: string,
  { KeySchema, GlobalSecondaryIndexes = [] }: TableDescription,
): GlobalSecondaryIndex[] {
  if (JSON.stringify(KeySchema) !== JSON.stringify(keySchema(TABLE_SCHEMA))) return [];
  const known = new Set(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  return tableDefinition(name).GlobalSecondaryIndexes.filter(({ IndexName }) => !known.has(IndexName));
}

function tableDefinition(name: string) {
  const attributes = new Set(KEYS.flatMap((key) => [key.partitionKey, key.sortKey]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [...attributes].map((attribute) => ({
      AttributeName: attribute,
      AttributeType: 'S' as const,
    })),
    KeySchema: keySchema(TABLE_SCHEMA),
    GlobalSecondaryIndexes: Object.values(TABLE_SCHEMA.indexes).map(
      (index): GlobalSecondaryIndex => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      }),
    ),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  };
}

function keySchema(key: { readonly partitionKey: string; readonly sortKey: string }) {
  return [
    { AttributeName: key.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: key.sortKey, KeyType: 'RANGE' as const },
  ];
}

/** Answers with the stream's ARN. */
function requireSchema(name: string, table: TableDescription): string {
  const expected = tableDefinition(name);
  const shown = (indexes: readonly { readonly IndexName?: string | undefined; readonly KeySchema?: unknown }[]) =>
    indexes
      .map((index) => `${index.IndexName} ${JSON.stringify(index.KeySchema)}`)
      .sort()
      .join('; ');
  const same =
    JSON.stringify(table.KeySchema) === JSON.stringify(expected.KeySchema) &&
    shown(table.GlobalSecondaryIndexes ?? []) === shown(expected.GlobalSecondaryIndexes);
  if (same && table.LatestStreamArn !== undefined) return table.LatestStreamArn;
  throw new TableSchemaError(
    `The table ${name} exists with other keys, indexes or without a stream. Use another data folder.`,
  );
}
