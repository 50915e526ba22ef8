import type { DeadlineChange } from '../deadlines/deadline-changes.ts';
import type { ContractEvent } from '../events/event.ts';
import { EVENT_WITHDRAWN, isAboutCounting } from '../events/kinds.ts';
import { joined } from './lists.ts';
import { english, type Say } from './say.ts';

/** Id of the event that caused the change. */
export function causeOf({ change, after }: Pick<DeadlineChange, 'change' | 'after'>): string {
  return change === 'opened' ? after.trigger : (after.closedBy ?? after.trigger);
}

type Told = Pick<ContractEvent, 'kind' | 'occurredAt'>;

/** `payment.failed of 2026-11-20 and payment.failed of 2026-11-22`; for none, that there is none. */
export function eventsInWords(events: readonly Told[], say: Say): string {
  if (events.length === 0) return say('event.none');
  return joined(
    events.map(({ kind, occurredAt }) => say('event.named', { kind, occurredAt })),
    say,
  );
}

/** A correction of events: who made it, why, and what stands instead of what. */
export interface CorrectionTold {
  readonly by: string;
  readonly reason: string;
  readonly withdrawn: readonly Told[];
  readonly recorded: readonly Told[];
}

/** A change of a deadline by a correction. */
export function whyCorrected(change: DeadlineChange, correction: CorrectionTold, say: Say = english): string {
  const { by, reason, withdrawn, recorded } = correction;
  const [from, to] = [eventsInWords(withdrawn, say), eventsInWords(recorded, say)];
  return say('change.corrected', { why: whyChanged(change, say), by, reason, from, to });
}

/** The id of an event that itself is the cause of all it changes: a withdrawal, or a decision on how deadlines are counted. */
export function decidedBy({ id, kind }: Pick<ContractEvent, 'id' | 'kind'>): string | undefined {
  return kind === EVENT_WITHDRAWN || isAboutCounting(kind) ? id : undefined;
}

/** A change of a deadline, and the event that caused it; `decided`: the id of that event, where the deadline does not tell. */
export function whyChanged({ change, before, after }: DeadlineChange, say: Say = english, decided?: string): string {
  const { title, state, date } = after;
  const because = decided ?? causeOf({ change, after });
  if (change === 'opened') return say('change.opened', { title, open: state === 'open', state, date, because });
  const verb = say('change.verb', { change, state });
  const told = { title, verb, date, because };
  return before === undefined || before.date === date
    ? say('change.stays', told)
    : say('change.moves', { ...told, dateBefore: before.date });
}
