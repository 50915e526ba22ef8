import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { Item } from './expressions.ts';
import type { Index, ItemStore, Key, Walk } from './item-store.ts';
import { only } from './pages.ts';
import { SortedMap } from './sorted-map.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;
const indexes = Object.values(TABLE_SCHEMA.indexes);
const FORWARD = { isForward: true };

/** Below every character of a key, so that texts joined by it are ordered as one after the other. */
const JOINT = '\u0000';
const AFTER_JOINT = '\u0001';

/** When the indexes follow a write: whenever `apply` is called. Writes to one item are to be applied in order. */
export type FollowLater = (key: string, apply: () => void) => void;

/** Items in this process, gone with it. */
export class MemoryStore implements ItemStore {
  readonly #partitions = new SortedMap<SortedMap<Item>>();
  /** Entries of each index, by its partition. */
  readonly #entries = new Map<Index, Map<string, SortedMap<Item>>>(indexes.map((index) => [index, new Map()]));
  readonly #followLater: FollowLater;

  /** `followLater`: without it the indexes follow at once. */
  constructor(followLater: FollowLater = (_, apply) => apply()) {
    this.#followLater = followLater;
  }

  get([pk, sk]: Key): Item | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  partition(pk: string, { after, ...walk }: Walk): Iterable<Item> {
    return this.#partitions.get(pk)?.walk({ ...walk, after: after?.[sortKey]?.S }) ?? [];
  }

  index(index: Index, partition: string, { upTo, after, ...walk }: Walk): Iterable<Item> {
    const entries = this.#entries.get(index)?.get(partition);
    if (!entries) return [];
    const below = upTo === undefined ? walk.below : `${upTo}${AFTER_JOINT}`;
    return entries.walk({ ...walk, below, after: after && placeIn(index, after) });
  }

  *all(after: Key | undefined): Iterable<Item> {
    const [pk, sk] = after ?? [];
    const begun = pk === undefined ? undefined : this.#partitions.get(pk);
    for (const items of this.#partitions.walk({ ...FORWARD, from: pk })) {
      yield* items.walk({ ...FORWARD, after: items === begun ? sk : undefined });
    }
  }

  put(key: Key, item: Item | undefined): void {
    const [pk, sk] = key;
    const items = this.#partitions.get(pk) ?? new SortedMap<Item>();
    this.#partitions.set(pk, items);
    const before = items.get(sk);
    if (item) items.set(sk, item);
    else items.delete(sk);
    this.#followLater(key.join(' '), () => {
      for (const index of indexes) this.#follow(index, before, item);
    });
  }

  /** Nothing that is put here fails. */
  together<Result>(work: () => Result): Result {
    return work();
  }

  close(): void {
    // Nothing is held.
  }

  /** An item without both attributes of an index is not in it. */
  #follow(index: Index, before: Item | undefined, after: Item | undefined): void {
    const partitions = this.#entries.get(index);
    const left = before?.[index.partitionKey]?.S;
    if (before && left !== undefined) partitions?.get(left)?.delete(placeIn(index, before));
    const entered = after?.[index.sortKey]?.S === undefined ? undefined : after[index.partitionKey]?.S;
    if (after === undefined || entered === undefined) return;
    const entries = partitions?.get(entered) ?? new SortedMap<Item>();
    partitions?.set(entered, entries);
    entries.set(placeIn(index, after), only(after, [partitionKey, sortKey, index.partitionKey, index.sortKey]));
  }
}

function placeIn(index: Index, item: Item): string {
  return [index.sortKey, partitionKey, sortKey].map((name) => item[name]?.S).join(JOINT);
}
