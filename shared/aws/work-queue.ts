import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

const BATCH = 10;

/** SQS refused some messages. The next sweep finds their work still to do and queues it again. */
export class WorkNotQueuedError extends Error {
  override readonly name = 'WorkNotQueuedError';
}

/** A queue of work, from the sender's side. `Message`: what its consumer reads. */
export class WorkQueue<Message extends object> {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(work: readonly Message[]): Promise<void> {
    let failed = 0;
    for (let start = 0; start < work.length; start += BATCH) {
      const batch = work.slice(start, start + BATCH);
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#url,
          Entries: batch.map((item, index) => ({ Id: String(index), MessageBody: JSON.stringify(item) })),
        }),
      );
      failed += Failed.length;
    }
    if (failed > 0) throw new WorkNotQueuedError(`${failed} of ${work.length} messages were not queued`);
  }
}
