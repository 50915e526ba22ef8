import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const READS: ReadonlySet<string> = new Set([
  'BatchGetItemCommand',
  'DescribeTableCommand',
  'GetItemCommand',
  'QueryCommand',
  'ScanCommand',
  'TransactGetItemsCommand',
]);

/**
 * Whether the table may have changed since this was last asked, as far as this client goes. Spares the stream's reader
 * from asking at every step; the answer is yes the first time.
 */
export function watchWrites(client: DynamoDBClient): () => boolean {
  let written = true;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } finally {
        // A write that failed may have had its effect all the same.
        if (!READS.has(context.commandName ?? '')) written = true;
      }
    },
    { step: 'initialize', name: 'watchWrites' },
  );
  return () => {
    const answer = written;
    written = false;
    return answer;
  };
}
