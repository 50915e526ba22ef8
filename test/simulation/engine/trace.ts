import { createHash } from 'node:crypto';

/** What happened in a run, in order: a hash of all of it, and the lines themselves when they are wanted. */
export class Trace {
  readonly #hash = createHash('sha1');
  readonly #write: ((line: string) => void) | undefined;
  readonly #now: () => string;

  constructor(now: () => string, write?: (line: string) => void) {
    this.#now = now;
    this.#write = write;
  }

  add(what: string): void {
    const line = `${this.#now()} ${what}`;
    this.#hash.update(line);
    this.#write?.(line);
  }

  /** Ends the trace. */
  digest(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}
