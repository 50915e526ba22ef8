import { AsyncLocalStorage } from 'node:async_hooks';
import type { VirtualClock } from './clock.ts';
import { Gate } from './gate.ts';
import { addDuration, instantText, parseInstant, TimeError } from './instant.ts';

/** Stored work that falls due: messages, firings, stream records, recurring jobs. */
export interface WorkSource {
  readonly name: string;
  /** When its next piece of work is due, in epoch milliseconds; in the past or now when it can run at once. */
  nextAt(): Promise<number | undefined>;
  /** Does (some of) what is due at `nowMs`. A text it resolves to describes the step. */
  runAt(nowMs: number): Promise<unknown>;
}

export interface Step {
  /** UTC instant text. */
  readonly at: string;
  readonly source: string;
  readonly description: string;
}

/** Work at one instant goes on without end. */
export class LivelockError extends Error {
  override readonly name = 'LivelockError';
  readonly source: string;
  readonly at: string;

  constructor(at: string, steps: number, source: string, share: number) {
    super(
      `${steps} steps at ${at} without an end; ${share} of them by "${source}". ` +
        'It finds work that its own run does not finish: make runAt complete or postpone what nextAt reports.',
    );
    this.source = source;
    this.at = at;
  }
}

/** The engine was stopped while there was work left; what is stored goes on when it is started again. */
export class EngineStoppedError extends Error {
  override readonly name = 'EngineStoppedError';
}

/**
 * The latest instant the clock moves to. No sample runs longer, and a mistyped year would ruin a data folder, since the
 * clock never goes back.
 */
const LATEST = Date.UTC(2200, 0, 1);

interface Turn {
  over: boolean;
  inStep: boolean;
}

/**
 * Moves virtual time from one piece of stored work to the next, in order, and finishes everything each causes before
 * time goes on. Calls take turns: what runs under `exclusive`, `drain` or `advanceTo` never interleaves.
 */
export class Engine {
  readonly clock: VirtualClock;
  readonly #sources: WorkSource[];
  readonly #onStep: ((step: Step) => void) | undefined;
  readonly #maxSteps: number;
  readonly #turns = new AsyncLocalStorage<Turn>();
  readonly #requests = new Gate();
  readonly #observers: (() => Promise<void>)[] = [];
  #stopped = false;
  #last: Promise<unknown> = Promise.resolve();

  /** `maxStepsPerInstant`: how many steps may run without time moving before it counts as a livelock; 50,000. */
  constructor(options: {
    readonly clock: VirtualClock;
    readonly sources?: readonly WorkSource[];
    readonly onStep?: (step: Step) => void;
    readonly maxStepsPerInstant?: number;
  }) {
    this.clock = options.clock;
    this.#sources = [...(options.sources ?? [])];
    this.#onStep = options.onStep;
    this.#maxSteps = options.maxStepsPerInstant ?? 50_000;
  }

  /** Adds a source; of several with work at one instant, the one added first runs first. */
  add(source: WorkSource): void {
    this.#sources.push(source);
  }

  /** Does everything that can be done without moving the clock. */
  drain(): Promise<void> {
    return this.exclusive(() => this.#run(undefined));
  }

  /**
   * Moves the clock to an instant (text with Z or offset) and does all work on the way, each piece at the time it is
   * due.
   */
  advanceTo(instant: string): Promise<void> {
    const target = parseInstant(instant, 'advanceTo');
    return this.exclusive(() => this.#advance(target));
  }

  /** As `advanceTo`, by an ISO 8601 duration from the clock’s time when the call has its turn. */
  advanceBy(duration: string): Promise<void> {
    return this.exclusive(() => this.#advance(addDuration(this.clock.epochMs(), duration, 'advanceBy')));
  }

  /**
   * Runs a request beside the engine's own steps. Time stands still until it has ended, so that it is handled at one
   * instant; while time is about to move, it waits. Not for work that itself moves the clock.
   */
  request<T>(work: () => Promise<T>): Promise<T> {
    return this.#requests.pass(work);
  }

  /**
   * Runs `work`, which reads the state, once all work at the clock’s instant is done. While the clock is moving, this
   * is between two instants, not at the end of the move.
   */
  whenQuiet<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#observers.push(() => work().then(resolve, reject));
      // A running move has such a moment by itself. Otherwise this brings one about.
      this.drain().catch(reject);
    });
  }

