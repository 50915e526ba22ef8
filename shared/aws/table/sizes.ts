/** The size of a value as JSON, in bytes of UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** How many values, from the first on, have no more bytes together than this. */
export function countWithin<Value>(
  values: readonly Value[],
  most: number,
  bytesOf: (value: Value) => number = jsonBytes,
): number {
  let bytes = 0;
  const beyond = values.findIndex((value) => {
    bytes += bytesOf(value);
    return bytes > most;
  });
  return beyond === -1 ? values.length : beyond;
}
