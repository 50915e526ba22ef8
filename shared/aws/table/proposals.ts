import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Proposal } from '../../core/deadlines/proposals.ts';
import { getAll, inBatches } from './batch.ts';
import { MOST_ACTIONS } from './commit.ts';
import { type InboundQuery, inboundEntries } from './inbound-index.ts';
import { inboundPlace, keys } from './keys.ts';
import { pack, type TableItem } from './pack.ts';
import { itemsOf } from './pages.ts';

/** The group of the index `inbound` in which proposals stand. */
export const PROPOSED = 'proposal';

const endSchema = z.object({ date: z.string(), instant: z.string() });

/** A proposal about a deadline, beside its contract. */
export const storedProposalSchema = z.looseObject({
  contract: z.string(),
  deadline: z.string(),
  clause: z.string(),
  terms: z.string(),
  edition: z.int().positive(),
  from: endSchema,
  to: endSchema,
  cause: z.looseObject({
    from: z.string(),
    to: z.string(),
    days: z.array(z.object({ day: z.string(), name: z.string(), change: z.enum(['added', 'removed']) })),
  }),
  /** Since when the edition is proposed for this cause: an instant in UTC. */
  since: z.string(),
});
export type StoredProposal = Proposal & { readonly contract: string; readonly since: string };

export interface ListedProposal {
  readonly proposal: StoredProposal;
  /** Pass this as `after` to go on after this proposal. */
  readonly position: string;
}

/** What changes of the proposals about one contract. */
export interface ProposalChanges {
  readonly contract: string;
  /** The revision of the head of which they are true. */
  readonly revision: number;
  readonly written: readonly StoredProposal[];
  /** Ids of deadlines about which nothing is proposed any more. */
  readonly removed: readonly string[];
}

/** Proposals about the deadlines of all contracts, an item each, and the edition for which all contracts were gone over. */
export class ProposalTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The proposals about a contract, by deadline. */
  async about(contract: string): Promise<StoredProposal[]> {
    const { pk, sk } = keys.proposal(contract, '');
    const query = {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: pack({ ':pk': pk, ':prefix': sk }),
    };
    const proposals: StoredProposal[] = [];
    for await (const item of itemsOf(this.#client, query)) proposals.push(readProposal(item));
    return proposals;
  }

  /** The proposals about all contracts, oldest first. Read consistently, so that one that has gone is not listed. */
  async *list(query: Pick<InboundQuery, 'after' | 'batchSize' | 'to'>): AsyncGenerator<ListedProposal, void> {
    const entries = inboundEntries(this.#client, this.#table, { ...query, groups: [PROPOSED], order: 'oldest-first' });
    for await (const batch of inBatches(entries, query.batchSize)) {
      const found = await getAll(
        this.#client,
        this.#table,
        batch.map(({ key }) => key),
      );
      for (const { position, key } of batch) {
        const item = found.get(`${key.pk} ${key.sk}`);
        if (item) yield { proposal: readProposal(item), position };
      }
    }
  }

  /**
   * Writes changes in as many transactions as they take. False if the contract was written since its head was read: what
   * was written by then is true of an earlier revision, so load the contract and compare again.
   */
  async change({ contract, revision, written, removed }: ProposalChanges): Promise<boolean> {
    const actions: TransactWriteItem[] = [
      ...written.map((proposal) => ({ Put: { TableName: this.#table, Item: proposalItem(proposal) } })),
      ...removed.map((deadline) => ({
        Delete: { TableName: this.#table, Key: pack(keys.proposal(contract, deadline)) },
      })),
    ];
    for (let at = 0; at < actions.length; at += MOST_ACTIONS - 1) {
      const some = actions.slice(at, at + MOST_ACTIONS - 1);
      if (!(await this.#whileAt(contract, revision, some))) return false;
    }
    return true;
  }

  async #whileAt(contract: string, revision: number, actions: readonly TransactWriteItem[]): Promise<boolean> {
    const check: TransactWriteItem = {
      ConditionCheck: {
        TableName: this.#table,
        Key: pack(keys.head(contract)),
        ConditionExpression: 'head.revision = :revision',
        ExpressionAttributeValues: pack({ ':revision': revision }),
      },
    };
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems: [check, ...actions] }));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && isConflict(error)) return false;
      throw error;
    }
  }

  /** The edition for which all contracts were gone over; undefined before the first, and while they are being gone over. */
  async edition(): Promise<number | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack(keys.proposedEdition()), ConsistentRead: true }),
    );
    return Item && z.object({ edition: z.int().positive() }).parse(unmarshall(Item)).edition;
  }

  async forgetEdition(): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: pack(keys.proposedEdition()) }));
  }

  async setEdition(edition: number): Promise<void> {
    const Item = pack({ ...keys.proposedEdition(), edition });
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }
}

function isConflict({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}

function proposalItem(proposal: StoredProposal): TableItem {
  const { contract, deadline, since } = proposal;
  const key = keys.proposal(contract, deadline);
  return pack({ ...key, proposal, ...inboundPlace(PROPOSED, key, since, `${contract}#${deadline}`) });
}

export function readProposal(item: TableItem): StoredProposal {
  return storedProposalSchema.parse(unmarshall(item).proposal) as unknown as StoredProposal;
}
