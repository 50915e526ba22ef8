import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { StoredDeadline } from '../../core/deadlines/progress.ts';
import type { ContractEvent } from '../../core/events/event.ts';
import { type ParkedEvent, parkedEventSchema } from '../../core/events/parked.ts';
import type { EvidenceEntry } from '../../core/evidence/chain.ts';
import type { NoticeRecord } from '../../core/notices/record.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { type Commit, type CommitResult, commitTo } from './commit.ts';
import { type DueDeadline, type DueQuery, deadlinesDue } from './due.ts';
import { type ContractHead, readDeadline, readEvent, readEvidence, readHead, readNotice } from './items.ts';
import { type ItemKey, keys, PLANNING_RANGE, readKey, SHARDS } from './keys.ts';
import { inOrder } from './merge.ts';
import { pack, type TableItem, unpack } from './pack.ts';
import { itemsOf, type PageOptions, pagesOf } from './pages.ts';
import { ProposalTable } from './proposals.ts';
import { type Owners, ownersOf, type Reference, type ReferenceState, readReference } from './references.ts';
import { SendingTable } from './sending.ts';

/** All that planning a contract needs. */
export interface LoadedContract {
  readonly head: ContractHead;
  readonly deadlines: readonly StoredDeadline[];
  readonly events: readonly ContractEvent[];
}

/** A piece of work that has fallen due. */
export interface AgendaEntry {
  readonly contract: string;
  readonly kind: 'contract' | 'deadline' | 'notice';
  readonly id: string;
  readonly at: string;
}

interface EventPages {
  /** The id of an event after which to begin; it need not exist. */
  readonly after?: string | undefined;
  readonly pageSize: number;
}

interface EvidencePages {
  readonly first: number;
  readonly last: number;
  readonly pageSize: number;
}

