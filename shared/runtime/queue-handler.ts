import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { lambda } from './lambda.ts';
import type { LogFacts, Telemetry } from './log.ts';

/** A queue function's work on one message. */
export interface QueueWork<Message> {
  /** Reads the body of a message. Undefined: there is nothing to do. Throws if it cannot be read. */
  readonly read: (body: string) => Message | undefined;
  /** `receives`: how often the queue has handed out the message, this time included. `remainingMs`: what is left of the function's time. */
  readonly work: (message: Message, receives: number, remainingMs: () => number) => Promise<void>;
  /** The ids by which a log names what a message is about. */
  readonly about: (message: Message) => LogFacts;
  /** Puts messages on the queue anew, by their bodies. */
  readonly putBack: (bodies: readonly string[]) => Promise<void>;
  /** With less time left no further message is started: its work could be cut off. */
  readonly leastTimeMs: number;
}

/** Reads the JSON of a message. */
export function jsonOf<Schema extends z.ZodType>(schema: Schema): (body: string) => z.infer<Schema> {
  return (body) => schema.parse(JSON.parse(body));
}

/**
 * Wraps every queue function. Each message is parsed and worked on separately, and only failed ones are delivered
 * again. A message that cannot be parsed fails too, until it goes to the dead-letter queue. The first message is always worked
 * on. When time runs short, the rest of the batch is put on the queue anew: a message that was not tried has not failed, and
 * handing it back would count as a failure on the way to the dead letters.
 */
export function queueHandler<Message>(telemetry: Telemetry, queue: QueueWork<Message>) {
  return lambda<SQSEvent, SQSBatchResponse>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async ({ Records }, context) => {
      const remainingMs = () => context.getRemainingTimeInMillis();
      const failed: string[] = [];
      for (const [index, record] of Records.entries()) {
        if (index > 0 && remainingMs() < queue.leastTimeMs) {
          failed.push(...(await putBack(telemetry, queue, Records.slice(index))));
          break;
        }
        if (!(await succeeds(telemetry, queue, record, remainingMs))) failed.push(record.messageId);
      }
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    });
}

async function succeeds<Message>(
  telemetry: Telemetry,
  { read, work, about }: QueueWork<Message>,
  { messageId, body, attributes }: SQSRecord,
  remainingMs: () => number,
): Promise<boolean> {
  let facts: LogFacts = { messageId };
  try {
    const message = read(body);
    if (message === undefined) return true;
    facts = { ...facts, ...about(message) };
    await work(message, Number(attributes.ApproximateReceiveCount), remainingMs);
    return true;
  } catch (error) {
    telemetry.error('MESSAGE_FAILED', error, facts);
    return false;
  }
}

/** Answers the ids of those that could not be put back, which the queue hands out again. */
async function putBack(
  telemetry: Telemetry,
  queue: Pick<QueueWork<never>, 'putBack'>,
  records: readonly SQSRecord[],
): Promise<string[]> {
  try {
    await queue.putBack(records.map(({ body }) => body));
    return [];
  } catch (error) {
    telemetry.error('MESSAGES_NOT_PUT_BACK', error, { messages: records.length });
    return records.map(({ messageId }) => messageId);
  }
}
