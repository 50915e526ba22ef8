import { operationOf } from '../../../local/aws/errors.ts';
import { conflicted, serverError, throttled, timedOut } from '../../../local/aws/fault-errors.ts';
import { SimulatedCrash } from '../../../local/aws/invocation.ts';
import type { Clients } from '../../../local/functions.ts';
import { instantText } from '../../../local/time/instant.ts';
import type { AbortingTimer, Clock } from '../../../shared/runtime/clock.ts';
import type { Kernel, Process } from '../engine/kernel.ts';
import type { Trace } from '../engine/trace.ts';
import type { Faults } from './faults.ts';
import type { Service } from './rates.ts';
import { stepOf } from './step.ts';

/** What the instances of all functions share. */
export interface Ground {
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly trace: Trace;
  /** How many instances were started, of all functions. */
  readonly instances: { started: number };
  /** When another release takes over: what started before takes no further event. */
  readonly releaseAt: number;
  /** The effect of a call on a service, at once. */
  readonly effect: (service: CalledService, command: unknown) => unknown;
}

export type CalledService = Exclude<Service, 'functions'> | 'secrets';

const LONG_MS = 90_000;
/** How late a call reaches its service at most. */
const LONGEST_WAY_MS = 50_000;

/** One process of a function, which works on one event at a time, with its own clock and its own clients. */
export class Instance {
  readonly name: string;
  readonly clock: Clock;
  readonly timer: AbortingTimer;
  readonly clients: Clients;
  readonly #ground: Ground;
  #process: Process | undefined;
  #die: (error: SimulatedCrash) => void = () => undefined;

  /** `number`: how many instances there were before, of all functions. */
  constructor(name: string, number: number, ground: Ground) {
    this.name = name;
    this.#ground = ground;
    const { kernel, faults } = ground;
    const skew = Math.round((faults.shareOf(`instance ${number}`) * 2 - 1) * faults.rates.skewMs);
    this.clock = { now: () => instantText(kernel.now + skew) };
    this.timer = {
      now: () => kernel.now,
      pause: (milliseconds) => this.#pause(milliseconds),
      abortAfter: (milliseconds) => {
        const controller = new AbortController();
        kernel.at(kernel.now + milliseconds, () => {
          controller.abort();
          kernel.settle();
        });
        return controller.signal;
      },
    };
    const client = (service: CalledService) => ({
      send: (command: unknown, options?: { abortSignal?: AbortSignal }) =>
        this.#call(service, command, options?.abortSignal),
    });
    this.clients = {
      dynamodb: client('table'),
      scheduler: client('scheduler'),
      sqs: client('queue'),
      ses: client('mail'),
      secrets: client('secrets'),
    } as unknown as Clients;
  }

  /** Does one piece of work; rejects with SimulatedCrash if the process dies over it. */
  async work<Result>(work: () => Promise<Result>, timeoutMs: number): Promise<Result> {
    const { kernel } = this.#ground;
    const process = kernel.start();
    this.#process = process;
    const death = new Promise<never>((_, reject) => {
      this.#die = reject;
    });
    const isOver = kernel.at(kernel.now + timeoutMs, () => this.die('its time was over'));
    try {
      return await Promise.race([work(), death]);
    } finally {
      isOver();
      process.end();
      kernel.settle();
    }
  }

  die(why: string): void {
    const process = this.#process;
    if (!process?.alive) return;
    this.#ground.trace.add(`${this.name} died: ${why}`);
    process.end();
    this.#die(new SimulatedCrash(why));
    this.#ground.kernel.settle();
  }

  #pause(milliseconds: number): Promise<void> {
    return this.#process?.pause(milliseconds) ?? new Promise(() => undefined);
  }

  async #call(service: CalledService, command: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const { faults, trace } = this.#ground;
    const operation = operationOf(command);
    const step = stepOf(this.name, command);
    const fault = service === 'secrets' ? undefined : faults.ofCall(step, operation);
    trace.add(`${step}${fault === undefined ? '' : ` (${fault})`}`);
    if (fault === 'crash-before') return this.#crash(`before ${step}`);
    await this.#pause(this.#latency(step, 'there'));
    this.#refuse(service, operation, fault, command);
    if (fault === 'hang') return this.#hang(step, service, command, signal);
    const answer = await this.#answered(service, command);
    if (fault === 'crash-after') return this.#crash(`after ${step}`);
    await this.#pause(this.#latency(step, 'back'));
    if (fault === 'lost-reply' || signal?.aborted) throw timedOut(operation);
    if (answer.error !== undefined) throw answer.error;
    return answer.value;
  }

  /** Throws what the caller gets of a call that has no effect. */
  #refuse(service: CalledService, operation: string, fault: string | undefined, command: unknown): void {
    const { faults, kernel } = this.#ground;
    if (service !== 'secrets' && faults.outageOf(service, kernel.now)) throw serverError(service);
    if (fault === 'throttle') throw throttled(service);
    if (fault === 'server-error') throw serverError(service);
    if (fault === 'lost-request') throw timedOut(operation);
    if (fault === 'conflict') {
      const items = (command as { input?: { TransactItems?: unknown[] } }).input?.TransactItems;
      throw conflicted(operation, items?.length ?? 1);
    }
  }

  /** The answer takes long. The call has its effect at some time, even if its process has ended by then. */
  async #hang(
    step: string,
    service: CalledService,
    command: unknown,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const { kernel, faults } = this.#ground;
    const lasts = Math.round(1_000 + faults.share(step, 'there') * LONG_MS);
    const answered = Promise.withResolvers<{ value?: unknown; error?: unknown }>();
    kernel.at(kernel.now + Math.round(faults.share(step, 'back') * Math.min(lasts, LONGEST_WAY_MS)), () => {
      this.#answered(service, command).then(answered.resolve);
      kernel.settle();
    });
    const until = kernel.now + lasts;
    // In steps of a second, so that a caller that gave up gets its error then.
    while (kernel.now < until && !signal?.aborted) await this.#pause(Math.min(1_000, until - kernel.now));
    if (signal?.aborted) throw timedOut(operationOf(command));
    const { value, error } = await answered.promise;
    if (error !== undefined) throw error;
    return value;
  }

  async #answered(service: CalledService, command: unknown): Promise<{ value?: unknown; error?: unknown }> {
    try {
      return { value: await this.#ground.effect(service, command) };
    } catch (error) {
      return { error };
    }
  }

  #latency(step: string, way: string): number {
    const { faults } = this.#ground;
    const usual = faults.rates.latencyMs;
    const share = faults.share(step, way);
    // Every fiftieth takes long.
    return share < 0.02 ? usual * (5_000 / usual) ** (share / 0.02) : share * usual;
  }

  #crash(why: string): Promise<never> {
    this.die(why);
    return new Promise(() => undefined);
  }
}
