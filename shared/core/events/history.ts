import type { InstantText } from '../calendar/types.ts';
import { isBareDay } from './event.ts';

const HOUR_MS = 60 * 60_000;

/** What a provider tells of a start, and the contract made of it, are seconds or hours apart, at times past midnight. */
const AT_ONCE_MS = 24 * HOUR_MS;

/** A bare day is over everywhere only when it is over in the westernmost zone, twelve hours after UTC. */
const DAY_IN_ANY_ZONE_MS = 36 * HOUR_MS;

/**
 * Whether something happened before its contract was recorded, by so much that it was not told as it happened: a day at
 * least, and for a bare day until it is over in every zone. For a contract recorded on 3 December 2026 at 10:00 UTC, what
 * happened on 2 December at 10:00 UTC is history, and so is the bare day 1 December; the bare day 2 December is not.
 */
export function isHistory(occurredAt: string, recordedAt: InstantText): boolean {
  const passed = Date.parse(recordedAt) - Date.parse(occurredAt);
  return passed >= (isBareDay(occurredAt) ? DAY_IN_ANY_ZONE_MS : AT_ONCE_MS);
}
