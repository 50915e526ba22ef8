import { gunzipSync, gzipSync } from 'node:zlib';
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { keys } from './keys.ts';
import { pack, unpack } from './pack.ts';

/** Largest answer that is kept, in bytes, compressed; DynamoDB takes items of 400 KB. */
export const LARGEST_KEPT = 300_000;
/** Largest answer that is read back, in bytes, decompressed. */
const LARGEST_READ = 2 * 1_048_576;

const itemSchema = z.object({ at: z.string(), answer: z.instanceof(Uint8Array) });

export interface KeptAnswer {
  /** When the provider gave it. */
  readonly at: string;
  readonly value: unknown;
}

/**
 * Answers of the providers, each beside the delivery that it was asked for. They hold personal data and so expire as their
 * deliveries do; one that has expired is asked for again.
 */
export class AnswerTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #retentionDays: number;

  constructor(client: DynamoDBClient, table: string, retentionDays: number) {
    this.#client = client;
    this.#table = table;
    this.#retentionDays = retentionDays;
  }

  async read(delivery: string, question: string): Promise<KeptAnswer | undefined> {
    const Key = pack(keys.answer(delivery, question));
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    if (!Item) return undefined;
    const { at, answer } = itemSchema.parse(unpack(Item));
    return { at, value: JSON.parse(gunzipSync(answer, { maxOutputLength: LARGEST_READ }).toString()) };
  }

  /** Keeps an answer in place of an earlier one. False, without a trace, if it is too large. */
  async keep(delivery: string, question: string, { at, value }: KeptAnswer): Promise<boolean> {
    const answer = gzipSync(JSON.stringify(value));
    if (answer.byteLength > LARGEST_KEPT) return false;
    const expires = Math.ceil(Date.parse(at) / 1000) + this.#retentionDays * 86_400;
    const Item = pack({ ...keys.answer(delivery, question), at, answer, [TABLE_SCHEMA.expiry]: expires });
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
    return true;
  }
}
