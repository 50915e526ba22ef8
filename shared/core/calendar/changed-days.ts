import { dayText, parseDay } from './days.ts';
import { UncoveredYearError } from './errors.ts';
import type { Day, HolidayCalendar } from './types.ts';

/** A day that is a holiday in one of two calendars only. */
export interface DayChange {
  readonly day: Day;
  readonly name: string;
  readonly change: 'added' | 'removed';
}

/** Undefined also for a day of a year that the calendar does not cover: no deadline was counted over it. */
function nameIn(calendar: HolidayCalendar, day: Day): string | undefined {
  try {
    return calendar.nameOn(day);
  } catch (error) {
    if (error instanceof UncoveredYearError) return undefined;
    throw error;
  }
}

/** The days from the first to the last of a stretch that are holidays in one of two calendars only. */
export function daysChanged(
  before: HolidayCalendar,
  after: HolidayCalendar,
  { first, last }: { readonly first: Day; readonly last: Day },
): DayChange[] {
  const changes: DayChange[] = [];
  for (let epochDay = parseDay(first); epochDay <= parseDay(last); epochDay += 1) {
    const day = dayText(epochDay);
    const [was, is] = [nameIn(before, day), nameIn(after, day)];
    if (was === undefined && is !== undefined) changes.push({ day, name: is, change: 'added' });
    if (was !== undefined && is === undefined) changes.push({ day, name: was, change: 'removed' });
  }
  return changes;
}
