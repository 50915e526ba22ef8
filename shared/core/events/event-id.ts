import { canonicalJson, digest } from './canonical.ts';
import type { ContractEvent } from './event.ts';

/** Begins the ids of the events that Clauseclock itself records, so that nobody else can take one. */
export const LAPSE_ID_PREFIX = 'lapse-';

/** The id of the event that a deadline's last instant passed: the same for the same deadline and instant. */
export function lapseId(deadline: string, instant: string): string {
  return `${LAPSE_ID_PREFIX}${digest('clauseclock/lapse/1', `${deadline} ${instant}`).slice(0, 24)}`;
}

/** An event sent without an id is known by what it says, so that sending it again changes nothing. */
export function eventIdOf(fact: Pick<ContractEvent, 'kind' | 'occurredAt' | 'data'>): string {
  const { kind, occurredAt, data } = fact;
  return `evt-${digest('clauseclock/event/1', canonicalJson({ kind, occurredAt, data })).slice(0, 24)}`;
}
