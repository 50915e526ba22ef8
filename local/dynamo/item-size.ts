import { type AttributeValue, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { clientFault } from '../aws/errors.ts';
import type { Item } from './expressions.ts';

/** DynamoDB takes no larger item, in bytes. */
const LARGEST_ITEM = 409_600;

/** Refuses an item that is too large, as DynamoDB does. */
export function requireSize(item: Item): void {
  if (sizeOf({ M: item }) <= LARGEST_ITEM) return;
  const message = 'Item size has exceeded the maximum allowed size';
  throw new DynamoDBServiceException({ name: 'ValidationException', message, ...clientFault(400) });
}

/** As DynamoDB counts, nearly: names and values in UTF-8, three bytes for each list or map and one for each of its members. */
function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.L !== undefined) return value.L.reduce((sum, member) => sum + sizeOf(member) + 1, 3);
  if (value.M === undefined) return 1;
  return Object.entries(value.M).reduce((sum, [name, member]) => sum + Buffer.byteLength(name) + sizeOf(member) + 1, 3);
}
