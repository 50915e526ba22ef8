import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Proposal } from '../../core/deadlines/proposals.ts';
import { OF_TERMS, type RevisionProposal } from '../../core/deadlines/revisions.ts';
import { getAll, inBatches } from './batch.ts';
import { MOST_ACTIONS } from './commit.ts';
import { type InboundQuery, inboundEntries } from './inbound-index.ts';
import { type ItemKey, inboundPlace, keys } from './keys.ts';
import { pack, type TableItem, unpack } from './pack.ts';
import { itemsOf } from './pages.ts';

/** The groups of the index `inbound` in which proposals stand: those about a deadline, and those about a contract's terms. */
export const PROPOSED = ['proposal', 'revision'] as const;
const [ABOUT_DEADLINE, ABOUT_TERMS] = PROPOSED;

const endSchema = z.object({ date: z.string(), instant: z.string() });

/** Since when the same is proposed for this cause: an instant in UTC. */
const sinceSchema = z.string();

/** A proposal about a deadline, beside its contract. */
const deadlineProposalSchema = z.looseObject({
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
  since: sinceSchema,
});

const rereadingSchema = z.looseObject({
  deadline: z.string(),
  clause: z.string(),
  change: z.enum(['comes', 'goes', 'moves']),
  from: endSchema.exactOptional(),
  to: endSchema.exactOptional(),
});

/** A proposal about a contract's terms, beside it. */
const revisionProposalSchema = z.looseObject({
  contract: z.string(),
  deadline: z.literal(OF_TERMS),
  terms: z.string(),
  revised: z.looseObject({ version: z.string(), revision: z.int().positive(), statutes: z.array(z.string()) }),
  changes: z.array(rereadingSchema),
  more: z.int().positive().exactOptional(),
  cause: z.looseObject({ from: z.string(), to: z.string() }),
  since: sinceSchema,
});

export const storedProposalSchema = z.union([revisionProposalSchema, deadlineProposalSchema]);
export type StoredProposal = (Proposal | RevisionProposal) & { readonly contract: string; readonly since: string };

/** What all contracts were gone over for. */
const goneOverSchema = z.object({
  edition: z.int().positive().exactOptional(),
  /** Of `revisionsIn`. */
  revisions: z.string().exactOptional(),
});
export type GoneOver = z.infer<typeof goneOverSchema>;

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
  /** Ids of deadlines about which nothing is proposed any more; `OF_TERMS` for the terms. */
  readonly removed: readonly string[];
}

/** Proposals about the deadlines of all contracts, an item each, and what all contracts were gone over for. */
export class ProposalTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The proposals about a contract: that about its terms first, then by deadline. */
  async about(contract: string): Promise<StoredProposal[]> {
    const { pk, sk } = keys.proposal(contract, '');
    const ofTerms = { TableName: this.#table, Key: pack(keys.revisionProposal(contract)), ConsistentRead: true };
    const { Item } = await this.#client.send(new GetItemCommand(ofTerms));
    const query = {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: pack({ ':pk': pk, ':prefix': sk }),
    };
    const proposals: StoredProposal[] = Item ? [readProposal(Item)] : [];
    for await (const item of itemsOf(this.#client, query)) proposals.push(readProposal(item));
    return proposals;
  }

  /** The proposals about all contracts, oldest first. Read consistently, so that one that has gone is not listed. */
  async *list(query: Pick<InboundQuery, 'after' | 'batchSize' | 'to'>): AsyncGenerator<ListedProposal, void> {
    const entries = inboundEntries(this.#client, this.#table, { ...query, groups: PROPOSED, order: 'oldest-first' });
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
        Delete: { TableName: this.#table, Key: pack({ ...keyOf(contract, deadline) }) },
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

  /** What all contracts were gone over for; empty before the first walk, and while they are being gone over. */
  async goneOver(): Promise<GoneOver> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack(keys.proposedEdition()), ConsistentRead: true }),
    );
    return Item ? goneOverSchema.parse(unpack(Item)) : {};
  }

  async forgetGoneOver(): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: pack(keys.proposedEdition()) }));
  }

  async setGoneOver(goneOver: GoneOver): Promise<void> {
    const Item = pack({ ...keys.proposedEdition(), ...goneOver });
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }
}

function isConflict({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}

function proposalItem(proposal: StoredProposal): TableItem {
  const { contract, deadline, since } = proposal;
  const key = keyOf(contract, deadline);
  const group = deadline === OF_TERMS ? ABOUT_TERMS : ABOUT_DEADLINE;
  return pack({ ...key, proposal, ...inboundPlace(group, key, since, `${contract}#${deadline}`) });
}

function keyOf(contract: string, deadline: string): ItemKey {
  return deadline === OF_TERMS ? keys.revisionProposal(contract) : keys.proposal(contract, deadline);
}

export function readProposal(item: TableItem): StoredProposal {
  return storedProposalSchema.parse(unpack(item).proposal) as unknown as StoredProposal;
}
