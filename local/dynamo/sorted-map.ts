import { isLess } from './expressions.ts';
import type { Walk } from './item-store.ts';

/** A map whose keys are walked in the order of their bytes in UTF-8. */
export class SortedMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #keys: string[] = [];

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#firstFrom(key), 0, key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#firstFrom(key), 1);
  }

  /** `after` is a key here. */
  *walk({ from, upTo, below, isForward, after }: KeyWalk): Iterable<Value> {
    let [first, end] = [from === undefined ? 0 : this.#firstFrom(from), this.#keys.length];
    if (upTo !== undefined) end = this.#firstAfter(upTo);
    if (below !== undefined) end = Math.min(end, this.#firstFrom(below));
    if (after !== undefined && isForward) first = Math.max(first, this.#firstAfter(after));
    if (after !== undefined && !isForward) end = Math.min(end, this.#firstFrom(after));
    for (let place = isForward ? first : end - 1; place >= first && place < end; place += isForward ? 1 : -1) {
      yield this.#values.get(this.#keys[place] ?? '') as Value;
    }
  }

  /** The place of the first key that is not less. */
  #firstFrom(key: string): number {
    return this.#place((other) => isLess(other, key));
  }

  /** The place of the first key that is greater. */
  #firstAfter(key: string): number {
    return this.#place((other) => !isLess(key, other));
  }

  /** How many keys come before all others. */
  #place(comesBefore: (key: string) => boolean): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comesBefore(this.#keys[middle] ?? '')) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface KeyWalk extends Omit<Walk, 'after'> {
  readonly after?: string | undefined;
}
