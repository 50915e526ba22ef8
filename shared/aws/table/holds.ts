import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { keys } from './keys.ts';
import { pack, unpack } from './pack.ts';

/** Why letters wait, and since when. */
export const holdSchema = z.object({
  /** Instant (UTC) from which letters wait; null when nothing holds them back. */
  from: z.string().nullable(),
  /** The delivery that has waited longest when the hold was set, and when it came in. */
  delivery: z.string().max(300).optional(),
  receivedAt: z.string().optional(),
  /** When the hold was written. */
  at: z.string(),
});
export type Hold = z.infer<typeof holdSchema>;

const undecidedSchema = z.object({ delivery: z.string(), receivedAt: z.string() });

/** The hold on letters that a waiting webhook could undo: one item for the whole stage. */
export class HoldTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Undefined if letters were never held back. */
  async read(): Promise<Hold | undefined> {
    const Key = pack(keys.hold(INBOUND));
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item && holdSchema.parse(unpack(Item).hold);
  }

  /** What holds back the letters of one contract: a delivery that names it and waits for a person. Undefined if there is none. */
  async ofContract(contract: string): Promise<Hold | undefined> {
    const { pk, sk } = keys.undecided(contract, '');
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: pack({ ':pk': pk, ':sk': sk }),
        Limit: 1,
      }),
    );
    const [first] = Items.map((item) => undecidedSchema.parse(unpack(item)));
    return first && { from: first.receivedAt, ...first, at: first.receivedAt };
  }

  async write(hold: Hold): Promise<void> {
    const Item = pack({ ...keys.hold(INBOUND), hold: holdSchema.parse(hold) });
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }
}

const INBOUND = 'inbound';
