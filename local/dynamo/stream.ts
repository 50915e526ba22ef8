import type { DynamoDBStreamsClient, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { failedItems } from '../aws/batch-response.ts';
import { invoke, type LambdaHandler, lambdaContext } from '../aws/invocation.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { WorkSource } from '../time/engine.ts';
import { ShardReader } from './shard-reader.ts';
import { lambdaRecord } from './stream-record.ts';

/** A Lambda fed by the stream: its event source mapping, with partial batch responses and bisection. */
export interface StreamConsumer {
  readonly functionName: string;
  /** Only records of items whose sort key begins so. */
  readonly sortKeyPrefix: string;
  readonly batchSize: number;
  /** Answers with a DynamoDBBatchResponse, or with nothing when all went well. */
  readonly handler: LambdaHandler<DynamoDBStreamEvent, unknown>;
  /** Retries of a failed batch before it is given up; 10. */
  readonly maximumRetries?: number;
  readonly timeoutSeconds?: number;
}

/** A batch that was given up. */
export interface StreamFailure {
  readonly functionName: string;
  readonly records: readonly DynamoDBRecord[];
  readonly error: string;
}

interface Progress {
  readonly consumer: StreamConsumer;
  pending: DynamoDBRecord[];
  retries: number;
  /** Halved when a whole batch fails, so that one bad record does not take the others with it. */
  batchSize: number;
  retryAt: number;
}

const LONGEST_WAIT_SECONDS = 60;

/** The table's stream, handed to Lambda handlers in order; retries wait on the virtual clock. */
export class TableStream implements WorkSource {
  readonly name = 'stream';
  readonly #reader: ShardReader;
  readonly #streamArn: string;
  readonly #clock: VirtualClock;
  readonly #consumers: readonly Progress[];
  readonly #failures: StreamFailure[] = [];
  readonly #observe: (record: StreamRecord) => void;
  readonly #mayHaveNew: () => boolean;

  private constructor(reader: ShardReader, options: TableStreamOptions) {
    this.#reader = reader;
    this.#streamArn = options.streamArn;
    this.#clock = options.clock;
    this.#observe = options.observe ?? (() => undefined);
    this.#mayHaveNew = options.mayHaveNew ?? (() => true);
    this.#consumers = options.consumers.map((consumer) => ({
      consumer,
      pending: [],
      retries: 0,
      batchSize: consumer.batchSize,
      retryAt: Number.NEGATIVE_INFINITY,
    }));
  }

  /** Opens the stream. `start` LATEST (the default) leaves out what was written before. */
  static async open(options: TableStreamOptions): Promise<TableStream> {
    return new TableStream(
      await ShardReader.open(options.client, options.streamArn, options.start ?? 'LATEST'),
      options,
    );
  }

  /** Batches that were given up after all retries. */
  get failures(): readonly StreamFailure[] {
    return this.#failures;
  }

  /** Whether records wait, be it for a retry. */
  async hasPending(): Promise<boolean> {
    return (await this.nextAt()) !== undefined;
  }

  /** Handles all that can be handled now. */
  async drain(): Promise<void> {
    for (;;) {
      const at = await this.nextAt();
      if (at === undefined || at > this.#clock.epochMs()) return;
      await this.runAt(this.#clock.epochMs());
    }
  }

  async nextAt(): Promise<number | undefined> {
    const now = this.#clock.epochMs();
    if (this.#dueConsumer(now) === undefined) await this.#poll();
    let next: number | undefined;
    for (const { pending, retryAt } of this.#consumers) {
      const at = Math.max(retryAt, now);
      if (pending.length > 0 && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  /** Hands one batch to one consumer. */
  async runAt(nowMs: number): Promise<string> {
    const progress = this.#dueConsumer(nowMs);
    if (progress === undefined) return 'no records';
    const { consumer } = progress;
    const batch = progress.pending.slice(0, progress.batchSize);
    let failedAt = batch.length;
    let error = '';
    try {
      const context = lambdaContext(consumer.functionName, consumer.timeoutSeconds ?? 60);
      const failed = failedItems(await invoke(consumer.handler, { Records: batch }, context), batch.map(sequenceOf));
      const first = batch.findIndex((record) => failed.has(sequenceOf(record)));
      if (first >= 0) [failedAt, error] = [first, `record ${first + 1} of ${batch.length} was reported as failed`];
    } catch (thrown) {
      [failedAt, error] = [0, String(thrown)];
    }
    progress.pending.splice(0, failedAt);
    if (failedAt === batch.length) {
      this.#reset(progress);
      return `${consumer.functionName}: ${batch.length} records handled`;
    }
    return this.#failed(progress, batch.slice(failedAt), failedAt > 0, error);
  }

  #failed(progress: Progress, rest: readonly DynamoDBRecord[], gotFurther: boolean, error: string): string {
    const { consumer } = progress;
    if (gotFurther) this.#reset(progress);
    else if (rest.length > 1) progress.batchSize = Math.ceil(rest.length / 2);
    else progress.retries += 1;
    if (progress.retries > (consumer.maximumRetries ?? 10)) {
      progress.pending.splice(0, rest.length);
      this.#failures.push({ functionName: consumer.functionName, records: rest, error });
      this.#reset(progress);
      return `${consumer.functionName}: a record is given up (${error})`;
    }
    const wait = Math.min(2 ** Math.max(0, progress.retries - 1), LONGEST_WAIT_SECONDS);
    progress.retryAt = this.#clock.epochMs() + wait * 1000;
    return `${consumer.functionName}: failed (${error}), again in ${wait} s`;
  }

  #reset(progress: Progress): void {
    progress.retries = 0;
    progress.batchSize = progress.consumer.batchSize;
    progress.retryAt = Number.NEGATIVE_INFINITY;
  }

  #dueConsumer(now: number): Progress | undefined {
    return this.#consumers.find(({ pending, retryAt }) => pending.length > 0 && retryAt <= now);
  }

  async #poll(): Promise<void> {
    if (!this.#mayHaveNew()) return;
    for (const read of await this.#reader.read()) {
      this.#observe(read);
      const sortKey = read.dynamodb?.Keys?.sk?.S ?? '';
      const wanting = this.#consumers.filter(({ consumer }) => sortKey.startsWith(consumer.sortKeyPrefix));
      if (wanting.length === 0) continue;
      const record = lambdaRecord(read, this.#streamArn, this.#clock.epochMs());
      for (const { pending } of wanting) pending.push(record);
    }
  }
}

export interface TableStreamOptions {
  readonly client: Pick<DynamoDBStreamsClient, 'send'>;
  readonly streamArn: string;
  readonly clock: VirtualClock;
  readonly consumers: readonly StreamConsumer[];
  readonly start?: 'LATEST' | 'TRIM_HORIZON';
  /** Sees every record as soon as it is read, before any consumer. */
  readonly observe?: (record: StreamRecord) => void;
  /** Whether there may be records that are not read yet; always, when absent. */
  readonly mayHaveNew?: () => boolean;
}

function sequenceOf(record: DynamoDBRecord): string {
  return record.dynamodb?.SequenceNumber ?? '';
}
