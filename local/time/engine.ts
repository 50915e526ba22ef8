import { AsyncLocalStorage } from 'node:async_hooks';
import type { VirtualClock } from './clock.ts';
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

  /** Moves to an instant (text with Z or offset), doing on the way what falls due, at its own time. */
  advanceTo(instant: string): Promise<void> {
    const target = parseInstant(instant, 'advanceTo');
    return this.exclusive(() => this.#advance(target));
  }

  /** As `advanceTo`, by an ISO 8601 duration from the clock's time when its turn comes. */
  advanceBy(duration: string): Promise<void> {
    return this.exclusive(() => this.#advance(addDuration(this.clock.epochMs(), duration, 'advanceBy')));
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
    if (target < this.clock.epochMs()) {
      const remedy = `lies before the clock's ${this.clock.now()}. It only goes forward: give a later instant.`;
      throw new TimeError('clock', instantText(target), remedy);
    }
    await this.#run(target);
    // A delayed answer may have moved the clock beyond the target already.
    if (this.clock.epochMs() < target) this.clock.moveTo(target);
  }

  /** Runs what is due until `target`, or now when there is none. */
  async #run(target: number | undefined): Promise<void> {
    let stepsHere = new Map<string, number>();
    for (;;) {
      const next = await this.#next();
      const now = this.clock.epochMs();
      if (next === undefined || next.at > Math.max(target ?? now, now)) return;
      if (next.at > now) {
        this.clock.moveTo(next.at);
        stepsHere = new Map();
      }
      await this.#step(next.source);
      if (this.clock.epochMs() !== Math.max(now, next.at)) stepsHere = new Map();
      stepsHere.set(next.source.name, (stepsHere.get(next.source.name) ?? 0) + 1);
      this.#checkProgress(stepsHere);
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
