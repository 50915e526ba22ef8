import { setImmediate as turn } from 'node:timers/promises';
import { VirtualClock } from '../../../local/time/clock.ts';
import { DueIndex } from '../../../local/time/due-index.ts';

/** Turns of the event loop after which a process that neither waits nor ends is taken to hang in real time. */
const MOST_TURNS = 100_000;

/** Events of one run after which it is taken never to end: forty times as many as in the longest of a few hundred runs. */
const MOST_EVENTS = 300_000;

const never = new Promise<never>(() => undefined);

/** Work goes on and on: each piece of it brings about another. */
export class EndlessError extends Error {
  override readonly name = 'EndlessError';
}

/** Work in virtual time: what it waits for is a pause of its own, or it computes. */
export interface Process {
  readonly alive: boolean;
  /** Resolves after so many milliseconds; never, once the process has ended. */
  pause(milliseconds: number): Promise<void>;
  /** Ends the process: nothing of it goes on after its next pause. */
  end(): void;
}

/**
 * Moves virtual time from one event to the next, in the order of their instants. Processes run beside each other: each
 * goes on when its pause is over, and time moves only when all of them pause or have ended.
 */
export class Kernel {
  readonly clock: VirtualClock;
  readonly #due = new DueIndex();
  readonly #events = new Map<string, () => void>();
  #sequence = 0;
  #happened = 0;
  /** Processes that compute. */
  #busy = 0;
  #woke = false;

  constructor(start: string) {
    this.clock = new VirtualClock(start);
  }

  get now(): number {
    return this.clock.epochMs();
  }

  /** Runs `event` at an instant (epoch milliseconds), or as soon as possible if that has passed. Answers how to call it off. */
  at(instant: number, event: () => void): () => void {
    const key = String(this.#sequence++);
    this.#events.set(key, event);
    this.#due.set(key, Math.max(this.now, Math.round(instant)));
    return () => {
      this.#events.delete(key);
      this.#due.delete(key);
    };
  }

  /** Resolves once an instant has come, or as soon as possible if it has passed. */
  reach(instant: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(instant, () => {
        resolve();
        this.settle();
      });
    });
  }

  start(): Process {
    this.#busy += 1;
    this.#woke = true;
    let pauses = 0;
    const process = {
      alive: true,
      pause: (milliseconds: number): Promise<void> => {
        if (!process.alive) return never;
        if (pauses++ === 0) this.#busy -= 1;
        return new Promise((resolve) => {
          this.at(this.now + Math.max(0, milliseconds), () => {
            if (!process.alive) return;
            if (--pauses === 0) this.#busy += 1;
            this.#woke = true;
            resolve();
          });
        });
      },
      end: () => {
        if (!process.alive) return;
        process.alive = false;
        if (pauses === 0) this.#busy -= 1;
      },
    };
    return process;
  }

  /** Runs `work` as a process of its own. */
  run(work: (process: Process) => Promise<void>): Promise<void> {
    const process = this.start();
    return work(process).finally(() => process.end());
  }

  /** Tells that promises were settled outside a process, so that whoever waits for them goes on before time does. */
  settle(): void {
    this.#woke = true;
  }

  /**
   * Runs all events up to an instant, where the clock then stands.
   * @throws EndlessError
   */
  async runUntil(instant: number): Promise<void> {
    for (;;) {
      if (this.#woke) await this.#quiet();
      const next = this.#due.first();
      if (next === undefined || next.at > instant) break;
      if (++this.#happened > MOST_EVENTS)
        throw new EndlessError(`it does not end: ${MOST_EVENTS} events have happened`);
      this.clock.moveTo(next.at);
      this.#due.takeDue(next.at);
      const event = this.#events.get(next.key);
      this.#events.delete(next.key);
      event?.();
    }
    this.clock.moveTo(instant);
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < MOST_TURNS; turns += 1) {
      this.#woke = false;
      await turn();
      if (this.#busy === 0 && !this.#woke) return;
    }
    throw new Error('A process waits for something that is no pause of its own.');
  }
}
