import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { pack } from './items.ts';
import { keys } from './keys.ts';

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
  /** What it does, `reconcile`. */
  kind: z.string().max(64),
  /** Rises with every write: whoever wrote last holds the job. */
  revision: z.int().positive(),
  /**
   * `waiting`: begun or not, nobody works on it. `running`: a run holds it. `finished`: everything was gone over, with
   * or without failures. `failed`: it could not get on.
   */
  state: z.enum(JOB_STATES),
  /** Instants in UTC. */
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** When a run may take it: while one holds it, the instant at which that run is certainly dead. Absent after the end. */
  freeAt: z.string().optional(),
  /** Where the next run goes on: a stage by its name, and the cursor of its next page. Absent at the very start. */
  place: z.object({ stage: z.string().max(64), cursor: z.string().max(8192).optional() }).optional(),
  /** Runs that began at this place. */
  attempts: count,
  /** Pieces of work that were done; a page that was interrupted counts when it is whole. */
  done: count,
  /** How many pieces there are, where whoever started the job knew. */
  total: count.optional(),
  /** Pieces of work that were given up, and the first of them. */
  failed: count,
  failures: z.array(z.object({ item: name, error: name })).max(MOST_FAILURES),
  /** How often each outcome came about, such as `registered: 3`. */
  counts: z.record(z.string().max(64), count),
  /** Why it could not get on, or what held it up last. */
  error: name.optional(),
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
    return Item && jobSchema.parse(unmarshall(Item).job);
  }

  /** Writes a job over the revision before its own; one of revision 1 must be the first. False if another wrote first. */
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

  /** The jobs that a run may take at `now`, longest free first. The index may lag, so taking one may still fail. */
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

/** Jobs have a shard of the agenda for themselves: they are few, and whoever looks for a contract's work passes them by. */
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
