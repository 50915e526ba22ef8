import { civilOf, parseDay, weekdayIndex } from '../calendar/days.ts';
import type { Day } from '../calendar/types.ts';

// Own tables, because hashed text must not change with the language data of the Node version.
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
type Weekday = (typeof WEEKDAYS)[number];

export function weekdayName(day: Day): Weekday {
  return WEEKDAYS[weekdayIndex(parseDay(day))] as Weekday;
}

/** English, with the weekday: `Friday 20 November 2026`. */
export function formatDay(text: Day): string {
  const epochDay = parseDay(text);
  const { year, month, day } = civilOf(epochDay);
  return `${WEEKDAYS[weekdayIndex(epochDay)]} ${day} ${MONTHS[month - 1]} ${year}`;
}
