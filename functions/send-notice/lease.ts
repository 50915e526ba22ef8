import { laterBy } from '../../shared/runtime/clock.ts';

/** A claim outlives the function that holds it by a minute, whatever its clock says. */
export const CLAIM_LEASE_MS = 2 * 60_000;

/** How long a prepared notice is left to whoever prepared it before the sweep takes it up. */
export const DELIVERY_LEASE_MS = 10 * 60_000;

const LONGEST_WAIT_MS = 6 * 60 * 60_000;
const SHORTEST_WAIT_MS = 15 * 60_000;

/**
 * How long to wait for a report after an answer was lost: a quarter of the time that is left, at most six hours.
 * Sending again at once would double far more notices than reports are ever late.
 */
export function waitForReport(now: string, latest: string): string {
  const left = Date.parse(latest) - Date.parse(now);
  const quarter = left > 0 ? left / 4 : LONGEST_WAIT_MS;
  return laterBy(now, Math.round(Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, quarter))));
}

/** When to try again after a refusal: one minute, then two, four, … up to an hour. */
export function nextTry(now: string, attempts: number): string {
  return laterBy(now, Math.min(60, 2 ** Math.max(0, attempts - 1)) * 60_000);
}
