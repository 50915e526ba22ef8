import type { Timer } from '../runtime/clock.ts';

/** Spreads work evenly: `turn` resolves `perSecond` times a second, in the order of the calls. */
export class Pace {
  readonly #timer: Timer;
  readonly #apartMs: number;
  #free = Number.NEGATIVE_INFINITY;

  constructor(timer: Timer, perSecond: number) {
    this.#timer = timer;
    this.#apartMs = 1000 / perSecond;
  }

  async turn(): Promise<void> {
    const now = this.#timer.now();
    const at = Math.max(now, this.#free);
    this.#free = at + this.#apartMs;
    if (at > now) await this.#timer.pause(at - now);
  }
}
