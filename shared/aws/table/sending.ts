import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type Hold,
  holdSchema,
  type SendingState,
  type Switch,
  sendingStateSchema,
} from '../../core/notices/sending.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { getAll } from './batch.ts';
import { inboundEntries } from './inbound-index.ts';
import { FENCES, type ItemKey, readKey, SHARDS, sendingKeys, stoppedGroup } from './keys.ts';
import { pack, type TableItem, unpack } from './pack.ts';
import { itemsOf } from './pages.ts';

/** A letter that waits since a person stopped it. */
export interface StoppedLetter {
  readonly contract: string;
  readonly notice: string;
}

/** What may be sent at the stage, the holds that people placed, and the letters that wait for them. */
export class SendingTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Undefined at a stage of a release before this, where all may be sent until a person says otherwise. */
  async read(): Promise<SendingState | undefined> {
    const Key = pack(sendingKeys.state());
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item && sendingStateSchema.parse(unpack(Item).sending);
  }

  /** As stored, or as it is to be stored: a stage that has had deadlines goes on sending, a first one begins carefully. */
  async current(now: string): Promise<SendingState> {
    const stored = await this.read();
    if (stored) return stored;
    return initialState((await this.#hasDeadlines()) ? SENT_BEFORE : FIRST_DEPLOYED, now);
  }

  /** Stores how a stage begins, unless it is stored. `first`: what may be sent; as `current` has it when absent. */
  async begin(now: string, first?: Beginning): Promise<void> {
    if (await this.read()) return;
    await this.write(first ? initialState(first, now) : await this.current(now));
  }

  /**
   * Stores a state that was made of the one that was read, with holds that were placed or released. False if another was stored
   * meanwhile, or a claim was being written, and then nothing is.
   */
  async write(state: SendingState, holds: readonly Hold[] = []): Promise<boolean> {
    const { revision } = state;
    const put = (Item: TableItem, condition = {}): TransactWriteItem => ({
      Put: { TableName: this.#table, Item, ...condition },
    });
    const actions = [
      put(stateItem({ ...state, revision: revision + 1 }), isAt(revision, 'sending.revision')),
      ...Array.from({ length: FENCES }, (_, fence) => put(fenceItem(fence, revision + 1))),
      ...holds.map((hold) => put(holdItem(hold))),
    ];
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems: actions }));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && isConflict(error)) return false;
      throw error;
    }
  }

  /** The holds that a state names, in the order in which they were placed. */
  async holdsOf({ holds }: Pick<SendingState, 'holds'>): Promise<Hold[]> {
    if (holds.length === 0) return [];
    const found = await getAll(this.#client, this.#table, holds.map(sendingKeys.hold));
    return [...found.values()].map(readHold).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async hold(id: string): Promise<Hold | undefined> {
    const Key = pack(sendingKeys.hold(id));
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item && readHold(Item);
  }

  /** Every hold that was ever placed, the oldest first, read in pages as they are asked for. */
  async *holds({ after, pageSize }: { after?: string | undefined; pageSize: number }): AsyncGenerator<Hold, void> {
    const query = {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: pack({ ':pk': sendingKeys.hold('').pk, ':sk': 'hold-' }),
    };
    const start = after === undefined ? {} : { after: pack(sendingKeys.hold(after)) };
    for await (const item of itemsOf(this.#client, query, { pageSize, ...start })) yield readHold(item);
  }

  /** The letters that wait in some groups, least time left first. The index may lag behind the table. */
  async *stopped(groups: readonly string[], batchSize: number): AsyncGenerator<StoppedLetter, void> {
    if (groups.length === 0) return;
    const query = { groups: groups.map(stoppedGroup), order: 'oldest-first', batchSize } as const;
    for await (const { key } of inboundEntries(this.#client, this.#table, query)) {
      const { contract, id } = readKey(key);
      yield { contract, notice: id };
    }
  }

  /** How many letters wait in some groups; not counted beyond `most`. */
  async countStopped(groups: readonly string[], most: number): Promise<number> {
    let count = 0;
    for await (const _ of this.stopped(groups, most + 1)) {
      count += 1;
      if (count === most) break;
    }
    return count;
  }

  /** When a hold is over, or the sweep has letters to let go (instants, UTC). */
  async agenda(): Promise<{ readonly key: ItemKey; readonly at: string }[]> {
    const state = await this.read();
    if (!state) return [];
    const holds = await this.holdsOf(state);
    return [
      ...state.freed.slice(0, 1).map(({ at }) => ({ key: sendingKeys.state(), at })),
      ...holds.flatMap(({ id, until }) => (until === undefined ? [] : [{ key: sendingKeys.hold(id), at: until }])),
    ];
  }

  /** Asked only until the state is stored. */
  async #hasDeadlines(): Promise<boolean> {
    const { name: IndexName, partitionKey, sortKey } = TABLE_SCHEMA.indexes.due;
    const found = await Promise.all(
      SHARDS.map((shard) =>
        this.#client.send(
          new QueryCommand({
            TableName: this.#table,
            IndexName,
            KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} BETWEEN :first AND :last`,
            ExpressionAttributeValues: pack({ ':shard': shard, ':first': '0', ':last': ':' }),
            Limit: 1,
          }),
        ),
      ),
    );
    return found.some(({ Items = [] }) => Items.length > 0);
  }
}

/** What may be sent before a person has said so, and why. */
export type Beginning = Pick<Switch, 'value' | 'reason'>;

const SENT_BEFORE: Beginning = { value: 'on', reason: 'the stage sent letters before it had this switch' };
const FIRST_DEPLOYED: Beginning = {
  value: 'operations-only',
  reason: 'a stage that is deployed for the first time sends nothing to customers until a person switches it on',
};

function initialState(beginning: Beginning, at: string): SendingState {
  const stage = { ...beginning, by: 'Clauseclock', at };
  return { revision: 0, stage, packs: {}, holds: [], freed: [] };
}

function stateItem(state: SendingState): TableItem {
  const key = sendingKeys.state();
  return pack({ ...key, sending: sendingStateSchema.parse(state), ...onAgenda(state.freed[0]?.at) });
}

function holdItem(hold: Hold): TableItem {
  const key = sendingKeys.hold(hold.id);
  const until = hold.released === undefined ? hold.until : undefined;
  return pack({ ...key, hold: holdSchema.parse(hold), ...onAgenda(until) });
}

function readHold(item: TableItem): Hold {
  return holdSchema.parse(unpack(item).hold);
}

/** In a shard of its own: every sweep looks at the holds anyway. The local stack moves its clock to it. */
function onAgenda(at: string | undefined) {
  const { partitionKey, sortKey } = TABLE_SCHEMA.indexes.agenda;
  return at === undefined ? {} : { [partitionKey]: 'sending', [sortKey]: at };
}

function fenceItem(fence: number, revision: number): TableItem {
  return pack({ ...sendingKeys.fence(fence), revision });
}

function isAt(revision: number, attribute: 'revision' | 'sending.revision') {
  return revision === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: `${attribute} = :revision`,
        ExpressionAttributeValues: pack({ ':revision': revision }),
      };
}

/** Of a transaction: that what may be sent is still what was read, by one of the copies of its revision. */
export function sendingCheck(table: string, fence: ItemKey, revision: number): TransactWriteItem {
  return { ConditionCheck: { TableName: table, Key: pack({ ...fence }), ...isAt(revision, 'revision') } };
}

function isConflict({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}
