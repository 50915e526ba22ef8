import type { WorkSource } from '../../../local/time/engine.ts';
import type { Kernel } from '../engine/kernel.ts';

/** Runs a source of stored work whenever it is due, one piece at a time, beside everything else. */
export class SourceDriver {
  readonly #kernel: Kernel;
  readonly #source: WorkSource;
  readonly #heldUntil: () => number | undefined;
  #isRunning = false;
  #next: { at: number; cancel: () => void } | undefined;

  /** `heldUntil`: until when the source stands still, if it does now. */
  constructor(kernel: Kernel, source: WorkSource, heldUntil: () => number | undefined) {
    this.#kernel = kernel;
    this.#source = source;
    this.#heldUntil = heldUntil;
  }

  /** To be called whenever the source may have work earlier than before. `afterMs`: how long it takes to notice. */
  wake(afterMs = 0): void {
    if (!this.#isRunning) this.#runAt(this.#kernel.now + afterMs);
  }

  #runAt(at: number): void {
    if (this.#next && this.#next.at <= at) return;
    this.#next?.cancel();
    this.#next = { at, cancel: this.#kernel.at(at, () => this.#start()) };
  }

  #start(): void {
    this.#next = undefined;
    const held = this.#heldUntil();
    if (held !== undefined) {
      this.#runAt(held);
      return;
    }
    this.#isRunning = true;
    this.#kernel.settle();
    void this.#work();
  }

  async #work(): Promise<void> {
    const at = await this.#source.nextAt();
    if (at !== undefined && at <= this.#kernel.now) {
      await this.#source.runAt(this.#kernel.now);
      this.#isRunning = false;
      return this.#runAt(this.#kernel.now);
    }
    this.#isRunning = false;
    if (at !== undefined) this.#runAt(at);
  }
}
