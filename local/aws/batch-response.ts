/**
 * The items of a batch that a handler's partial batch response reports as failed. Without a response, or with an empty
 * list, none; with an identifier that is missing, empty or unknown, all of them, as Lambda has it.
 */
export function failedItems(response: unknown, batch: readonly string[]): ReadonlySet<string> {
  if (response === undefined || response === null) return new Set();
  const failures =
    typeof response === 'object' && 'batchItemFailures' in response ? (response.batchItemFailures ?? []) : [];
  if (!Array.isArray(failures)) return new Set(batch);
  const failed = new Set<string>();
  for (const failure of failures) {
    const item: unknown = failure?.itemIdentifier;
    if (typeof item !== 'string' || !batch.includes(item)) return new Set(batch);
    failed.add(item);
  }
  return failed;
}