/** The one DynamoDB table. Every read of a contract is strongly consistent. */
export class ContractTable {
  readonly proposals: ProposalTable;
  readonly sending: SendingTable;
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
    this.proposals = new ProposalTable(client, table);
    this.sending = new SendingTable(client, table);
  }

  async load(contract: string): Promise<LoadedContract | undefined> {
    const items = await this.#query(between(contract, PLANNING_RANGE.from, PLANNING_RANGE.to));
    const of = (prefix: string) => items.filter((item) => item.sk?.S?.startsWith(prefix));
    const head = items.find((item) => item.sk?.S === 'contract');
    if (!head) return undefined;
    return {
      head: readHead(head),
      deadlines: of('deadline#').map(readDeadline),
      events: of('event#').map(readEvent),
    };
  }

  /** One transaction on one or several contracts. */
  commit(...commits: readonly [Commit, ...Commit[]]): Promise<CommitResult> {
    return commitTo(this.#client, this.#table, commits);
  }

  async deadline(contract: string, id: string): Promise<StoredDeadline | undefined> {
    const item = await this.#get(keys.deadline(contract, id));
    return item && readDeadline(item);
  }

  async notice(contract: string, id: string): Promise<{ notice: NoticeRecord; body: Uint8Array } | undefined> {
    const item = await this.#get(keys.notice(contract, id));
    return item && readNotice(item);
  }

  async head(contract: string): Promise<ContractHead | undefined> {
    const item = await this.#get(keys.head(contract));
    return item && readHead(item);
  }

  async deadlines(contract: string): Promise<StoredDeadline[]> {
    return (await this.#query(within(contract, 'deadline#'))).map(readDeadline);
  }

  /** The events of a contract by id, read in pages as they are asked for. */
  async *events(contract: string, { after, pageSize }: EventPages): AsyncGenerator<ContractEvent, void> {
    const start = after === undefined ? {} : { after: pack(keys.event(contract, after)) };
    for await (const item of this.#items(within(contract, 'event#'), { pageSize, ...start })) yield readEvent(item);
  }

  /** The evidence of a contract from its first entry. */
  async evidence(contract: string): Promise<EvidenceEntry[]> {
    return (await this.#query(within(contract, 'evidence#'))).map(readEvidence);
  }

  /** The evidence of a contract from entry `first` to entry `last`, read in pages as they are asked for. */
  async *evidenceBetween(
    contract: string,
    { first, last, pageSize }: EvidencePages,
  ): AsyncGenerator<EvidenceEntry, void> {
    if (first > last) return;
    const range = between(contract, keys.evidence(contract, first).sk, keys.evidence(contract, last).sk);
    for await (const item of this.#items(range, { pageSize })) yield readEvidence(item);
  }

  /** Whom one of a provider's references leads to; undefined if to no contract. */
  ownersOf(provider: string, reference: string): Promise<Owners | undefined> {
    return ownersOf(this.#client, this.#table, { provider, reference });
  }

  /** The contract to which a person's event assigned a payment or invoice; undefined if to none. Strongly consistent. */
  async taughtTo({ provider, reference }: Reference): Promise<string | undefined> {
    const item = await this.#get(keys.taught(provider, reference));
    return item && String(unpack(item).contract);
  }

  /** What is stored about a reference, for a write that depends on it. */
  reference(reference: Reference): Promise<ReferenceState> {
    return readReference(this.#client, this.#table, reference);
  }

  /** Whether an earlier release recorded or parked a fact of a webhook. */
  async wasSeen(provider: string, eventId: string, fact: string): Promise<boolean> {
    return (await this.#get(keys.seen(provider, eventId, fact))) !== undefined;
  }

  /** What earlier releases parked under a reference. */
  async parkedFor(provider: string, reference: string): Promise<ParkedEvent[]> {
    const items = await this.#query({
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: pack({ ':pk': keys.reference(provider, reference).pk, ':prefix': 'parked#' }),
    });
    return items.map((item) => parkedEventSchema.parse(unpack(item).parked));
  }

  /** The ids of the deliveries that wait under a reference, read in pages as they are asked for. */
  async *waitingFor(provider: string, reference: string): AsyncGenerator<string, void> {
    const { pk, sk } = keys.waiting(provider, reference, '');
    const query = {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: pack({ ':pk': pk, ':prefix': sk }),
    };
    for await (const item of this.#items(query)) yield String(unpack(item).delivery);
  }

  /** Deletes a parked event under each of these references. It is no error if it is not parked there. */
  async unpark(provider: string, references: readonly string[], event: string): Promise<void> {
    await Promise.all(
      references.map((reference) => {
        const key = pack(keys.parked(provider, reference, event));
        return this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: key }));
      }),
    );
  }

  /** Work that fell due up to `until`, oldest first, read in pages as it is asked for. */
  async *agenda(until: string): AsyncGenerator<AgendaEntry, void> {
    const { name, partitionKey, sortKey } = TABLE_SCHEMA.indexes.agenda;
    const shards = SHARDS.map((shard) =>
      this.#items({
        IndexName: name,
        KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} <= :until`,
        ExpressionAttributeValues: pack({ ':shard': shard, ':until': until }),
      }),
    );
    const placeOf = (item: TableItem) => item[sortKey]?.S ?? '';
    for await (const { entry } of inOrder(shards, (a, b) => placeOf(a) < placeOf(b))) {
      const { contract, kind, id } = readKey({ pk: entry.pk?.S ?? '', sk: entry.sk?.S ?? '' });
      yield { contract, id, kind: kind as AgendaEntry['kind'], at: placeOf(entry) };
    }
  }

  /** Deadlines of all contracts by their last instant: `deadlinesDue`. */
  due(query: DueQuery): AsyncGenerator<DueDeadline, void> {
    return deadlinesDue(this.#client, this.#table, query);
  }

  async #get(key: ItemKey): Promise<TableItem | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack({ ...key }), ConsistentRead: true }),
    );
    return Item;
  }

  async #query(query: Query): Promise<TableItem[]> {
    const items: TableItem[] = [];
    for await (const page of pagesOf(this.#client, { TableName: this.#table, ...query })) items.push(...page);
    return items;
  }

  #items(query: Query, options?: PageOptions): AsyncGenerator<TableItem, void> {
    return itemsOf(this.#client, { TableName: this.#table, ...query }, options);
  }
}

type Query = Omit<QueryCommandInput, 'TableName'>;

/** A contract's items of one kind, in the order of their sort keys. */
function within(contract: string, prefix: string): Query {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: pack({ ':pk': keys.head(contract).pk, ':prefix': prefix }),
  };
}

/** A contract's items from one sort key to another, both included. */
function between(contract: string, from: string, to: string): Query {
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: pack({ ':pk': keys.head(contract).pk, ':from': from, ':to': to }),
  };
}
