import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasDynoxide, startTable, TableServerError } from '../../../local/dynamo/dynoxide.ts';
import { createTable, TableSchemaError } from '../../../local/dynamo/table.ts';
import { dataFolder } from './folder.ts';

const MODULE = new URL('../../../local/dynamo/dynoxide.ts', import.meta.url).href;

function client(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
}

async function server(dataDirectory?: string) {
  const started = await startTable({ dataDirectory });
  onTestFinished(() => started.stop());
  return { ...started, table: client(started.endpoint) };
}

const put = (table: DynamoDBClient, sk: string, more: Record<string, { S: string } | { B: Uint8Array }> = {}) =>
  table.send(
    new PutItemCommand({ TableName: 'clauseclock', Item: { pk: { S: 'contract#a' }, sk: { S: sk }, ...more } }),
  );

const get = async (table: DynamoDBClient, sk: string) =>
  (
    await table.send(
      new GetItemCommand({
        TableName: 'clauseclock',
        Key: { pk: { S: 'contract#a' }, sk: { S: sk } },
        ConsistentRead: true,
      }),
    )
  ).Item;

/** Whether a process exists and is not a zombie. */
function lives(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function endOf(pid: number): Promise<boolean> {
  for (let poll = 0; poll < 400 && lives(pid); poll += 1) await setTimeout(5);
  return !lives(pid);
}

describe.runIf(hasDynoxide())('dynoxide, where it is installed', () => {
  it('does what the code relies on: transactions with reasons, strong reads, sparse key-only indexes', async () => {
    const { table } = await server();
    await createTable(table, 'clauseclock');
    await put(table, 'head', { v: { S: '1' } });
    await put(table, 'deadline#1', {
      agendaShard: { S: '0' },
      agendaAt: { S: '2026-12-05T00:00:00Z' },
      other: { S: 'x' },
    });
    const refused = table.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'clauseclock', Item: { pk: { S: 'contract#a' }, sk: { S: 'event#1' } } } },
          {
            Update: {
              TableName: 'clauseclock',
              Key: { pk: { S: 'contract#a' }, sk: { S: 'head' } },
              UpdateExpression: 'SET v = :next',
              ConditionExpression: 'v = :expected',
              ExpressionAttributeValues: { ':next': { S: '3' }, ':expected': { S: '2' } },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { v: { S: '1' } } }],
    });
    expect(await get(table, 'event#1')).toBeUndefined();
    const { Items } = await table.send(
      new QueryCommand({
        TableName: 'clauseclock',
        IndexName: 'agenda',
        KeyConditionExpression: 'agendaShard = :shard AND agendaAt <= :now',
        ExpressionAttributeValues: { ':shard': { S: '0' }, ':now': { S: '2027' } },
      }),
    );
    expect(Items).toEqual([
      {
        pk: { S: 'contract#a' },
        sk: { S: 'deadline#1' },
        agendaShard: { S: '0' },
        agendaAt: { S: '2026-12-05T00:00:00Z' },
      },
    ]);
  });

  it('creates the table once and refuses one with other keys', async () => {
    const { table } = await server();
    const first = await createTable(table, 'clauseclock');
    expect(await createTable(table, 'clauseclock')).toEqual(first);
    await table.send(
      new CreateTableCommand({
        TableName: 'other',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expect(createTable(table, 'other')).rejects.toThrow(TableSchemaError);
  });

  it('gives a table of an earlier release the indexes it lacks, with what is stored', async () => {
    const { table } = await server();
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' as const },
      { AttributeName: sort, KeyType: 'RANGE' as const },
    ];
    await table.send(
      new CreateTableCommand({
        TableName: 'clauseclock',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'agendaShard', 'agendaAt'].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'agenda',
            KeySchema: keys('agendaShard', 'agendaAt'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    await put(table, 'deadline#1', { dueShard: { S: '0' }, dueAt: { S: '2026-12-05T00:00:00#a#1' } });
    const first = await createTable(table, 'clauseclock');
    const { Items } = await table.send(
      new QueryCommand({
        TableName: 'clauseclock',
        IndexName: 'due',
        KeyConditionExpression: 'dueShard = :shard',
        ExpressionAttributeValues: { ':shard': { S: '0' } },
      }),
    );
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['deadline#1']);
    expect(await createTable(table, 'clauseclock')).toEqual(first);
  });

  it('keeps its items in the data folder', async () => {
    const folder = dataFolder();
    const first = await server(folder);
    await createTable(first.table, 'clauseclock');
    await put(first.table, 'head', { v: { S: '1' } });
    await first.stop();
    const second = await server(folder);
    await createTable(second.table, 'clauseclock');
    expect(await get(second.table, 'head')).toMatchObject({ v: { S: '1' } });
  });

  it.each(['process.exit(0)', 'process.kill(process.pid, "SIGTERM")', 'process.kill(process.pid, "SIGKILL")'])(
    'does not outlive a process that ends by %s',
    async (end) => {
      const folder = dataFolder();
      const script = `import { startTable } from '${MODULE}'; await startTable({ dataDirectory: process.argv[1] }); ${end};`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: 'inherit' });
      await once(parent, 'exit');
      const pid = Number(readFileSync(join(folder, 'dynoxide.pid'), 'utf8'));
      expect(pid).toBeGreaterThan(1);
      expect(await endOf(pid)).toBe(true);
    },
  );

  it('stops a server that was left behind on its file, and leaves other processes alone', async () => {
    const folder = dataFolder();
    // Looks like the server to /proc, and holds on until it is told to end.
    const stale = spawn('/bin/sh', ['-c', 'while :; do sleep 0.1; done', 'serve', join(folder, 'table.sqlite')], {
      stdio: 'ignore',
    });
    const bystander = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => {
      stale.kill('SIGKILL');
      bystander.kill('SIGKILL');
    });
    writeFileSync(join(folder, 'dynoxide.pid'), `${stale.pid}\n`);
    await (await server(folder)).stop();
    expect(await endOf(stale.pid ?? 0)).toBe(true);
    writeFileSync(join(folder, 'dynoxide.pid'), `${bystander.pid}\n`);
    await (await server(folder)).stop();
    expect(lives(bystander.pid ?? 0)).toBe(true);
  });
});

it('says of a folder whose table it keeps that it is missing', async () => {
  const missing = startTable({ binary: undefined, dataDirectory: 'clauses' });
  await expect(missing).rejects.toThrow(TableServerError);
  await expect(missing).rejects.toThrow(
    /table\.sqlite is of an earlier release and needs dynoxide.*choose another folder with --data/,
  );
});
