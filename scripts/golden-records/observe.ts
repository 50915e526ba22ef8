import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { Database } from '../../local/dynamo/database.ts';
import { lambdaRecord } from '../../local/dynamo/stream-record.ts';
import type { TableItem } from '../../shared/aws/table/pack.ts';
import type { GoldenItem, GoldenMessage } from './format.ts';

/**
 * Everything that a local stack on a table in memory wrote, in order: every version of every item, and every message.
 */
export interface Observed {
  readonly items: readonly GoldenItem[];
  readonly messages: readonly GoldenMessage[];
}

/** `folder`: the stack's data folder, whose journals hold its queues and schedules. */
export async function observed(from: string, database: Database, folder: string, now: string): Promise<Observed> {
  const records = await streamOf(database);
  const stream = records
    .map((record) => lambdaRecord(record, database.streamArn, Date.parse(now)))
    .filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S?.startsWith('deadline#'));
  return {
    items: records.flatMap(({ dynamodb }) =>
      dynamodb?.NewImage ? [{ from, item: dynamodb.NewImage as TableItem }] : [],
    ),
    messages: [
      ...queueMessagesIn(folder).map((message) => ({ from, ...message })),
      ...schedulesIn(folder).map((schedule) => ({ from, schedule })),
      ...stream.map((record) => ({ from, stream: record })),
    ],
  };
}

async function streamOf({ streams, streamArn }: Database): Promise<StreamRecord[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  let { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const found: StreamRecord[] = [];
  for (;;) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    if (Records.length === 0) return found;
    found.push(...Records);
    ShardIterator = NextShardIterator;
  }
}

/** Each message as it was put onto its queue. */
function queueMessagesIn(folder: string): { queue: string; body: string }[] {
  return entriesIn(folder, 'queues', 'message').flatMap((value) => {
    const { queue, body, receives } = value as { queue: string; body: string; receives: number };
    return receives === 0 ? [{ queue, body }] : [];
  });
}

function schedulesIn(folder: string): CreateScheduleCommandInput[] {
  return entriesIn(folder, 'scheduler', 'schedule').map(
    (value) => (value as { input: CreateScheduleCommandInput }).input,
  );
}

/** What was set in a table of a journal, in order. */
function entriesIn(folder: string, journal: string, wanted: string): unknown[] {
  const file = join(folder, `${journal}.jsonl`);
  if (!existsSync(file)) return [];
  const [, ...lines] = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => JSON.parse(line) as [string, string, unknown][])
    .flatMap(([table, , value]) => (table === wanted && value !== null ? [value] : []));
}
