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
 * A function that tells whether this client may have written since it was last asked; true the first time. It spares
 * the stream’s reader a request at every step.
 */
export function watchWrites(client: DynamoDBClient): () => boolean {
  let written = true;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } finally {
        // A failed write may still have taken effect.
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
