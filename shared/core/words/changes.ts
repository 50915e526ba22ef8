import type { DeadlineChange } from '../deadlines/deadline-changes.ts';
import { english, type Say } from './say.ts';

/** Id of the event that caused the change. */
export function causeOf({ change, after }: Pick<DeadlineChange, 'change' | 'after'>): string {
  return change === 'opened' ? after.trigger : (after.closedBy ?? after.trigger);
}

/** A change of a deadline, and the event that caused it. */
export function whyChanged({ change, before, after }: DeadlineChange, say: Say = english): string {
  const { title, state, date } = after;
  const because = causeOf({ change, after });
  if (change === 'opened') return say('change.opened', { title, open: state === 'open', state, date, because });
  const verb = say('change.verb', { change, state });
  const told = { title, verb, date, because };
  return before === undefined || before.date === date
    ? say('change.stays', told)
    : say('change.moves', { ...told, dateBefore: before.date });
}
