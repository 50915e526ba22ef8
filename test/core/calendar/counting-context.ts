import { calendarOfDates } from '../../../shared/core/calendar/holidays.ts';
import type { CountingContext, Day, Zone } from '../../../shared/core/calendar/types.ts';

/** A place with the holidays given and no others. */
export function place(timezone: Zone = 'UTC', holidays: readonly Day[] = []): CountingContext {
  return { timezone, holidays: calendarOfDates('test', holidays) };
}
