/** Most characters of a provider's id. */
export const LONGEST_ID = 500;
const LONGEST_TYPE = 200;

/** An own property of whatever was sent; undefined if there is none. */
export function ownValue(payload: unknown, key: string): unknown {
  if (typeof payload !== 'object' || payload === null || !Object.hasOwn(payload, key)) return undefined;
  return Reflect.get(payload, key);
}

/** Null if it is no id. Half a surrogate pair cannot be stored and is replaced. */
export function idOf(value: unknown): string | null {
  return textWithin(value, LONGEST_ID);
}

/** Null if it is no name of a type. */
export function typeOf(value: unknown): string | null {
  return textWithin(value, LONGEST_TYPE);
}

function textWithin(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value === '' || value.length > longest) return null;
  return value.toWellFormed();
}
