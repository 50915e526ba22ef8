import { english, type Say } from './say.ts';

const KNOWN = ['dueOn', 'effectiveOn', 'endsOn', 'errorOn', 'warnedOn'] as const;

/** What a day that an event carries is called: `due date` for `data.dueOn`. Undefined for one that has no name. */
export function dayName(field: string, say: Say = english): string | undefined {
  const key = KNOWN.find((name) => field === `data.${name}`);
  return key && say('data-day', { key });
}
