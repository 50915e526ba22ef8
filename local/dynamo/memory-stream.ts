import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { metadata, unknownCommand } from '../aws/errors.ts';
import type { Item } from './expressions.ts';

const SHARD = 'shardId-memory';
const MOST_RECORDS = 1000;

/** The stream of the table in memory: one shard that never closes, at the SDK's `send`. */
export class MemoryStream {
  readonly arn = 'arn:aws:dynamodb:eu-central-1:000000000000:table/memory/stream/1';
  readonly #records: StreamRecord[] = [];

  add(Keys: Item, OldImage: Item | undefined, NewImage: Item | undefined): void {
    const sequence = String(this.#records.length + 1).padStart(21, '0');
    this.#records.push({
      eventID: sequence,
      eventName: OldImage === undefined ? 'INSERT' : NewImage === undefined ? 'REMOVE' : 'MODIFY',
      dynamodb: { Keys, ...(OldImage && { OldImage }), ...(NewImage && { NewImage }), SequenceNumber: sequence },
    });
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    return { ...this.#answer(command), $metadata: metadata() };
  }

  /** An iterator is the place of the next record. */
  #answer(command: unknown): object {
    if (command instanceof DescribeStreamCommand) return { StreamDescription: { Shards: [{ ShardId: SHARD }] } };
    if (command instanceof GetShardIteratorCommand) {
      const { ShardIteratorType: type, SequenceNumber } = command.input;
      const places = { LATEST: this.#records.length, TRIM_HORIZON: 0, AFTER_SEQUENCE_NUMBER: Number(SequenceNumber) };
      const place = Object.entries(places).find(([name]) => name === type)?.[1];
      if (place === undefined) throw unknownCommand('MemoryStream', command);
      return { ShardIterator: String(place) };
    }
    if (!(command instanceof GetRecordsCommand)) throw unknownCommand('MemoryStream', command);
    const from = Number(command.input.ShardIterator);
    const Records = this.#records.slice(from, from + MOST_RECORDS);
    return { Records, NextShardIterator: String(from + Records.length) };
  }
}
