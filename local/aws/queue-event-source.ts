import type { SQSEvent } from 'aws-lambda';
import { failedItems } from './batch-response.ts';
import { invoke, type LambdaHandler, lambdaContext } from './invocation.ts';
import type { StoredMessage } from './queue-messages.ts';
import { sqsRecord } from './queue-wire.ts';

/** How a queue feeds a Lambda: its event source mapping, with partial batch responses. */
export interface EventSource {
  /** The Lambda's name. */
  readonly functionName?: string;
  readonly batchSize: number;
  /** How long messages in work stay hidden, seconds; the queue's own setting when absent. */
  readonly visibilityTimeout?: number;
  /** How many batches may be in work at once; 1. */
  readonly concurrency?: number;
  readonly timeoutSeconds?: number;
  /** Answers with an SQSBatchResponse, or with nothing when all went well. */
  readonly handler: LambdaHandler<SQSEvent, unknown>;
}

interface Outcome {
  readonly done: readonly StoredMessage[];
  readonly failure: string | undefined;
}

/** One invocation with one batch; the messages that are not done come again when their visibility timeout is over. */
export async function invokeWith(
  source: EventSource,
  batch: readonly StoredMessage[],
  queueArn: string,
  region: string,
): Promise<Outcome> {
  const event = { Records: batch.map((message) => sqsRecord(message, queueArn, region)) };
  const context = lambdaContext(source.functionName ?? queueArn.split(':').at(-1) ?? '', source.timeoutSeconds ?? 30);
  try {
    const ids = batch.map((message) => message.id);
    const failed = failedItems(await invoke(source.handler, event, context), ids);
    return { done: batch.filter((message) => !failed.has(message.id)), failure: undefined };
  } catch (error) {
    return { done: [], failure: String(error) };
  }
}
