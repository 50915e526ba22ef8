import {
  ChangeMessageVisibilityCommand,
  type ChangeMessageVisibilityRequest,
  DeleteMessageBatchCommand,
  type DeleteMessageBatchRequest,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type GetQueueAttributesRequest,
  GetQueueUrlCommand,
  MessageNotInflight,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  type ReceiveMessageRequest,
  SendMessageBatchCommand,
  type SendMessageBatchRequest,
  SendMessageCommand,
  type SendMessageRequest,
} from '@aws-sdk/client-sqs';
import type { VirtualClock } from '../time/clock.ts';
import type { WorkSource } from '../time/engine.ts';
import { clientFault, metadata, unknownCommand } from './errors.ts';
import type { FaultSource } from './faults.ts';
import { md5 } from './ids.ts';
import { type EventSource, invokeWith } from './queue-event-source.ts';
import { type Attributes, QueueMessages, type QueueSettings, type StoredMessage } from './queue-messages.ts';
import {
  invalidParameter,
  MAX_MESSAGE_BYTES,
  requireBatch,
  requireMessage,
  requireSeconds,
} from './queue-validation.ts';
import { readReceiptHandle, receiptHandle, systemAttributes } from './queue-wire.ts';

export interface FakeQueuesOptions {
  readonly clock: VirtualClock;
  readonly queues: readonly QueueSettings[];
  /** Where messages are kept; in memory when absent. */
  readonly folder?: string | undefined;
  readonly faults?: FaultSource;
  readonly region?: string;
  readonly account?: string;
}

/** SQS standard queues and the event source mappings that feed Lambda handlers from them, on the virtual clock. */
export class FakeQueues implements WorkSource {
  readonly name = 'queues';
  readonly #options: FakeQueuesOptions;
  readonly #settings: ReadonlyMap<string, QueueSettings>;
  readonly #messages: QueueMessages;
  readonly #sources = new Map<string, EventSource>();

  constructor(options: FakeQueuesOptions) {
    this.#options = options;
    this.#settings = new Map(options.queues.map((queue) => [queue.name, queue]));
    this.#messages = new QueueMessages(options.clock, options.queues, options.folder);
  }

  url(queue: string): string {
    return `https://sqs.${this.#region}.amazonaws.com/${this.#account}/${this.#known(queue)}`;
  }

  arn(queue: string): string {
    return `arn:aws:sqs:${this.#region}:${this.#account}:${this.#known(queue)}`;
  }

  async send(command: unknown, _options?: unknown): Promise<unknown> {
    if (command instanceof SendMessageCommand) return this.#sendMessage(command.input);
    if (command instanceof SendMessageBatchCommand) return this.#sendBatch(command.input);
    if (command instanceof ReceiveMessageCommand) return this.#receive(command.input);
    if (command instanceof DeleteMessageCommand) {
      this.#delete(this.#queueOf(command.input.QueueUrl), command.input.ReceiptHandle);
      return { $metadata: metadata() };
    }
    if (command instanceof DeleteMessageBatchCommand) return this.#deleteBatch(command.input);
    if (command instanceof ChangeMessageVisibilityCommand) return this.#changeVisibility(command.input);
    if (command instanceof GetQueueAttributesCommand) return this.#attributes(command.input);
    if (command instanceof GetQueueUrlCommand) {
      return { QueueUrl: this.url(command.input.QueueName ?? ''), $metadata: metadata() };
    }
    throw unknownCommand('FakeQueues', command);
  }

