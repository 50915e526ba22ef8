const MINUTE_MS = 60_000;

/** An instant (UTC) that many minutes later, or earlier where there are less than none. */
export function later(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString().replace('.000Z', 'Z');
}
