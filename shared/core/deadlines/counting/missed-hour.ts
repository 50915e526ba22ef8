import type { Zone } from '../../calendar/types.ts';
import { endOfDay, startOfDay, toInstant } from '../../calendar/zone.ts';
import { type Fact, isBareDay } from '../../events/event.ts';
import type { DeadlineFacts } from '../explanation-facts.ts';
import type { Counted } from './counted.ts';

/** When an event came and when the deadline that it missed ended; undefined if whole days say it. */
export function missedHour(
  { date, instant: ended, inHours, timezone: own }: Counted,
  { occurredAt }: Fact,
  clauseZone: Zone,
): DeadlineFacts['met-late']['hour'] {
  const timezone = own ?? clauseZone;
  const withinDay = inHours || ![startOfDay(date, timezone), endOfDay(date, timezone)].includes(toInstant(ended));
  return withinDay && !isBareDay(occurredAt) ? { came: toInstant(occurredAt), ended, timezone } : undefined;
}