  /** Puts a message on a queue as another service does. Rejects with QueueDoesNotExist for an unknown ARN. */
  async put(queueArn: string, body: string, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
    const queue = [...this.#settings.keys()].find((name) => this.arn(name) === queueArn);
    if (queue === undefined) throw noSuchQueue();
    const typed = Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]);
    const message = { MessageBody: body, MessageAttributes: Object.fromEntries(typed) };
    this.#messages.add(queue, body, requireMessage(message), undefined);
  }

  /** Feeds a queue's messages to a Lambda handler. A queue has one event source. */
  connect(queueUrl: string, source: EventSource): void {
    const queue = this.#queueOf(queueUrl);
    if (this.#sources.has(queue)) throw new Error(`The queue ${queue} already feeds a handler.`);
    requireSeconds('BatchSize', source.batchSize, 1, 10_000);
    this.#sources.set(queue, source);
  }

  /** A queue's messages, hidden ones included: for operations and tests. */
  messages(queue: string): readonly StoredMessage[] {
    return this.#messages.all(this.#known(queue));
  }

  /** When the queue’s next message becomes visible, epoch milliseconds. */
  nextVisibleAt(queue: string): number | undefined {
    return this.#messages.nextVisibleAt(this.#known(queue));
  }

  async nextAt(): Promise<number | undefined> {
    return this.#next()?.at;
  }

  /** Hands the batches of the queue whose message has been visible for longest to its handler. */
  async runAt(nowMs: number): Promise<string> {
    const next = this.#next();
    if (next === undefined || next.at > nowMs) return 'nothing visible';
    const { queue, source } = next;
    const batches: StoredMessage[][] = [];
    while (batches.length < (source.concurrency ?? 1)) {
      const batch = this.#messages.receive(queue, source.batchSize, source.visibilityTimeout);
      if (batch.length === 0) break;
      batches.push(batch);
    }
    const outcomes = await Promise.all(batches.map((batch) => this.#handle(queue, source, batch)));
    return outcomes.length === 0 ? `${queue}: moved to the dead-letter queue or expired` : outcomes.join('; ');
  }

  async #handle(queue: string, source: EventSource, batch: readonly StoredMessage[]): Promise<string> {
    const { done, failure } = await invokeWith(source, batch, this.arn(queue), this.#region);
    for (const message of done) {
      const repeats = this.#options.faults?.take('delivery', 'queue', queue) !== undefined;
      // A handler may have deleted and a slow one lost its messages to another receive; only this receive's are deleted.
      if (!repeats && this.#messages.get(message.id)?.receives === message.receives) this.#messages.delete(message.id);
    }
    const failed = batch.length - done.length;
    const outcome = `${queue}: ${done.length} handled`;
    return failed === 0 ? outcome : `${outcome}, ${failed} failed${failure === undefined ? '' : ` (${failure})`}`;
  }

  #next(): { queue: string; source: EventSource; at: number } | undefined {
    let first: { queue: string; source: EventSource; at: number } | undefined;
    for (const [queue, source] of this.#sources) {
      const at = this.#messages.nextVisibleAt(queue);
      if (at !== undefined && (first === undefined || at < first.at)) first = { queue, source, at };
    }
    return first;
  }

  #sendMessage(input: SendMessageRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    const attributes = requireMessage(input);
    return { ...this.#add(queue, input.MessageBody ?? '', attributes, input.DelaySeconds), $metadata: metadata() };
  }

  #add(queue: string, body: string, attributes: Attributes, delay: number | undefined): object {
    return { MessageId: this.#messages.add(queue, body, attributes, delay), MD5OfMessageBody: md5(body) };
  }

  #sendBatch(input: SendMessageBatchRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    requireBatch(input.Entries);
    const entries = input.Entries ?? [];
    return this.#batch('SendMessageBatch', entries, (entry) => {
      const attributes = requireMessage(entry);
      return this.#add(queue, entry.MessageBody ?? '', attributes, entry.DelaySeconds);
    });
  }

  #deleteBatch(input: DeleteMessageBatchRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    requireBatch(input.Entries);
    return this.#batch('DeleteMessageBatch', input.Entries ?? [], (entry) => {
      this.#delete(queue, entry.ReceiptHandle);
      return {};
    });
  }

  /** Does each entry on its own: one that fails is reported and does not stop the others. */
  #batch<Entry extends { readonly Id: string | undefined }>(
    operation: string,
    entries: readonly Entry[],
    work: (entry: Entry) => object,
  ): unknown {
    const failsLast = this.#options.faults?.take('batch', 'queue', operation) !== undefined;
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const [index, entry] of entries.entries()) {
      try {
        if (failsLast && index === entries.length - 1) {
          Failed.push({ Id: entry.Id, SenderFault: false, Code: 'InternalError', Message: 'The entry failed.' });
        } else {
          Successful.push({ Id: entry.Id, ...work(entry) });
        }
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.name, Message: error.message });
      }
    }
    return { Successful, Failed, $metadata: metadata() };
  }

  #receive(input: ReceiveMessageRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    requireSeconds('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
    requireSeconds('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
    requireSeconds('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20);
    const received = this.#messages.receive(queue, input.MaxNumberOfMessages ?? 1, input.VisibilityTimeout);
    const Messages = received.map((message) => ({
      MessageId: message.id,
      ReceiptHandle: receiptHandle(message),
      MD5OfBody: md5(message.body),
      Body: message.body,
      Attributes: systemAttributes(message),
      MessageAttributes: message.attributes,
    }));
    return { ...(Messages.length > 0 ? { Messages } : {}), $metadata: metadata() };
  }

  /** Deletes what the handle received; a handle of an earlier receive is accepted and deletes nothing. */
  #delete(queue: string, handle: string | undefined): void {
    const { id, receives } = this.#readHandle(handle);
    const message = this.#messages.get(id);
    if (message?.queue === queue && message.receives === receives) this.#messages.delete(id);
  }

  #changeVisibility(input: ChangeMessageVisibilityRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    requireSeconds('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
    if (input.VisibilityTimeout === undefined) throw invalidParameter('The request must contain VisibilityTimeout.');
    const { id, receives } = this.#readHandle(input.ReceiptHandle);
    const message = this.#messages.get(id);
    const inFlight = message?.queue === queue && message.receives === receives;
    if (!inFlight || message.visibleAt <= this.#options.clock.epochMs()) {
      throw new MessageNotInflight({ message: 'The message referred to is not in flight.', ...clientFault(400) });
    }
    this.#messages.changeVisibility(id, input.VisibilityTimeout);
    return { $metadata: metadata() };
  }

  #attributes(input: GetQueueAttributesRequest): unknown {
    const queue = this.#queueOf(input.QueueUrl);
    const settings = this.#settings.get(queue);
    const now = this.#options.clock.epochMs();
    const messages = this.#messages.all(queue);
    const waiting = messages.filter((message) => message.visibleAt > now);
    const redrive = settings?.redrive;
    const all: Record<string, string> = {
      QueueArn: this.arn(queue),
      ApproximateNumberOfMessages: String(messages.length - waiting.length),
      ApproximateNumberOfMessagesNotVisible: String(waiting.filter((message) => message.receives > 0).length),
      ApproximateNumberOfMessagesDelayed: String(waiting.filter((message) => message.receives === 0).length),
      VisibilityTimeout: String(settings?.visibilityTimeout ?? 30),
      MessageRetentionPeriod: String(settings?.retention ?? 4 * 86_400),
      DelaySeconds: String(settings?.delay ?? 0),
      MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    };
    if (redrive !== undefined) {
      const deadLetterTargetArn = this.arn(redrive.deadLetter);
      all.RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: redrive.maxReceives });
    }
    const names: readonly string[] = input.AttributeNames ?? [];
    const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
    return { Attributes: Object.fromEntries(wanted), $metadata: metadata() };
  }

  #readHandle(handle: string | undefined): { readonly id: string; readonly receives: number } {
    const read = readReceiptHandle(handle ?? '');
    if (read !== undefined) return read;
    const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new ReceiptHandleIsInvalid({ message, ...clientFault(400) });
  }

  #queueOf(url: string | undefined): string {
    const name = url?.split('/').at(-1) ?? '';
    if (this.#settings.has(name) && url === this.url(name)) return name;
    throw noSuchQueue();
  }

  #known(queue: string): string {
    if (!this.#settings.has(queue)) throw noSuchQueue();
    return queue;
  }

  get #region(): string {
    return this.#options.region ?? 'eu-central-1';
  }

  get #account(): string {
    return this.#options.account ?? '000000000000';
  }
}

function noSuchQueue(): QueueDoesNotExist {
  return new QueueDoesNotExist({ message: 'The specified queue does not exist.', ...clientFault(400) });
}
