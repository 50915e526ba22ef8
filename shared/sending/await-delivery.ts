import { laterBy } from '../runtime/clock.ts';

const LONGEST_MS = 24 * 60 * 60_000;
const SHORTEST_MS = 15 * 60_000;

/**
 * Until when a delivery has to be reported of a notice that the mail service accepted by now (instant, UTC): half of the time
 * left before `latest`, so that the other half is left to a person, but 15 minutes to a day; a day if `latest` has passed.
 */
export function deliveryExpectedBy(now: string, latest: string): string {
  const left = Date.parse(latest) - Date.parse(now);
  const half = left > 0 ? left / 2 : LONGEST_MS;
  return laterBy(now, Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, half))));
}
