import { laterBy } from '../runtime/clock.ts';

/** How long a webhook may wait to be worked on before letters wait for it. */
const PATIENCE_MS = 10 * 60_000;

/** From when letters wait for a webhook that came in then (instants, UTC). */
export function heldFrom(receivedAt: string): string {
  return laterBy(receivedAt, PATIENCE_MS);
}
