import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type ShardIteratorType,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

interface Position {
  iterator: string | undefined;
  lastSequence: string | undefined;
}

/** Reads a stream's shards as they come, each from its start, save those that exist when it opens. */
export class ShardReader {
  readonly #client: Pick<DynamoDBStreamsClient, 'send'>;
  readonly #streamArn: string;
  readonly #shards = new Map<string, Position>();
  /** Shards read to their end; what follows is in their children. */
  readonly #finished = new Set<string>();
  #mayHaveNew = false;

  private constructor(client: Pick<DynamoDBStreamsClient, 'send'>, streamArn: string) {
    this.#client = client;
    this.#streamArn = streamArn;
  }

  static async open(
    client: Pick<DynamoDBStreamsClient, 'send'>,
    streamArn: string,
    start: 'LATEST' | 'TRIM_HORIZON',
  ): Promise<ShardReader> {
    const reader = new ShardReader(client, streamArn);
    await reader.#discover(start);
    return reader;
  }

  /** All records that are new since the last call, in the order of each shard. */
  async read(): Promise<readonly StreamRecord[]> {
    // An empty stream may have no shard yet, and a closed one leaves its children to be found.
    if (this.#shards.size === 0 || this.#mayHaveNew) {
      this.#mayHaveNew = false;
      await this.#discover('TRIM_HORIZON');
    }
    const records: StreamRecord[] = [];
    for (const [shard, position] of this.#shards) records.push(...(await this.#readShard(shard, position)));
    return records;
  }

  async #readShard(shard: string, position: Position): Promise<StreamRecord[]> {
    const records: StreamRecord[] = [];
    for (;;) {
      const page = await this.#page(shard, position);
      const found = page.Records ?? [];
      records.push(...found);
      position.lastSequence = found.at(-1)?.dynamodb?.SequenceNumber ?? position.lastSequence;
      position.iterator = page.NextShardIterator;
      if (position.iterator === undefined) {
        this.#shards.delete(shard);
        this.#finished.add(shard);
        this.#mayHaveNew = true;
        return records;
      }
      if (found.length === 0) return records;
    }
  }

  async #page(shard: string, position: Position) {
    try {
      return await this.#client.send(new GetRecordsCommand({ ShardIterator: position.iterator }));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // An iterator lives for fifteen minutes; an idle stack is older.
      const renewable = ['ExpiredIteratorException', 'TrimmedDataAccessException'].includes(error.name);
      if (!renewable) throw error;
      const lost = error.name === 'TrimmedDataAccessException' || position.lastSequence === undefined;
      position.iterator = await this.#iterator(
        shard,
        lost ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
        position.lastSequence,
      );
      return this.#client.send(new GetRecordsCommand({ ShardIterator: position.iterator }));
    }
  }

  async #discover(type: 'LATEST' | 'TRIM_HORIZON'): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.#client.send(
        new DescribeStreamCommand({
          StreamArn: this.#streamArn,
          ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
        }),
      );
      for (const { ShardId: shard } of page.StreamDescription?.Shards ?? []) {
        if (shard === undefined || this.#shards.has(shard) || this.#finished.has(shard)) continue;
        this.#shards.set(shard, { iterator: await this.#iterator(shard, type, undefined), lastSequence: undefined });
      }
      after = page.StreamDescription?.LastEvaluatedShardId;
    } while (after !== undefined);
  }

  async #iterator(shard: string, type: ShardIteratorType, sequence: string | undefined): Promise<string | undefined> {
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#streamArn,
        ShardId: shard,
        ShardIteratorType: type,
        ...(type === 'AFTER_SEQUENCE_NUMBER' ? { SequenceNumber: sequence } : {}),
      }),
    );
    return ShardIterator;
  }
}
