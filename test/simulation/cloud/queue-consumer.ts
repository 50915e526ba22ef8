import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { failedItems } from '../../../local/aws/batch-response.ts';
import type { FakeQueues } from '../../../local/aws/queues.ts';
import { visibilitySeconds } from '../../../shared/runtime/queue-limits.ts';
import type { SimulatedFunction } from './function.ts';
import type { Ground } from './instance.ts';
import { POISON } from './poison.ts';

interface Settings {
  readonly queue: string;
  readonly batchSize: number;
  readonly maxConcurrency: number;
}

/** Hands a queue's messages to a function: several batches beside each other, and again what was not done. */
export class QueueConsumer {
  readonly #ground: Ground;
  readonly #queues: FakeQueues;
  readonly #target: SimulatedFunction;
  readonly #settings: Settings;
  readonly #onReceived: () => void;
  #inWork = 0;
  #polling: { at: number; cancel: () => void } | undefined;

  constructor(
    ground: Ground,
    queues: FakeQueues,
    target: SimulatedFunction,
    settings: Settings,
    onReceived: () => void,
  ) {
    this.#ground = ground;
    this.#queues = queues;
    this.#target = target;
    this.#settings = settings;
    this.#onReceived = onReceived;
  }

  /** Looks when there is something to receive. To be called whenever a message may have become visible earlier. */
  wake(): void {
    const { kernel, faults } = this.#ground;
    const visible = this.#queues.nextVisibleAt(this.#settings.queue);
    if (visible === undefined || this.#inWork >= this.#settings.maxConcurrency) return;
    const at = Math.max(visible, kernel.now) + Math.ceil(faults.shareOf(`poll ${kernel.now}`) * 500);
    if (this.#polling && this.#polling.at <= at) return;
    this.#polling?.cancel();
    this.#polling = { at, cancel: kernel.at(at, () => this.#poll()) };
  }

  #poll(): void {
    this.#polling = undefined;
    const { kernel, faults } = this.#ground;
    this.#poison();
    const outage = faults.outageOf('queue', kernel.now) ?? faults.outageOf('functions', kernel.now);
    if (outage) {
      this.#polling = { at: outage.to, cancel: kernel.at(outage.to, () => this.#poll()) };
      return;
    }
    kernel.settle();
    void kernel.run(async () => this.#receive()).then(() => kernel.settle());
  }

  /** Now and then something lies in the queue that nobody can read. */
  #poison(): void {
    const { queue } = this.#settings;
    const { faults } = this.#ground;
    if (!faults.strike(`queue ${queue}`, 'poison')) return;
    const text = POISON[Math.floor(faults.share(`queue ${queue} poison`) * POISON.length)] ?? 'null';
    void this.#queues.put(this.#queues.arn(queue), text);
  }

  async #receive(): Promise<void> {
    const { queue, batchSize } = this.#settings;
    const { timeoutSeconds } = this.#target.declaration;
    const answer = await this.#queues.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queues.url(queue),
        MaxNumberOfMessages: Math.min(10, batchSize),
        VisibilityTimeout: visibilitySeconds(timeoutSeconds),
      }),
    );
    const { Messages = [] } = answer as { Messages?: Message[] };
    this.#onReceived();
    if (Messages.length > 0) {
      this.#inWork += 1;
      void this.#hand(Messages).finally(() => {
        this.#inWork -= 1;
        this.wake();
      });
    }
    this.wake();
  }

  async #hand(messages: readonly Message[]): Promise<void> {
    const { queue } = this.#settings;
    const { faults, trace } = this.#ground;
    const ids = messages.map(({ MessageId = '' }) => MessageId);
    let failed: ReadonlySet<string>;
    try {
      failed = failedItems(await this.#target.invoke({ Records: messages.map(recordOf) }), ids);
    } catch (error) {
      trace.add(`${this.#target.declaration.name} failed: ${String(error)}`);
      failed = new Set(ids);
    }
    for (const { MessageId = '', ReceiptHandle } of messages) {
      if (failed.has(MessageId) || faults.strike(`queue ${queue}`, 'redelivery')) continue;
      await this.#queues.send(new DeleteMessageCommand({ QueueUrl: this.#queues.url(queue), ReceiptHandle }));
    }
  }
}

function recordOf({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: {},
    ...{ md5OfBody: '', eventSource: 'aws:sqs', eventSourceARN: '', awsRegion: 'eu-central-1' },
  };
}
