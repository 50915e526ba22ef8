import type { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { Item } from './expressions.ts';

/** Partition key and sort key. */
export type Key = readonly [pk: string, sk: string];

export type Index = (typeof TABLE_SCHEMA.indexes)[keyof typeof TABLE_SCHEMA.indexes];

/** Which part of a partition is read, in which direction. Texts are ordered by their bytes in UTF-8. */
export interface Walk {
  /** The first sort key that is in it. */
  readonly from?: string | undefined;
  /** The last one, or else: */
  readonly upTo?: string | undefined;
  /** the first one that is not in it any more. */
  readonly below?: string | undefined;
  readonly isForward: boolean;
  /** The item after which it goes on, in the walk's direction; it need not be there. */
  readonly after?: Item | undefined;
}

/**
 * Where the embedded table keeps its items, and finds them by key. What an iterable yields is read before anything is
 * written.
 */
export interface ItemStore {
  get(key: Key): Item | undefined;
  /** In the order of the sort keys. */
  partition(pk: string, walk: Walk): Iterable<Item>;
  /** Entries with the table's and the index's keys alone, in the order of the index's sort key and then of the table's keys. */
  index(index: Index, partition: string, walk: Walk): Iterable<Item>;
  /** Every item, in the order of partition key and sort key, from after a key on. */
  all(after: Key | undefined): Iterable<Item>;
  /** Removes the item where none is given. */
  put(key: Key, item: Item | undefined): void;
  /** All of what `work` puts, or nothing where it throws. */
  together<Result>(work: () => Result): Result;
  close(): void;
}
