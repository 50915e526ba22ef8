import { canonicalJson, digest } from './canonical.ts';
import type { ContractEvent } from './event.ts';

/** Begins the ids of the events that Clauseclock itself records, so that nobody else can take one. */
export const LAPSE_ID_PREFIX = 'lapse-';

/** The id of the event that a deadline's last instant passed: the same for the same deadline and instant. */
export function lapseId(deadline: string, instant: string): string {
  return `${LAPSE_ID_PREFIX}${digest('clauseclock/lapse/1', `${deadline} ${instant}`).slice(0, 24)}`;
}

const LONGEST_ID = 128;

/** `<id>~2` and so on: the first id that no event has, for the event that takes the place of one with this id. */
export function furtherId(id: string, taken: ReadonlySet<string>): string {
  const first = id.replace(/~\d+$/, '');
  for (let n = 2; ; n += 1) {
    const suffix = `~${n}`;
    const further = first.length + suffix.length <= LONGEST_ID ? `${first}${suffix}` : `${shortened(first)}${suffix}`;
    if (!taken.has(further)) return further;
  }
}

function shortened(id: string): string {
  return `evt-${digest('clauseclock/event-id/1', id).slice(0, 24)}`;
}

/** The id of the withdrawal of an event that was withdrawn `times` times before. */
export function withdrawalId(event: string, times: number): string {
  return `withdrawal-${digest('clauseclock/withdrawal/1', event).slice(0, 24)}~${times + 1}`;
}

/** An event sent without an id is known by what it says, so that sending it again changes nothing. */
export function eventIdOf(fact: Pick<ContractEvent, 'kind' | 'occurredAt' | 'data'>): string {
  const { kind, occurredAt, data } = fact;
  return `evt-${digest('clauseclock/event/1', canonicalJson({ kind, occurredAt, data })).slice(0, 24)}`;
}

/** The id of the event that keeps the stored end of a deadline in the place of a counted one. */
export function keptId(deadline: string, insteadOf: string): string {
  return `kept-${digest('clauseclock/kept/1', `${deadline} ${insteadOf}`).slice(0, 24)}`;
}

/** The id of the decision about one proposal: the same for the same decision, deadline and edition, or cause. */
export function proposalEventId(kind: string, deadline: string, proposed: number | string): string {
  return `proposal-${digest('clauseclock/proposal/1', `${kind} ${deadline} ${proposed}`).slice(0, 24)}`;
}
