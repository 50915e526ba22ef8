import { addDays, formatDay } from '../../core/calendar/days.ts';
import type { InstantText, Zone } from '../../core/calendar/types.ts';
import { endOfDay, localDateTime, startOfDay, toInstant } from '../../core/calendar/zone.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { describeEvents, listed } from '../packs/describe-events.ts';
import type { Affected, EventNamed, Prospect } from './prospect.ts';

type Limit = Pick<Deadline, 'date' | 'instant' | 'timezone'>;

/** `by the end of Friday 11 December 2026`: how long an event still comes in time. */
export function inTime(limit: Limit): string {
  const day = formatDay(limit.date);
  const end = endOf(limit);
  if (end === 'moment') return `before ${clock(limit.instant, limit.timezone)}`;
  return end === 'with-day' ? `by the end of ${day}` : `before ${day} begins`;
}

/** `when Friday 11 December 2026 is over`: when it happens by itself. */
export function thereafter(limit: Limit): string {
  const day = formatDay(limit.date);
  const end = endOf(limit);
  if (end === 'moment') return `at ${clock(limit.instant, limit.timezone)}`;
  return end === 'with-day' ? `when ${day} is over` : `as ${day} begins`;
}

/** Whether a deadline ends with its day, as it begins, or at some moment within it. */
function endOf({ date, instant, timezone }: Limit): 'with-day' | 'as-it-begins' | 'moment' {
  const end = toInstant(instant);
  if (end === endOfDay(date, timezone)) return 'with-day';
  return end === startOfDay(date, timezone) ? 'as-it-begins' : 'moment';
}

/** `15:30 on Friday 4 December 2026 (Europe/Bucharest)`; midnight is 24:00 of the day before. */
function clock(instant: InstantText, timezone: Zone): string {
  const shown = localDateTime(instant, timezone);
  const day = shown.slice(0, 10);
  const time = shown.slice(11, 19).replace(/^(\d\d:\d\d):00$/, '$1');
  return time === '00:00'
    ? `24:00 on ${formatDay(addDays(day, -1))} (${timezone})`
    : `${time} on ${formatDay(day)} (${timezone})`;
}

/** `payment.received or invoice.voided about invoice in_1` */
export function named(events: readonly EventNamed[], about: Prospect['about']): string {
  const kinds = describeEvents([...events]);
  if (about === undefined) return kinds;
  return about.value === undefined
    ? `${kinds} that names no ${about.key}`
    : `${kinds} about ${about.key} ${about.value}`;
}

/** What is told of a deadline that something else opens or ends. */
export function affected({ id, clause, title, date }: Deadline): Affected {
  return { id, clause, title, date };
}

/** `“Export of the customer’s data” (Friday 11 December 2026) and “Deletion of the customer’s data”`, each once. */
export function titlesOf(several: readonly Affected[], days: 'with-day' | 'alone'): string {
  const each = several.map(({ title, date }) =>
    date === undefined || days === 'alone' ? `“${title}”` : `“${title}” (${formatDay(date)})`,
  );
  return listed([...new Set(each)], 'and');
}
