import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { TableItem } from './pack.ts';

export interface PageOptions {
  /** How many items one request asks for. When absent, as many as DynamoDB answers at once: up to a megabyte. */
  readonly pageSize?: number;
  /** Key of the item after which to begin, with the index's attributes where an index is read. It need not exist. */
  readonly after?: TableItem;
}

type Query = Omit<QueryCommandInput, 'Limit' | 'ExclusiveStartKey'>;

/** The pages of a query, in order. A page is read only when it is asked for. */
export async function* pagesOf(
  client: DynamoDBClient,
  query: Query,
  { pageSize, after }: PageOptions = {},
): AsyncGenerator<readonly TableItem[], void> {
  let start = after;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        ...query,
        ...(pageSize !== undefined && { Limit: pageSize }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield Items;
    start = LastEvaluatedKey;
  } while (start);
}

/** The items of the pages, one by one. */
export async function* itemsOf(
  client: DynamoDBClient,
  query: Query,
  options?: PageOptions,
): AsyncGenerator<TableItem, void> {
  for await (const page of pagesOf(client, query, options)) yield* page;
}
