import { setImmediate as turn } from 'node:timers/promises';
import type { Timer } from '../../shared/runtime/clock.ts';
import { DueIndex } from './due-index.ts';

/** Turns of the event loop in which woken work reaches its next pause. */
const TURNS = 3;
/** After this many turns without a pause, the work is taken to wait for something that never comes. */
const MOST_IDLE_TURNS = 10_000;

/**
 * A timer in virtual time for concurrent work. When all work pauses, time moves on to the end of the shortest pause, so
 * that hours of simulated calls take no longer than the work between them.
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

  /**
   * Moves time on until the work has ended.
   * @throws Error if the work waits for anything but this timer
   */
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
    throw new Error('the work waits for something other than a pause of this timer');
  }

  /** Moves time to the next end of a pause and wakes all whose pause is over. False if nothing pauses. */
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
