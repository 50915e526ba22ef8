import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { NoticeRecord } from '../../core/notices/record.ts';
import { type Delivery, deliverySchema } from '../../inbound/delivery.ts';
import { getAll, inBatches } from './batch.ts';
import { PARKED_FOR_A_PERSON } from './delivery-item.ts';
import { type InboundQuery, inboundEntries } from './inbound-index.ts';
import { readNoticeRecord } from './items.ts';

/** The groups of the index `inbound` in which something waits for a person. */
const GROUPS = ['failed', 'ambiguous', 'set-aside', PARKED_FOR_A_PERSON, 'letter'];

/** Something that may wait for a person, as it is now. */
export type Waiting = {
  /** Pass this as `after` to go on after it. */
  readonly position: string;
} & ({ readonly delivery: Delivery } | { readonly notice: NoticeRecord });

/** What may wait for a person, in the one table. */
export class WaitingTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * Webhooks that wait and letters that did not do their work, oldest first: a webhook by when it was received, a letter by
   * when it was made. Read consistently, so one that was dealt with meanwhile comes as it is now.
   */
  list(query: Pick<InboundQuery, 'after' | 'batchSize'>): AsyncGenerator<Waiting, void> {
    return listWaiting(this.#client, this.#table, query);
  }
}

async function* listWaiting(
  client: DynamoDBClient,
  table: string,
  query: Pick<InboundQuery, 'after' | 'batchSize'>,
): AsyncGenerator<Waiting, void> {
  const entries = inboundEntries(client, table, { ...query, groups: GROUPS, order: 'oldest-first' });
  for await (const batch of inBatches(entries, query.batchSize)) {
    const keys = batch.map(({ key }) => key);
    const found = await getAll(client, table, keys, ['delivery', 'notice', 'acknowledged']);
    for (const { position, key } of batch) {
      const item = found.get(`${key.pk} ${key.sk}`);
      if (item?.notice) yield { position, notice: readNoticeRecord(item) };
      else if (item) yield { position, delivery: deliverySchema.parse(unmarshall(item).delivery) };
    }
  }
}
