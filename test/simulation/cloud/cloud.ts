import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { type ApiResponse, LocalApi } from '../../../local/api.ts';
import { FaultPlan } from '../../../local/aws/faults.ts';
import { FakeQueues } from '../../../local/aws/queues.ts';
import { FakeScheduler } from '../../../local/aws/scheduler.ts';
import { FakeSecrets } from '../../../local/aws/secrets.ts';
import { publishToQueue } from '../../../local/aws/sns.ts';
import { EmbeddedTable, type ItemChange } from '../../../local/dynamo/embedded-table.ts';
import { MemoryStore } from '../../../local/dynamo/memory-store.ts';
import { TableStream } from '../../../local/dynamo/stream.ts';
import { localEnvironment, localSecrets, RESOURCES } from '../../../local/environment.ts';
import { type LocalFunction, localFunctions } from '../../../local/functions.ts';
import { FakeProviders } from '../../../local/providers/fake.ts';
import { QUEUES } from '../../../local/stack.ts';
import { SendingTable } from '../../../shared/aws/table/sending.ts';
import { SIGNATURE_WINDOW_SECONDS, within } from '../../../shared/core/webhooks/freshness.ts';
import { SILENT } from '../../../shared/runtime/log.ts';
import type { Terms } from '../../../shared/runtime/terms.ts';
import type { Kernel } from '../engine/kernel.ts';
import type { Trace } from '../engine/trace.ts';
import type { Faults } from './faults.ts';
import { SimulatedFunction } from './function.ts';
import type { CalledService, Ground, Instance } from './instance.ts';
import type { Accepted } from './letter.ts';
import { SimulatedMail } from './mail.ts';
import { Operator } from './operator.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { Service } from './rates.ts';
import { SourceDriver } from './source-driver.ts';
import { Sweeper } from './sweeper.ts';

export interface CloudOptions {
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly trace: Trace;
  /** The terms and tables of a release: the first one, and the one after it. */
  readonly terms: (release: 1 | 2) => Terms;
  /** When the release after the first one takes over; never when absent. */
  readonly releaseAt?: number | undefined;
  /** When letters go out; at any time if absent. */
  readonly sendWindow: string | undefined;
  /** Whether a day’s many letters to one reader go out as one message. */
  readonly digest: boolean | undefined;
  /** Told of all changes of one write to the table. */
  readonly onWrite: (changes: readonly ItemChange[]) => void;
  readonly onAccepted: (letter: Accepted) => void;
  /** Told of messages that a function sends together, in their order. */
  readonly onQueued: (bodies: readonly string[]) => void;
}

/** Everything of Clauseclock: the real handlers, on services in this process that fail as the rates say. */
export class Cloud {
  readonly queues: FakeQueues;
  readonly scheduler: FakeScheduler;
  readonly mail: SimulatedMail;
  readonly #options: CloudOptions;
  readonly #table: EmbeddedTable;
  readonly #ground: Ground;
  readonly #functions: ReadonlyMap<string, SimulatedFunction>;
  readonly #api: LocalApi;
  readonly #consumers: QueueConsumer[];
  readonly #sweeper: Sweeper;
  readonly #operator: Operator;
  readonly #secrets = new FakeSecrets(localSecrets({}));
  readonly #schedules: SourceDriver;
  #stream: SourceDriver | undefined;
  /** Until when the indexes lag behind the table, by item. */
  readonly #lagging = new Map<string, number>();

