import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as DynamoDB takes and answers it. */
export type TableItem = Record<string, AttributeValue>;

/**
 * An object as an item. Values that are undefined are left out. Every object is a map, whatever its class and its keys.
 * @throws TypeError for what no attribute holds, such as a function or an integer that is not exact
 */
export function pack(value: object): TableItem {
  const item: TableItem = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) item[name] = attributeOf(member);
  }
  return item;
}

function attributeOf(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return { N: String(value) };
      break;
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(attributeOf) };
      return value instanceof Uint8Array ? { B: value } : { M: pack(value) };
  }
  throw new TypeError(`no attribute holds the ${typeof value} ${String(value)}: store text, or a number that is exact`);
}

/**
 * The object that was packed.
 * @throws TypeError for a type of attribute that `pack` does not write
 */
// biome-ignore lint/suspicious/noExplicitAny: readers check what stands there by a schema
export function unpack(item: Readonly<TableItem>): Record<string, any> {
  const value: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(item)) value[name] = valueIn(attribute);
  return value;
}

function valueIn(attribute: AttributeValue): unknown {
  const { S, N, BOOL, NULL, L, M, B } = attribute;
  if (S !== undefined) return S;
  if (M !== undefined) return unpack(M);
  if (N !== undefined) return numberIn(N);
  if (L !== undefined) return L.map(valueIn);
  if (BOOL !== undefined) return BOOL;
  if (NULL !== undefined) return null;
  if (B !== undefined) return B;
  throw new TypeError(`an attribute of the type ${Object.keys(attribute).join(', ')}, which nothing here is stored as`);
}

function numberIn(text: string): number {
  const value = Number(text);
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new TypeError(`the number ${text}, which is not exact here`);
}
