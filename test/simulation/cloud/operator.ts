import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FakeQueues } from '../../../local/aws/queues.ts';
import { RESOURCES } from '../../../local/environment.ts';
import type { Ground } from './instance.ts';
import { POISON } from './poison.ts';

const DAY_MS = 86_400_000;
const MORNING_MS = 8 * 3_600_000;

const SOURCES = [
  [RESOURCES.noticesDeadLetters, RESOURCES.notices],
  [RESOURCES.deliveriesDeadLetters, RESOURCES.deliveries],
  [RESOURCES.inboundDeadLetters, RESOURCES.inbound],
  [RESOURCES.schedulerDeadLetters, RESOURCES.notices],
] as const;

/** The person on call: each morning looks at the dead letters, throws away what nobody can read, and sends the rest again. */
export class Operator {
  readonly #ground: Ground;
  readonly #queues: FakeQueues;
  readonly #onSent: () => void;
  #isPlanned = false;

  constructor(ground: Ground, queues: FakeQueues, onSent: () => void) {
    this.#ground = ground;
    this.#queues = queues;
    this.#onSent = onSent;
  }

  /** To be called whenever a dead letter may have come. */
  wake(): void {
    const { kernel } = this.#ground;
    if (this.#isPlanned || SOURCES.every(([queue]) => this.#queues.nextVisibleAt(queue) === undefined)) return;
    this.#isPlanned = true;
    const morning = Math.ceil((kernel.now + 1 - MORNING_MS) / DAY_MS) * DAY_MS + MORNING_MS;
    kernel.at(morning, () => {
      this.#isPlanned = false;
      kernel.settle();
      void kernel.run(() => this.#sendAgain());
    });
  }

  async #sendAgain(): Promise<void> {
    const { kernel, faults, trace } = this.#ground;
    if (faults.outageOf('queue', kernel.now) || faults.outageOf('table', kernel.now)) {
      this.wake();
      return;
    }
    for (const [from, to] of SOURCES) {
      for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl: this.#queues.url(from), MaxNumberOfMessages: 10 });
        const { Messages = [] } = (await this.#queues.send(receive)) as { Messages?: Message[] };
        if (Messages.length === 0) break;
        for (const { Body, ReceiptHandle } of Messages) {
          trace.add(`dead letter in ${from}`);
          if (!POISON.includes(Body ?? ''))
            await this.#queues.send(new SendMessageCommand({ QueueUrl: this.#queues.url(to), MessageBody: Body }));
          await this.#queues.send(new DeleteMessageCommand({ QueueUrl: this.#queues.url(from), ReceiptHandle }));
        }
      }
    }
    this.#onSent();
  }
}
