import { setImmediate as turn } from 'node:timers/promises';
import type { Timer } from '../../shared/runtime/clock.ts';
import { DueIndex } from './due-index.ts';

/** Turns of the event loop in which what was woken gets to its next pause. */
const TURNS = 3;
/** Turns without anything that waits for time, after which the work is taken to wait for ever. */
const MOST_IDLE_TURNS = 10_000;

/**
 * Time for what waits and works side by side: it moves on when all are waiting, to the first that is due. What waits is in
 * nobody's way, so an hour of calls with their delays takes as long as the work in them.
 */
export class VirtualTimer implements Timer {
  readonly #due = new DueIndex();
  readonly #wake = new Map<string, () => void>();
  #nowMs = 0;
  #sequence = 0;

  now(): number {
    return this.#nowMs;
  }

  pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const key = String(this.#sequence++);
    this.#wake.set(key, resolve);
    this.#due.set(key, this.#nowMs + milliseconds);
    return promise;
  }

  /** Moves time on until the work has ended. Throws when the work waits for something else than time. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    let over = false;
    const result = work().finally(() => {
      over = true;
    });
    result.catch(() => undefined);
    for (let idle = 0; idle < MOST_IDLE_TURNS; ) {
      for (let n = 0; n < TURNS; n += 1) await turn();
      if (over) return result;
      idle = this.#moveOn() ? 0 : idle + TURNS;
    }
    throw new Error('the work waits for something that is no pause');
  }

  /** Wakes all that is due first. False if nothing waits. */
  #moveOn(): boolean {
    const first = this.#due.first();
    if (!first) return false;
    this.#nowMs = Math.max(this.#nowMs, first.at);
    for (let key = this.#due.takeDue(this.#nowMs); key !== undefined; key = this.#due.takeDue(this.#nowMs)) {
      this.#wake.get(key)?.();
      this.#wake.delete(key);
    }
    return true;
  }
}
