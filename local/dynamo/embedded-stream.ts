import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { clientFault, metadata, unknownCommand } from '../aws/errors.ts';
import type { Item } from './expressions.ts';

const SHARD = 'shardId-embedded';
const MOST_RECORDS = 1000;
/** Of what is older, at least so many records are kept. Followers read after every write, so far fewer ever wait. */
const KEPT = 20_000;

/**
 * The stream of the embedded table: one shard that never closes, at the SDK's `send`. It keeps the last records alone, and
 * these as long as this process lives.
 */
export class EmbeddedStream {
  readonly arn = 'arn:aws:dynamodb:eu-central-1:000000000000:table/embedded/stream/1';
  readonly #records: StreamRecord[] = [];
  #trimmed = 0;

  add(Keys: Item, OldImage: Item | undefined, NewImage: Item | undefined): void {
    const sequence = String(this.#end + 1).padStart(21, '0');
    this.#records.push({
      eventID: sequence,
      eventName: OldImage === undefined ? 'INSERT' : NewImage === undefined ? 'REMOVE' : 'MODIFY',
      dynamodb: { Keys, ...(OldImage && { OldImage }), ...(NewImage && { NewImage }), SequenceNumber: sequence },
    });
    if (this.#records.length < 2 * KEPT) return;
    this.#records.splice(0, KEPT);
    this.#trimmed += KEPT;
  }

  /** The place of the record that comes next. */
  get #end(): number {
    return this.#trimmed + this.#records.length;
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    return { ...this.#answer(command), $metadata: metadata() };
  }

  /** An iterator is the place of its next record. */
  #answer(command: unknown): object {
    if (command instanceof DescribeStreamCommand) return { StreamDescription: { Shards: [{ ShardId: SHARD }] } };
    if (command instanceof GetShardIteratorCommand) {
      const { ShardIteratorType: type, SequenceNumber } = command.input;
      const places = { LATEST: this.#end, TRIM_HORIZON: this.#trimmed, AFTER_SEQUENCE_NUMBER: Number(SequenceNumber) };
      const place = Object.entries(places).find(([name]) => name === type)?.[1];
      if (place === undefined) throw unknownCommand('EmbeddedStream', command);
      return { ShardIterator: String(place) };
    }
    if (!(command instanceof GetRecordsCommand)) throw unknownCommand('EmbeddedStream', command);
    const from = Number(command.input.ShardIterator);
    if (from < this.#trimmed) {
      const message = 'The records are older than what the stream keeps';
      throw new TrimmedDataAccessException({ message, ...clientFault(400) });
    }
    const first = from - this.#trimmed;
    const Records = this.#records.slice(first, first + MOST_RECORDS);
    return { Records, NextShardIterator: String(from + Records.length) };
  }
}
