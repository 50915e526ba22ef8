import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Telemetry } from './log.ts';

/**
 * The stack around every queue function: each message is parsed and worked on by itself, and only those that failed
 * come again. A message that does not parse fails too, until the dead-letter queue takes it.
 */
export function queueHandler<Schema extends z.ZodType>(
  telemetry: Telemetry,
  schema: Schema,
  work: (message: z.infer<Schema>) => Promise<void>,
) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async ({ Records }) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const { messageId, body } of Records) {
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
