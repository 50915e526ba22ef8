import { compareDays } from './days.ts';
import type { Day, HolidayCalendar } from './types.ts';

/** A day that is a holiday in one of two calendars only. */
export interface DayChange {
  readonly day: Day;
  readonly name: string;
  readonly change: 'added' | 'removed';
}

/** The days from the first to the last of a stretch that are holidays in one of two calendars only, in order. */
export function daysChanged(
  before: HolidayCalendar,
  after: HolidayCalendar,
  { first, last }: { readonly first: Day; readonly last: Day },
): DayChange[] {
  const lost = onlyIn(before, after, 'removed');
  const gained = onlyIn(after, before, 'added');
  return [...lost, ...gained]
    .filter(({ day }) => compareDays(first, day) <= 0 && compareDays(day, last) <= 0)
    .sort((a, b) => compareDays(a.day, b.day));
}

/** Also the days of a year that the other calendar does not cover: no deadline was counted over it. */
function onlyIn({ days }: HolidayCalendar, other: HolidayCalendar, change: DayChange['change']): DayChange[] {
  return [...days].flatMap(([day, name]) => (other.days.has(day) ? [] : [{ day, name, change }]));
}
