import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** An item as DynamoDB takes and answers it. */
export type TableItem = Record<string, AttributeValue>;

/** Values that are undefined are left out. */
export function pack(value: Record<string, unknown>): TableItem {
  return marshall(value, { removeUndefinedValues: true });
}
