import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteDatabase } from '../../../local/dynamo/database.ts';
import { type StreamConsumer, TableStream } from '../../../local/dynamo/stream.ts';
import { VirtualClock } from '../../../local/time/clock.ts';
import { Engine } from '../../../local/time/engine.ts';
import { dataFolder } from './folder.ts';

type Attributes = Record<string, { S: string } | { B: Uint8Array }>;

const put = (table: DynamoDBClient, sk: string, more: Attributes = {}) =>
  table.send(
    new PutItemCommand({ TableName: 'clauseclock', Item: { pk: { S: 'contract#a' }, sk: { S: sk }, ...more } }),
  );

function opened(folder: string) {
  const database = sqliteDatabase(folder);
  onTestFinished(() => database.stop());
  return database;
}

describe('stream', () => {
  async function stack(
    consumer: Partial<StreamConsumer> & Pick<StreamConsumer, 'handler'>,
    dataDirectory = dataFolder(),
  ) {
    const { dynamodb: table, streams, streamArn } = opened(dataDirectory);
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
    const first = sqliteDatabase(folder);
    await put(first.dynamodb, 'deadline#before');
    await first.stop();
    const { table, engine, events } = await stack({ handler: async () => undefined }, folder);
    await put(table, 'deadline#after');
    await engine.drain();
    expect(events).toEqual([['deadline#after']]);
  });
});
