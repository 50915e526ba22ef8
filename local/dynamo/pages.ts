import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, isLess } from './expressions.ts';

/** DynamoDB ends a page of a query before the item that would take it beyond this. The first item is always in it. */
const MOST_BYTES = 1024 * 1024;

interface PageInput {
  readonly Limit?: number | undefined;
  readonly ExclusiveStartKey?: Item | undefined;
  /** False: the greatest sort key first. */
  readonly ScanIndexForward?: boolean | undefined;
}

interface Page {
  readonly Items: Item[];
  /** The key of the last item where the page ended by its limit or its size, even if nothing follows. */
  readonly LastEvaluatedKey?: Item;
}

/**
 * The page of a query that DynamoDB would answer. `order` names the attributes that order the items, `key` those of the
 * table's and the index's keys.
 * @throws TypeError for a limit or a starting key that DynamoDB refuses
 */
export function pageOf(
  found: readonly Item[],
  order: readonly string[],
  key: readonly string[],
  { Limit, ExclusiveStartKey: start, ScanIndexForward: isForward = true }: PageInput,
): Page {
  if (Limit !== undefined && !(Limit >= 1)) throw new TypeError(`a limit of ${Limit}`);
  if (start && key.some((name) => start[name]?.S === undefined)) {
    throw new TypeError(`a starting key without one of ${key.join(', ')}`);
  }
  const ascending = byAttributes(order);
  const compare: typeof ascending = isForward ? ascending : (a, b) => ascending(b, a);
  const sorted = found.toSorted(compare).filter((item) => start === undefined || compare(item, start) > 0);
  const Items: Item[] = [];
  let bytes = 0;
  for (const item of sorted) {
    bytes += sizeOf(item);
    if (Items.length === Limit || (Items.length > 0 && bytes > MOST_BYTES)) break;
    Items.push(item);
  }
  const last = Items.at(-1);
  const isCut = Items.length < sorted.length || Items.length === Limit;
  return last && isCut ? { Items, LastEvaluatedKey: only(last, key) } : { Items };
}

function byAttributes(names: readonly string[]): (a: Item, b: Item) => number {
  return (a, b) => {
    for (const name of names) {
      const [one = '', other = ''] = [a[name]?.S, b[name]?.S];
      if (isLess(one, other)) return -1;
      if (isLess(other, one)) return 1;
    }
    return 0;
  };
}

/** Items are never changed in place, and read far more often than written. */
const sizes = new WeakMap<Item, number>();

/** An item's size in bytes by DynamoDB's rules: names, values, and what lists and maps take themselves. */
function sizeOf(item: Item): number {
  let size = sizes.get(item);
  if (size === undefined) {
    size = sumOf(item);
    sizes.set(item, size);
  }
  return size;
}

function sumOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);
}

function sizeOfValue({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.byteLength;
  if (L !== undefined) return L.reduce((sum, value) => sum + 1 + sizeOfValue(value), 3);
  if (M !== undefined) return 3 + Object.keys(M).length + sumOf(M);
  return 1;
}

export function only(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
