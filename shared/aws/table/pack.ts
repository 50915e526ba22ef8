import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** An item as DynamoDB takes and answers it. */
export type TableItem = Record<string, AttributeValue>;

/**
 * Values that are undefined are left out. Every object is a map, also one with a key `constructor`, by which the library
 * would tell classes.
 */
export function pack(value: Record<string, unknown>): TableItem {
  return marshall(value, { removeUndefinedValues: true, convertClassInstanceToMap: true });
}

/** The object that was packed. */
// biome-ignore lint/suspicious/noExplicitAny: readers check what stands there by a schema
export function unpack(item: Readonly<TableItem>): Record<string, any> {
  return unmarshall(item);
}
