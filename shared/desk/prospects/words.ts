import type { Deadline } from '../../core/deadlines/deadline.ts';
import { formatDay } from '../../core/words/days.ts';
import { describeEvents, listed } from '../packs/describe-events.ts';
import type { Affected, EventNamed, Prospect } from './prospect.ts';

/** `payment.received or invoice.voided about invoice in_1` */
export function named(events: readonly EventNamed[], about: Prospect['about']): string {
  const kinds = describeEvents([...events]);
  if (about === undefined) return kinds;
  return about.value === undefined
    ? `${kinds} that names no ${about.key}`
    : `${kinds} about ${about.key} ${about.value}`;
}

/** A deadline that a prospect opens or ends, in words. */
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
