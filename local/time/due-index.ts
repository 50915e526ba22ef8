interface Entry {
  readonly key: string;
  readonly at: number;
  readonly sequence: number;
}

/** Keys ordered by the instant they fall due; keys of one instant keep the order in which they were set. */
export class DueIndex {
  readonly #live = new Map<string, Entry>();
  #heap: Entry[] = [];
  #sequence = 0;

  get size(): number {
    return this.#live.size;
  }

  /** Sets or moves a key. `at` in epoch milliseconds. */
  set(key: string, at: number): void {
    const entry = { key, at, sequence: this.#sequence++ };
    this.#live.set(key, entry);
    this.#push(entry);
  }

  delete(key: string): void {
    this.#live.delete(key);
  }

  /** The earliest key, which stays in the index. */
  first(): { readonly key: string; readonly at: number } | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || this.#live.get(top.key) === top) return top;
      this.#pop();
    }
  }

  /** Removes and returns the earliest key if it is due at `now`. */
  takeDue(now: number): string | undefined {
    const top = this.first();
    if (top === undefined || top.at > now) return undefined;
    this.#live.delete(top.key);
    this.#pop();
    return top.key;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let child = heap[left];
      let at = left;
      const right = heap[left + 1];
      if (child !== undefined && right !== undefined && before(right, child)) {
        child = right;
        at = left + 1;
      }
      if (child === undefined || !before(child, last)) break;
      heap[index] = child;
      index = at;
    }
    heap[index] = last;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
