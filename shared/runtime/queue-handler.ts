import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Telemetry } from './log.ts';

/** Less than this left, and a piece of work might be cut off in the midst of a send. */
const LEAST_TIME_MS = 25_000;

/**
 * The stack around every queue function: each message is parsed and worked on by itself, and only those that failed
 * come again. A message that does not parse fails too, until the dead-letter queue takes it. When the time runs short,
 * what is left of the batch is given back untouched, but for its first message.
 */
export function queueHandler<Schema extends z.ZodType>(
  telemetry: Telemetry,
  schema: Schema,
  work: (message: z.infer<Schema>) => Promise<void>,
) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async ({ Records }, context) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const [index, { messageId, body }] of Records.entries()) {
        if (index > 0 && context.getRemainingTimeInMillis() < LEAST_TIME_MS) {
          batchItemFailures.push({ itemIdentifier: messageId });
          continue;
        }
        try {
          await work(schema.parse(JSON.parse(body)));
        } catch (error) {
          telemetry.error('MESSAGE_FAILED', error, { message: messageId });
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    });
}
