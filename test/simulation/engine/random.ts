import { createHash } from 'node:crypto';

/** A seeded stream of numbers (sfc32). Streams of one seed with different labels do not influence each other. */
export class Random {
  readonly #label: string;
  readonly #salt: number;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(label: string) {
    this.#label = label;
    const bytes = createHash('sha256').update(label).digest();
    this.#salt = bytes.readInt32LE(12);
    [this.#a, this.#b, this.#c] = [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8)];
  }

  /** A stream of its own, the same for the same label. */
  fork(label: string): Random {
    return new Random(`${this.#label}/${label}`);
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** From 0 up to, but not including, 1: the same for the same key, whatever else was drawn. */
  of(key: string): number {
    let hash = this.#salt;
    for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** A whole number, both bounds included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Between the bounds, each order of magnitude as likely as the next. `share`: where between them, from 0 to 1. */
  spread(from: number, to: number, share = this.next()): number {
    return from * (to / from) ** share;
  }

  pick<T>(options: readonly [T, ...T[]]): T {
    return options[this.int(0, options.length - 1)] ?? options[0];
  }
}
