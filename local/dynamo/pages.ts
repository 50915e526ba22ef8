import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './expressions.ts';
import { itemSize } from './item-size.ts';

/** DynamoDB ends a page before the item that would take it beyond this. The first item is always in it. */
const MOST_BYTES = 1024 * 1024;

interface Page {
  readonly Items: Item[];
  /** The key of the last item where the page ended by its limit or its size, even if nothing follows. */
  readonly LastEvaluatedKey?: Item;
}

/**
 * The page that DynamoDB would answer of `items`, which are in order and begin after the starting key. `key` names the attributes of
 * the table's and the index's keys.
 * @throws TypeError for a limit or a starting key that DynamoDB refuses
 */
export function pageOf(
  items: Iterable<Item>,
  key: readonly string[],
  {
    Limit,
    ExclusiveStartKey: start,
  }: { readonly Limit?: number | undefined; readonly ExclusiveStartKey?: Item | undefined },
): Page {
  if (Limit !== undefined && !(Limit >= 1)) throw new TypeError(`a limit of ${Limit}`);
  if (start && key.some((name) => start[name]?.S === undefined)) {
    throw new TypeError(`a starting key without one of ${key.join(', ')}`);
  }
  const Items: Item[] = [];
  let bytes = 0;
  let isCut = false;
  for (const item of items) {
    bytes += itemSize(item);
    isCut = Items.length > 0 && bytes > MOST_BYTES;
    if (isCut) break;
    Items.push(item);
    isCut = Items.length === Limit;
    if (isCut) break;
  }
  const last = Items.at(-1);
  return last && isCut ? { Items, LastEvaluatedKey: only(last, key) } : { Items };
}

export function only(item: Item, names: readonly string[]): Item {
  const some: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) some[name] = value;
  }
  return some;
}
