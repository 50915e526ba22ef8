import { combine } from './combine.ts';
import { computePeriod } from './compute-period.ts';
import { InvalidArgumentError } from './errors.ts';
import type { Computation, CountingContext, Day, HolidayCalendar, Period } from './types.ts';

/**
 * One calendar out of several. `anyClosed`: a day is a holiday where any of them names it (business only when all are
 * open). `allClosed`: a day is a holiday only where all of them name it (business when at least one is open).
 */
export function jointCalendar(rule: 'anyClosed' | 'allClosed', calendars: readonly HolidayCalendar[]): HolidayCalendar {
  if (calendars.length === 0) throw new InvalidArgumentError('holidays', [], 'join at least one calendar');
  const sign = rule === 'anyClosed' ? '+' : '&';
  return {
    name: calendars.map(({ name }) => name).join(sign),
    version: calendars.map(({ version }) => version).join(sign),
    nameOn(day: Day) {
      // All are asked, so that a year one of them does not cover is an error whatever the others say.
      const names = calendars.map((calendar) => calendar.nameOn(day));
      const holidays = [...new Set(names.filter((name) => name !== undefined))];
      const closed = rule === 'anyClosed' ? holidays.length > 0 : names.every((name) => name !== undefined);
      return closed ? holidays.join(' / ') : undefined;
    },
  };
}

/**
 * The same period counted in several zones or calendars ("in both zones"), and the earliest or latest end of them.
 * The trigger day may differ from zone to zone.
 */
export function computeInEach(
  anchor: string,
  period: Period,
  contexts: readonly CountingContext[],
  rule: 'earliest' | 'latest',
): Computation {
  return combine(
    rule,
    contexts.map((context) => computePeriod(anchor, period, context)),
  );
}
