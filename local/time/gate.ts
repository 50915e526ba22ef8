/** Lets requests pass side by side, until it is closed to let time move between them. */
export class Gate {
  #inside = 0;
  #passed = 0;
  #opened: PromiseWithResolvers<void> | undefined;
  #emptied: PromiseWithResolvers<void> | undefined;

  /** How many requests have passed so far. */
  get passed(): number {
    return this.#passed;
  }

  get isEmpty(): boolean {
    return this.#inside === 0;
  }

  /** Runs `work` once the gate is open. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.#opened !== undefined) await this.#opened.promise;
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      this.#passed += 1;
      if (this.#inside === 0) this.#emptied?.resolve();
    }
  }

  /** Keeps newcomers waiting, and resolves when everyone inside has left. */
  async close(): Promise<void> {
    this.#opened ??= Promise.withResolvers();
    if (this.#inside === 0) return;
    this.#emptied ??= Promise.withResolvers();
    await this.#emptied.promise;
    this.#emptied = undefined;
  }

  open(): void {
    this.#opened?.resolve();
    this.#opened = undefined;
  }
}
