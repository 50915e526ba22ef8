import { digest } from '../core/events/canonical.ts';

/** Begins the ids of the events that Clauseclock itself records, so that nobody else can take one. */
export const LAPSE_ID_PREFIX = 'lapse-';

/** The id of the event that a deadline's last instant passed: the same for the same deadline and instant. */
export function lapseId(deadline: string, instant: string): string {
  return `${LAPSE_ID_PREFIX}${digest('clauseclock/lapse/1', `${deadline} ${instant}`).slice(0, 24)}`;
}