  private constructor(options: CloudOptions) {
    const { kernel, faults, trace, onAccepted } = options;
    this.#options = options;
    this.#table = new EmbeddedTable({
      store: new MemoryStore((key, apply) => this.#followLater(key, apply)),
      onWrite: (changes) => this.#onWrite(changes),
    });
    this.queues = new FakeQueues({ clock: kernel.clock, queues: QUEUES, faults });
    this.scheduler = new FakeScheduler({
      clock: kernel.clock,
      faults,
      groups: [RESOURCES.scheduleGroup],
      deliver: (arn, input) => this.#put(arn, input),
      deadLetter: (arn, input) => this.#put(arn, input),
      delaySeconds: () => faults.fireDelay(),
    });
    const publish = publishToQueue(this.queues, RESOURCES.deliveries, kernel.clock);
    this.mail = new SimulatedMail({
      ...{ kernel, faults, onAccepted },
      publish: async (report) => {
        this.#requireUp('queue');
        await publish(report);
        this.#wakeConsumers();
      },
    });
    this.#ground = {
      ...{ kernel, faults, trace, instances: { started: 0 } },
      releaseAt: options.releaseAt ?? Number.POSITIVE_INFINITY,
      effect: (...call) => this.#effect(...call),
    };
    this.#functions = this.#simulated();
    this.#api = new LocalApi([...this.#functions.values()].map((one) => asLocal(one)));
    this.#operator = new Operator(this.#ground, this.queues, () => this.#wakeConsumers());
    this.#consumers = [...this.#functions.values()].flatMap((one) => this.#consumersOf(one));
    this.#sweeper = new Sweeper(this.#ground, this.#function('sweep-deadlines'));
    this.#schedules = new SourceDriver(kernel, this.scheduler, () => faults.outageOf('scheduler', kernel.now)?.to);
  }

  static async open(options: CloudOptions): Promise<Cloud> {
    const cloud = new Cloud(options);
    await cloud.#openStream();
    await cloud.#switchOn();
    if (options.releaseAt !== undefined) cloud.#sweeper.proposeFrom(options.releaseAt);
    return cloud;
  }

  /** As a person does at a stage that is deployed for the first time. */
  async #switchOn(): Promise<void> {
    const sending = new SendingTable(this.#table as unknown as DynamoDBClient, RESOURCES.table);
    await sending.begin(this.#options.kernel.clock.now(), { value: 'on', reason: 'the workload expects its letters' });
  }

  /** A request to the API, as its caller sees it. A function that dies answers 500. */
  async request(method: string, path: string, body: unknown): Promise<ApiResponse> {
    const { kernel, faults } = this.#options;
    if (faults.outageOf('functions', kernel.now)) return { status: 503, headers: {}, body: '' };
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return this.#api.request({ method, path, headers: { 'content-type': 'application/json' }, body: bytes });
  }

  async #openStream(): Promise<void> {
    const { kernel, faults } = this.#options;
    const consumers = [...this.#functions.values()].flatMap((one) =>
      one.declaration.triggers.flatMap((trigger) =>
        trigger.kind === 'stream'
          ? [{ ...trigger, functionName: one.declaration.name, handler: (event: unknown) => one.invoke(event) }]
          : [],
      ),
    );
    const stream = await TableStream.open({
      client: this.#table.stream as unknown as DynamoDBStreamsClient,
      streamArn: this.#table.stream.arn,
      clock: kernel.clock,
      consumers,
    });
    const held = () => (faults.outageOf('table', kernel.now) ?? faults.outageOf('functions', kernel.now))?.to;
    this.#stream = new SourceDriver(kernel, stream, held);
  }

  #simulated(): Map<string, SimulatedFunction> {
    const { terms, sendWindow, digest, kernel } = this.#options;
    const { releaseAt } = this.#ground;
    const environment = localEnvironment({
      noticesUrl: this.queues.url(RESOURCES.notices),
      noticesArn: this.queues.arn(RESOURCES.notices),
      inboundUrl: this.queues.url(RESOURCES.inbound),
      deliveriesUrl: this.queues.url(RESOURCES.deliveries),
      schedulerDeadLettersArn: this.queues.arn(RESOURCES.schedulerDeadLetters),
      ...(sendWindow !== undefined && { sendWindow }),
      ...(digest !== undefined && { digest }),
    });
    const assembled = (instance: Pick<Instance, 'clients' | 'clock' | 'timer'>) => {
      const release = terms(kernel.now < releaseAt ? 1 : 2);
      return localFunctions(environment, {
        ...instance.clients,
        clock: instance.clock,
        timer: instance.timer,
        providers: new FakeProviders(new FaultPlan(), []),
        terms: () => release,
        isFresh: within(instance.clock.now, SIGNATURE_WINDOW_SECONDS),
        telemetry: () => SILENT,
      });
    };
    const unused = { clients: {} as Instance['clients'], clock: kernel.clock, timer: {} as Instance['timer'] };
    return new Map(
      assembled(unused).map(({ declaration }) => {
        const own = (instance: Instance) => functionIn(assembled(instance), declaration.name);
        return [declaration.name, new SimulatedFunction(declaration, this.#ground, own)];
      }),
    );
  }

  #consumersOf(target: SimulatedFunction): QueueConsumer[] {
    return target.declaration.triggers.flatMap((trigger) => {
      if (trigger.kind !== 'queue') return [];
      const { batchSize, maxConcurrency } = trigger;
      const settings = { queue: RESOURCES[trigger.queue], batchSize, maxConcurrency };
      return [new QueueConsumer(this.#ground, this.queues, target, settings, () => this.#operator.wake())];
    });
  }

  #function(name: string): SimulatedFunction {
    const found = this.#functions.get(name);
    if (found === undefined) throw new Error(`there is no function ${name}`);
    return found;
  }

  async #effect(service: CalledService, command: unknown): Promise<unknown> {
    switch (service) {
      case 'table':
        return this.#table.answer(command);
      case 'scheduler': {
        const answer = await this.scheduler.send(command);
        this.#schedules.wake();
        return answer;
      }
      case 'queue': {
        if (command instanceof SendMessageBatchCommand)
          this.#options.onQueued((command.input.Entries ?? []).map(({ MessageBody = '' }) => MessageBody));
        const answer = await this.queues.send(command);
        this.#wakeConsumers();
        return answer;
      }
      case 'mail':
        return this.mail.send(command);
      case 'secrets':
        return this.#secrets.send(command);
    }
  }

  async #put(arn: string, body: string): Promise<void> {
    this.#requireUp('queue');
    await this.queues.put(arn, body);
    this.#wakeConsumers();
  }

  #requireUp(service: Service): void {
    const { kernel, faults } = this.#options;
    if (faults.outageOf(service, kernel.now)) throw new Error(`the ${service} is out`);
  }

  #wakeConsumers(): void {
    for (const consumer of this.#consumers) consumer.wake();
  }

  #followLater(key: string, apply: () => void): void {
    const { kernel, faults } = this.#options;
    const { lagMs } = faults.rates;
    const before = this.#lagging.get(key) ?? 0;
    if (lagMs === 0 && before <= kernel.now) {
      apply();
      return;
    }
    const at = Math.max(before, kernel.now + Math.round(faults.shareOf(`lag ${key} ${kernel.now}`) * lagMs));
    this.#lagging.set(key, at);
    kernel.at(at, apply);
  }

  #onWrite(changes: readonly ItemChange[]): void {
    const { kernel, faults } = this.#options;
    for (const change of changes) this.#sweeper.follow(change);
    this.#stream?.wake(50 + Math.round(faults.shareOf(`stream ${kernel.now}`) * 950));
    this.#options.onWrite(changes);
  }
}

function functionIn(functions: readonly LocalFunction[], name: string): LocalFunction {
  const found = functions.find(({ declaration }) => declaration.name === name);
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found;
}

function asLocal(target: SimulatedFunction): LocalFunction {
  return { declaration: target.declaration, handler: (event: unknown) => target.invoke(event) };
}
