import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { keys } from './keys.ts';
import { pack, unpack } from './pack.ts';

/** At most this many of a job's failures are listed; the others are only counted. */
export const MOST_FAILURES = 50;
/** Longest text that names what failed, or why, in characters. */
export const LONGEST_NAME = 200;
/** How long a job can be looked up after its end. */
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** At most this many jobs are taken up by one sweep; the next one finds the others. */
const MOST_DUE = 25;

const JOB_STATES = ['waiting', 'running', 'finished', 'failed'] as const;
const name = z.string().max(LONGEST_NAME);
const count = z.int().nonnegative();

/** Names a job: part of its key and of its address, `/jobs/{job}`. */
export const jobIdSchema = z.string().regex(/^[a-z0-9][A-Za-z0-9_.-]{0,127}$/);

export const jobSchema = z.object({
  id: jobIdSchema,
  kind: z.string().max(64).describe('What it does, such as `reconcile`.'),
  asked: z
    .record(z.string().max(64), z.union([z.string().max(1000), z.boolean()]))
    .optional()
    .describe('What was asked for, by whom and why, if it was.'),
  /** Rises with every write. A write over another revision than the one that was read is refused. */
  revision: z.int().positive(),
  state: z
    .enum(JOB_STATES)
    .describe(
      '`waiting` for its next run, `running`, `finished` with or without failures, or `failed`: it could not get on.',
    ),
  /** Instants in UTC. */
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** From when a run may take the job: at once while it waits, after the lease while a run holds it. Absent at its end. */
  freeAt: z.string().optional(),
  /** Where the next run goes on: the name of a stage, and the cursor of its next page. Absent at the very start. */
  place: z.object({ stage: z.string().max(64), cursor: z.string().max(8192).optional() }).optional(),
  /** Runs that began at this place. */
  attempts: count,
  done: count.describe('Pieces of work that are done. Those of an interrupted page count when the page is whole.'),
  total: count.optional().describe('How many pieces there are, where that is known.'),
  failed: count.describe('Pieces that were given up.'),
  failures: z
    .array(z.object({ item: name, error: name }))
    .max(MOST_FAILURES)
    .describe('The first of them.'),
  counts: z.record(z.string().max(64), count).describe('How often each outcome came about, such as `registered`.'),
  error: name.optional().describe('Why it could not get on, or what holds it up.'),
});
export type Job = z.infer<typeof jobSchema>;

/** The jobs of the one table: an item each. */
export class JobTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(id: string): Promise<Job | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack(keys.job(id)), ConsistentRead: true }),
    );
    return Item && jobSchema.parse(unpack(Item).job);
  }

  /**
   * Writes a job if the stored revision is one lower, or for revision 1 if none is stored. False otherwise: another run
   * wrote first.
   */
  async save(job: Job): Promise<boolean> {
    const before = job.revision - 1;
    const condition =
      before === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'job.revision = :before', ExpressionAttributeValues: pack({ ':before': before }) };
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: jobItem(job), ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /**
   * Ids of the jobs that a run may take at `now`, longest free first. The index may lag, so taking one may still fail.
   */
  async free(now: string): Promise<string[]> {
    const { name: IndexName, partitionKey, sortKey } = TABLE_SCHEMA.indexes.agenda;
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName,
        Limit: MOST_DUE,
        KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} <= :now`,
        ExpressionAttributeValues: pack({ ':shard': SHARD, ':now': now }),
      }),
    );
    return Items.map(({ pk }) => (pk?.S ?? '').slice(keys.job('').pk.length));
  }
}

/** Jobs have their own shard of the agenda, which queries for the work of contracts do not read. */
const SHARD = 'jobs';

function jobItem(job: Job) {
  const { freeAt, endedAt } = job;
  const { partitionKey, sortKey } = TABLE_SCHEMA.indexes.agenda;
  return pack({
    ...keys.job(job.id),
    job: jobSchema.parse(job),
    ...(freeAt !== undefined && { [partitionKey]: SHARD, [sortKey]: freeAt }),
    ...(endedAt !== undefined && { [TABLE_SCHEMA.expiry]: Math.ceil((Date.parse(endedAt) + KEPT_MS) / 1000) }),
  });
}
