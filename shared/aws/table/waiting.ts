import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { NotCounted } from '../../core/deadlines/plan.ts';
import type { NoticeRecord } from '../../core/notices/record.ts';
import { type Delivery, deliverySchema } from '../../inbound/delivery.ts';
import { getAll, inBatches } from './batch.ts';
import { PARKED_FOR_A_PERSON } from './delivery-item.ts';
import { type InboundQuery, inboundEntries } from './inbound-index.ts';
import { contractHeadSchema, NOT_COUNTED, readNoticeRecord } from './items.ts';
import { type TableItem, unpack } from './pack.ts';
import { PROPOSED, readProposal, type StoredProposal } from './proposals.ts';

/** By kind of what waits for a person, its groups of the index `inbound`. */
const GROUPS = {
  delivery: ['failed', 'ambiguous', 'set-aside', PARKED_FOR_A_PERSON],
  letter: ['letter'],
  proposal: PROPOSED,
  'not-counted': [NOT_COUNTED],
} as const;

export type WaitingKind = keyof typeof GROUPS;
export const WAITING_KINDS = Object.keys(GROUPS) as readonly WaitingKind[];
const ATTRIBUTES = ['delivery', 'notice', 'acknowledged', 'proposal', 'head', 'notCounted', 'notCountedSince'];

export interface WaitingQuery extends Pick<InboundQuery, 'after' | 'batchSize'> {
  /** All of them when absent. */
  readonly kinds?: readonly WaitingKind[];
}

/** Something that may wait for a person, as it is now. */
export type Waiting = {
  /** Pass this as `after` to go on after it. */
  readonly position: string;
} & Thing;

type Thing =
  | { readonly delivery: Delivery }
  | { readonly notice: NoticeRecord }
  | { readonly proposal: StoredProposal }
  | { readonly uncounted: Uncounted };

/** A contract with clauses that cannot be counted. */
export interface Uncounted {
  readonly contract: string;
  readonly notCounted: readonly NotCounted[];
  /** An instant in UTC. */
  readonly since: string;
}

/** What may wait for a person, in the one table. */
export class WaitingTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * Webhooks that wait, letters that did not do their work, proposals, and contracts with clauses that cannot be counted,
   * oldest first: a webhook by when it was received, a letter by when it was made, the others by since when they are so. Read
   * consistently, so one that was dealt with meanwhile comes as it is now.
   */
  list(query: WaitingQuery): AsyncGenerator<Waiting, void> {
    return listWaiting(this.#client, this.#table, query);
  }
}

async function* listWaiting(
  client: DynamoDBClient,
  table: string,
  { kinds = WAITING_KINDS, ...query }: WaitingQuery,
): AsyncGenerator<Waiting, void> {
  const groups = kinds.flatMap((kind) => GROUPS[kind]);
  const entries = inboundEntries(client, table, { ...query, groups, order: 'oldest-first' });
  for await (const batch of inBatches(entries, query.batchSize)) {
    const keys = batch.map(({ key }) => key);
    const found = await getAll(client, table, keys, ATTRIBUTES);
    for (const { position, key } of batch) {
      const item = found.get(`${key.pk} ${key.sk}`);
      const thing = item && readThing(item);
      if (thing) yield { position, ...thing };
    }
  }
}

const headSchema = contractHeadSchema
  .pick({ createdAt: true, notCounted: true, notCountedSince: true })
  .extend({ contract: z.looseObject({ id: z.string() }) });

/** Undefined for a contract all of whose clauses are counted meanwhile. */
function readThing(item: TableItem): Thing | undefined {
  if (item.notice) return { notice: readNoticeRecord(item) };
  if (item.proposal) return { proposal: readProposal(item) };
  const { delivery, head, notCounted, notCountedSince } = unpack(item);
  if (delivery) return { delivery: deliverySchema.parse(delivery) };
  const { contract, createdAt, ...read } = headSchema.strip().parse({ ...head, notCounted, notCountedSince });
  if (read.notCounted === undefined) return undefined;
  const since = read.notCountedSince ?? createdAt;
  return { uncounted: { contract: contract.id, notCounted: read.notCounted, since } };
}
