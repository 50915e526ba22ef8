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

  /** `delaySeconds`: after how long it may be worked on, at most 900. */
  send(work: readonly Message[], { delaySeconds = 0 }: { readonly delaySeconds?: number } = {}): Promise<void> {
    return this.#send(
      work.map((item) => JSON.stringify(item)),
      delaySeconds,
    );
  }

  /** Sends messages anew, by their bodies. */
  putBack(bodies: readonly string[]): Promise<void> {
    return this.#send(bodies, 0);
  }

  async #send(bodies: readonly string[], delaySeconds: number): Promise<void> {
    let failed = 0;
    for (let start = 0; start < bodies.length; start += BATCH) {
      const batch = bodies.slice(start, start + BATCH);
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#url,
          Entries: batch.map((MessageBody, index) => ({
            Id: String(index),
            MessageBody,
            ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
          })),
        }),
      );
      failed += Failed.length;
    }
    if (failed > 0) throw new WorkNotQueuedError(`${failed} of ${bodies.length} messages were not queued`);
  }
}
