import type { Fact } from '../../events/event.ts';
import type { Timed } from './occurrence.ts';

interface Placed {
  readonly timed: Timed;
  readonly place: number;
}

/** The events so far, in order, by kind and by subject. */
export class Past {
  readonly #byKind = new Map<string, Placed[]>();
  /** By kind, then by data key, then by its value. */
  readonly #byMatter = new Map<string, Map<string, Map<string, Placed[]>>>();
  #length = 0;
  last: Timed | undefined;

  add(timed: Timed): void {
    const placed = { timed, place: this.#length++ };
    const { kind, data } = timed.fact;
    push(this.#byKind, kind, placed);
    for (const [key, matters] of this.#byMatter.get(kind) ?? []) push(matters, nameOf(data[key]), placed);
    this.last = timed;
  }

  /** All events of these kinds, in order. */
  ofKinds(kinds: Iterable<string>): Timed[] {
    return inPlace([...kinds].flatMap((kind) => this.#byKind.get(kind) ?? []));
  }

  /** Events of these kinds with this value under a data key; `undefined` finds those without a value. */
  about(kinds: Iterable<string>, key: string, value: string | undefined): Timed[] {
    return inPlace([...kinds].flatMap((kind) => this.#matters(kind, key).get(value ?? '') ?? []));
  }

  #matters(kind: string, key: string): Map<string, Placed[]> {
    const keys = this.#byMatter.get(kind) ?? new Map<string, Map<string, Placed[]>>();
    const known = keys.get(key);
    if (known) return known;
    const matters = new Map<string, Placed[]>();
    for (const placed of this.#byKind.get(kind) ?? []) push(matters, nameOf(placed.timed.fact.data[key]), placed);
    this.#byMatter.set(kind, keys.set(key, matters));
    return matters;
  }
}

function push(map: Map<string, Placed[]>, key: string, placed: Placed): void {
  const known = map.get(key);
  if (known) known.push(placed);
  else map.set(key, [placed]);
}

function nameOf(value: Fact['data'][string] | undefined): string {
  return value === undefined ? '' : String(value);
}

function inPlace(found: Placed[]): Timed[] {
  return found.sort((a, b) => a.place - b.place).map(({ timed }) => timed);
}
