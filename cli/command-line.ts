/** Where a command writes: results to `out`, everything else to `err`. */
export interface CommandLine {
  out(text: string): void;
  err(text: string): void;
}

/** A wrong call of a command. The message says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
