import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Telemetry } from './log.ts';

/** With less time left no further message is started: its work could be cut off during a send. */
const LEAST_TIME_MS = 25_000;

/**
 * Wraps every queue function. Each message is parsed and worked on separately, and only failed ones are delivered
 * again. A message that cannot be parsed fails too, until it goes to the dead-letter queue. When time runs short, the
 * rest of the batch goes back to the queue; the first message is always worked on. `receives`: how often the queue has handed
 * out the message, this time included. `remainingMs`: how much of the function's time is left.
 */
export function queueHandler<Schema extends z.ZodType>(
  telemetry: Telemetry,
  schema: Schema,
  work: (message: z.infer<Schema>, receives: number, remainingMs: () => number) => Promise<void>,
) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async ({ Records }, context) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const [index, { messageId, body, attributes }] of Records.entries()) {
        if (index > 0 && context.getRemainingTimeInMillis() < LEAST_TIME_MS) {
          batchItemFailures.push({ itemIdentifier: messageId });
          continue;
        }
        try {
          const receives = Number(attributes.ApproximateReceiveCount);
          await work(schema.parse(JSON.parse(body)), receives, () => context.getRemainingTimeInMillis());
        } catch (error) {
          telemetry.error('MESSAGE_FAILED', error, { message: messageId });
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    });
}
