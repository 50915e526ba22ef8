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
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTable, TableServerError } from '../../../local/dynamo/dynoxide.ts';
import { type StreamConsumer, TableStream } from '../../../local/dynamo/stream.ts';
import { createTable, TableSchemaError } from '../../../local/dynamo/table.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';
import { dataFolder } from './folder.ts';

const MODULE = new URL('../../../local/dynamo/dynoxide.ts', import.meta.url).href;

function clients(endpoint: string) {
  const config = {
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  return { table: new DynamoDBClient(config), streams: new DynamoDBStreamsClient(config) };
}

async function server(dataDirectory?: string) {
  const started = await startTable({ dataDirectory });
  onTestFinished(() => started.stop());
  return { ...started, ...clients(started.endpoint) };
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

describe('embedded table', () => {
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

  it('uses a given endpoint where the binary does not exist, and says what to do without one', async () => {
    const given = await startTable({ binary: undefined, givenEndpoint: 'http://localhost:8000' });
    expect(given.endpoint).toBe('http://localhost:8000');
    const none = startTable({ binary: undefined, givenEndpoint: '' });
    await expect(none).rejects.toThrow(TableServerError);
    await expect(none).rejects.toThrow(/AWS_ENDPOINT_URL_DYNAMODB/);
  });
});

describe('stream', () => {
  async function stack(consumer: Partial<StreamConsumer> & Pick<StreamConsumer, 'handler'>, dataDirectory?: string) {
    const { table, streams } = await server(dataDirectory);
    const { streamArn } = await createTable(table, 'clauseclock');
    const clock = new VirtualClock('2026-11-20T08:00:00Z');
    const events: string[][] = [];
    const stream = await TableStream.open({
      client: streams,
      streamArn,
      clock,
      consumers: [
        {
          functionName: 'register-schedules',
          sortKeyPrefix: 'deadline#',
          batchSize: 25,
          ...consumer,
          handler: (event: DynamoDBStreamEvent, context) => {
            events.push(event.Records.map((record) => record.dynamodb?.Keys?.sk?.S ?? ''));
            return consumer.handler(event, context);
          },
        },
      ],
    });
    return { table, clock, stream, events, engine: new Engine({ clock, sources: [stream] }) };
  }

  it('hands over what was written to matching items, in order, with both images', async () => {
    const seen: DynamoDBStreamEvent[] = [];
    const { table, engine, events, stream } = await stack({
      batchSize: 2,
      handler: async (event) => void seen.push(event),
    });
    await put(table, 'head');
    await put(table, 'deadline#1', { bytes: { B: new Uint8Array([1, 255]) } });
    await put(table, 'deadline#2');
    await put(table, 'deadline#1', { v: { S: '2' } });
    expect(await stream.hasPending()).toBe(true);
    await engine.drain();
    expect(events).toEqual([['deadline#1', 'deadline#2'], ['deadline#1']]);
    expect(seen[0]?.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        NewImage: { bytes: { B: 'Af8=' } },
        ApproximateCreationDateTime: Date.parse('2026-11-20T08:00:00Z') / 1000,
      },
    });
    expect(seen[1]?.Records[0]).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { OldImage: { bytes: { B: 'Af8=' } }, NewImage: { v: { S: '2' } } },
    });
    expect(await stream.hasPending()).toBe(false);
  });

  it('goes on from the first record reported as failed', async () => {
    let failing = 2;
    const { table, engine, events } = await stack({
      handler: async (event) => {
        const bad = event.Records.find((record) => record.dynamodb?.Keys?.sk?.S === 'deadline#2');
        failing -= 1;
        return failing >= 0 ? { batchItemFailures: [{ itemIdentifier: bad?.dynamodb?.SequenceNumber }] } : undefined;
      },
    });
    for (const n of [1, 2, 3]) await put(table, `deadline#${n}`);
    await engine.advanceBy('PT1H');
    expect(events).toEqual([
      ['deadline#1', 'deadline#2', 'deadline#3'],
      ['deadline#2', 'deadline#3'],
      ['deadline#2'],
      ['deadline#3'],
    ]);
  });

  it('gives a poison record up after its retries, alone, and handles the others', async () => {
    const done: string[] = [];
    const { table, engine, stream } = await stack({
      maximumRetries: 3,
      handler: async (event) => {
        const keys = event.Records.map((record) => record.dynamodb?.Keys?.sk?.S ?? '');
        if (keys.includes('deadline#poison')) throw new Error('cannot read this');
        done.push(...keys);
      },
    });
    for (const n of ['1', '2', 'poison', '3']) await put(table, `deadline#${n}`);
    await engine.advanceBy('PT1H');
    expect(done).toEqual(['deadline#1', 'deadline#2', 'deadline#3']);
    expect(stream.failures).toMatchObject([
      {
        functionName: 'register-schedules',
        error: 'Error: cannot read this',
        records: [{ dynamodb: { Keys: { sk: { S: 'deadline#poison' } } } }],
      },
    ]);
  });

  it('begins with what is written after it opened', async () => {
    const folder = dataFolder();
    const first = await server(folder);
    await createTable(first.table, 'clauseclock');
    await put(first.table, 'deadline#before');
    await first.stop();
    const { table, engine, events } = await stack({ handler: async () => undefined }, folder);
    await put(table, 'deadline#after');
    await engine.drain();
    expect(events).toEqual([['deadline#after']]);
  });
});