  /** Ends whatever runs after its current step; that and all later calls reject with EngineStoppedError. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#last;
  }

  /** Runs `work` in its turn; within it, `drain` and the like run at once. Not to be called by a source's own step. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    const current = this.#turns.getStore();
    if (current !== undefined && !current.over) {
      if (current.inStep)
        throw new Error('The engine was called from within one of its own steps, which would never end.');
      return work();
    }
    const before = this.#last;
    const turn = { over: false, inStep: false };
    const result = before
      .then(() => this.#turns.run(turn, work))
      .finally(() => {
        turn.over = true;
      });
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #advance(target: number): Promise<void> {
    if (target > LATEST) {
      const remedy = `lies beyond ${instantText(LATEST)}. The clock never goes back, so check the year.`;
      throw new TimeError('clock', instantText(target), remedy);
    }
    if (target < this.clock.epochMs()) {
      const remedy = `lies before the clock's ${this.clock.now()}. It only goes forward: give a later instant.`;
      throw new TimeError('clock', instantText(target), remedy);
    }
    await this.#run(target);
  }

  /** Runs what is due until `target`, where the clock then stands, or what is due now when there is none. */
  async #run(target: number | undefined): Promise<void> {
    let stepsHere = new Map<string, number>();
    let here = this.clock.epochMs();
    try {
      for (;;) {
        if (this.#stopped) throw new EngineStoppedError('The local stack is stopping.');
        const { passed } = this.#requests;
        const next = await this.#next();
        const now = this.clock.epochMs();
        // A delayed answer moves the clock, too.
        if (now !== here) [stepsHere, here] = [new Map(), now];
        if (next !== undefined && next.at <= now) {
          this.#requests.open();
          await this.#step(next.source);
          stepsHere.set(next.source.name, (stepsHere.get(next.source.name) ?? 0) + 1);
          this.#checkProgress(stepsHere);
          continue;
        }
        if (this.#observers.length > 0) {
          await Promise.all(this.#observers.splice(0).map((observe) => observe()));
          continue;
        }
        const to = Math.min(next?.at ?? Number.POSITIVE_INFINITY, target ?? now);
        if (to <= now) return;
        // A request may have left work that is due earlier: look again once all requests have ended.
        if (this.#requests.isEmpty && this.#requests.passed === passed) this.clock.moveTo(to);
        else await this.#requests.close();
      }
    } finally {
      this.#requests.open();
    }
  }

  async #step(source: WorkSource): Promise<void> {
    const turn = this.#turns.getStore();
    const at = this.clock.now();
    if (turn !== undefined) turn.inStep = true;
    try {
      const description = await source.runAt(this.clock.epochMs());
      this.#onStep?.({ at, source: source.name, description: typeof description === 'string' ? description : '' });
    } finally {
      if (turn !== undefined) turn.inStep = false;
    }
  }

  async #next(): Promise<{ source: WorkSource; at: number } | undefined> {
    let first: { source: WorkSource; at: number } | undefined;
    for (const source of this.#sources) {
      const at = await source.nextAt();
      if (at !== undefined && (first === undefined || at < first.at)) first = { source, at };
    }
    return first;
  }

  #checkProgress(steps: ReadonlyMap<string, number>): void {
    let total = 0;
    let busiest = { name: '', count: 0 };
    for (const [name, count] of steps) {
      total += count;
      if (count > busiest.count) busiest = { name, count };
    }
    if (total > this.#maxSteps) throw new LivelockError(this.clock.now(), total, busiest.name, busiest.count);
  }
}
