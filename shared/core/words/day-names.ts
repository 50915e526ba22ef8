import { english, type Say } from './say.ts';

const KNOWN = ['causedOn', 'damageObservedOn', 'dueOn', 'effectiveOn', 'endsOn', 'errorOn', 'warnedOn'] as const;

/** The name of a day that an event carries: `due date` for `data.dueOn`. Undefined if the day has no name. */
export function dayName(field: string, say: Say = english): string | undefined {
  const key = KNOWN.find((name) => field === `data.${name}`);
  return key && say('data-day', { key });
}
