import { type AttributeValue, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { clientFault } from '../aws/errors.ts';
import type { Item } from './expressions.ts';

/** DynamoDB takes no larger item, in bytes. */
export const LARGEST_ITEM = 409_600;

/** Nor more in one transaction. */
export const LARGEST_TRANSACTION = 4 * 1_048_576;

/** Items are never changed in place, and read far more often than written. */
const sizes = new WeakMap<Item, number>();

/** Refuses an item that is too large, as DynamoDB does. */
export function requireSize(item: Item): void {
  if (itemSize(item) <= LARGEST_ITEM) return;
  const message = 'Item size has exceeded the maximum allowed size';
  throw new DynamoDBServiceException({ name: 'ValidationException', message, ...clientFault(400) });
}

/** Refuses items that are too large together for one transaction, as DynamoDB does. */
export function requireSizes(items: readonly Item[]): void {
  if (items.reduce((sum, item) => sum + itemSize(item), 0) <= LARGEST_TRANSACTION) return;
  const message = 'The aggregate size of the items in the transaction exceeds 4 MB';
  throw new DynamoDBServiceException({ name: 'ValidationException', message, ...clientFault(400) });
}

/** An item's size in bytes by DynamoDB's rules: names and values in UTF-8, and what lists and maps take themselves. */
export function itemSize(item: Item): number {
  let size = sizes.get(item);
  if (size === undefined) {
    size = sizeOfMembers(item);
    sizes.set(item, size);
  }
  return size;
}

function sizeOfMembers(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + sizeOf(item[name] as AttributeValue);
  return size;
}

/** Three bytes for each list or map, and one for each of its members. */
function sizeOf({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.byteLength;
  if (L !== undefined) return L.reduce((sum, value) => sum + 1 + sizeOf(value), 3);
  if (M !== undefined) return 3 + Object.keys(M).length + sizeOfMembers(M);
  return 1;
}
