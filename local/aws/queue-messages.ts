import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { VirtualClock } from '../time/clock.ts';
import { DueIndex } from '../time/due-index.ts';
import { uuidOf } from './ids.ts';
import { JournaledStore } from './journal.ts';

/** A standard queue's settings, with AWS's defaults. Times in seconds. */
export interface QueueSettings {
  readonly name: string;
  /** 30. */
  readonly visibilityTimeout?: number;
  /** Four days. */
  readonly retention?: number;
  readonly delay?: number;
  /** After `maxReceives` receives without a delete, the next one moves the message to the queue `deadLetter`. */
  readonly redrive?: { readonly deadLetter: string; readonly maxReceives: number };
}

/** Message attributes as text; queues here carry no binary ones. */
export type Attributes = Readonly<Record<string, Pick<MessageAttributeValue, 'DataType' | 'StringValue'>>>;

/** Times in epoch milliseconds. */
export interface StoredMessage {
  readonly id: string;
  readonly queue: string;
  readonly body: string;
  readonly attributes: Attributes;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receives: number;
  readonly firstReceivedAt: number | undefined;
}

const DEFAULT_VISIBILITY = 30;
const DEFAULT_RETENTION = 4 * 86_400;

/** The messages of all queues: visibility, receive counts, redrive and retention on the virtual clock. */
export class QueueMessages {
  readonly #clock: VirtualClock;
  readonly #queues: ReadonlyMap<string, QueueSettings>;
  readonly #store: JournaledStore<{ message: StoredMessage; counter: number }>;
  readonly #visible = new Map<string, DueIndex>();

  constructor(clock: VirtualClock, queues: readonly QueueSettings[], folder: string | undefined) {
    this.#clock = clock;
    this.#queues = new Map(queues.map((queue) => [queue.name, queue]));
    for (const queue of queues) {
      const deadLetter = queue.redrive?.deadLetter;
      if (deadLetter !== undefined && !this.#queues.has(deadLetter)) {
        throw new Error(`Queue ${queue.name}: its dead-letter queue ${deadLetter} is not among the queues.`);
      }
      this.#visible.set(queue.name, new DueIndex());
    }
    this.#store = new JournaledStore({ name: 'queues', folder, tables: ['message', 'counter'] });
    for (const [id, message] of this.#store.entries('message'))
      this.#visible.get(message.queue)?.set(id, message.visibleAt);
  }

  /** Adds a message; answers with its id. */
  add(queue: string, body: string, attributes: Attributes, delaySeconds: number | undefined): string {
    const number = (this.#store.get('counter', 'messages') ?? 0) + 1;
    const id = uuidOf(`message ${number}`);
    const sentAt = this.#clock.epochMs();
    const visibleAt = sentAt + (delaySeconds ?? this.#settings(queue).delay ?? 0) * 1000;
    const message = { id, queue, body, attributes, sentAt, visibleAt, receives: 0, firstReceivedAt: undefined };
    this.#store.write(['counter', 'messages', number], ['message', id, message]);
    this.#visible.get(queue)?.set(id, visibleAt);
    return id;
  }

  /** Takes up to `most` visible messages and hides them for `visibilityTimeout` seconds. */
  receive(queue: string, most: number, visibilityTimeout: number | undefined): StoredMessage[] {
    const settings = this.#settings(queue);
    const now = this.#clock.epochMs();
    const hidden = visibilityTimeout ?? settings.visibilityTimeout ?? DEFAULT_VISIBILITY;
    const taken: StoredMessage[] = [];
    while (taken.length < most) {
      const id = this.#visible.get(queue)?.takeDue(now);
      if (id === undefined) break;
      const message = this.#store.get('message', id);
      if (message === undefined || this.#expire(message, settings) || this.#redrive(message, settings)) continue;
      taken.push({
        ...message,
        receives: message.receives + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        visibleAt: now + hidden * 1000,
      });
    }
    this.#store.write(...taken.map((message) => ['message', message.id, message] as const));
    // Set after the loop, so that a visibility timeout of 0 does not put one message twice into a batch.
    for (const message of taken) this.#visible.get(queue)?.set(message.id, message.visibleAt);
    return taken;
  }

  get(id: string): StoredMessage | undefined {
    return this.#store.get('message', id);
  }

  delete(id: string): void {
    const message = this.#store.get('message', id);
    if (message === undefined) return;
    this.#store.write(['message', id, null]);
    this.#visible.get(message.queue)?.delete(id);
  }

  /** Makes a message visible `seconds` from now. */
  changeVisibility(id: string, seconds: number): void {
    const message = this.#store.get('message', id);
    if (message === undefined) return;
    const visibleAt = this.#clock.epochMs() + seconds * 1000;
    this.#store.write(['message', id, { ...message, visibleAt }]);
    this.#visible.get(message.queue)?.set(id, visibleAt);
  }

  /** When the queue's next message becomes visible, epoch milliseconds. */
  nextVisibleAt(queue: string): number | undefined {
    return this.#visible.get(queue)?.first()?.at;
  }

  /** A queue's messages, hidden ones included, in the order in which they were sent. */
  all(queue: string): readonly StoredMessage[] {
    const settings = this.#settings(queue);
    const messages = [...this.#store.entries('message')].map(([, message]) => message);
    return messages.filter((message) => message.queue === queue && !this.#isExpired(message, settings));
  }

  #isExpired(message: StoredMessage, settings: QueueSettings): boolean {
    return this.#clock.epochMs() - message.sentAt >= (settings.retention ?? DEFAULT_RETENTION) * 1000;
  }

  #expire(message: StoredMessage, settings: QueueSettings): boolean {
    if (!this.#isExpired(message, settings)) return false;
    this.#store.write(['message', message.id, null]);
    return true;
  }

  #redrive(message: StoredMessage, settings: QueueSettings): boolean {
    const redrive = settings.redrive;
    if (redrive === undefined || message.receives < redrive.maxReceives) return false;
    const moved = { ...message, queue: redrive.deadLetter, receives: 0, firstReceivedAt: undefined };
    this.#store.write(['message', message.id, moved]);
    this.#visible.get(redrive.deadLetter)?.set(message.id, this.#clock.epochMs());
    return true;
  }

  #settings(queue: string): QueueSettings {
    const settings = this.#queues.get(queue);
    if (settings === undefined) throw new Error(`There is no queue ${queue}.`);
    return settings;
  }
}
