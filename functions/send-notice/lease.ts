import { laterBy } from '../../shared/runtime/clock.ts';

/** How long a claim holds: twice the timeout of the function, so that the holder of an expired claim has ended. */
export const CLAIM_LEASE_MS = 2 * 60_000;

/** How long the function that prepared a notice has to send it before the sweep takes it up. */
export const DELIVERY_LEASE_MS = 10 * 60_000;

/**
 * How long after a claim ran out a report is waited for. Who held the claim died within two minutes of it, most likely before
 * the mail service took anything: reports come within seconds, and only if all of them are lost is the letter sent twice.
 */
const WAIT_AFTER_LOST_CLAIM_MS = 15 * 60_000;

/** Until when to wait for a report after a claim ran out (instant, UTC). */
export function waitAfterLostClaim(now: string): string {
  return laterBy(now, WAIT_AFTER_LOST_CLAIM_MS);
}

const LONGEST_WAIT_MS = 6 * 60 * 60_000;
const SHORTEST_WAIT_MS = 15 * 60_000;

/**
 * Until when to wait for a delivery report after the answer to an attempt was lost (instant, UTC): a quarter of the
 * time left before `latest`, but 15 minutes to six hours; six hours if `latest` has passed. Reports are rarely late, so
 * sending again at once would mostly send twice.
 */
export function waitForReport(now: string, latest: string): string {
  const left = Date.parse(latest) - Date.parse(now);
  const quarter = left > 0 ? left / 4 : LONGEST_WAIT_MS;
  return laterBy(now, Math.round(Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, quarter))));
}

const LONGEST_PAUSE_MINUTES = 8;

/**
 * When to try again after so many refusals (instant, UTC): after one minute, then two, four, … up to eight. With the sweep
 * that takes it up, a letter goes out within a quarter of an hour of the cause being gone.
 */
export function nextTry(now: string, refusals: number): string {
  return laterBy(now, Math.min(LONGEST_PAUSE_MINUTES, 2 ** Math.max(0, refusals - 1)) * 60_000);
}

/** After so many refusals for one reason, further ones are counted and not evidence each. */
export const REFUSALS_IN_EVIDENCE = 8;
