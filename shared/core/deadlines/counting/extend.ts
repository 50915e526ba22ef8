import { computePeriod } from '../../calendar/compute.ts';
import { addDays, daysBetween, parseDay } from '../../calendar/days.ts';
import type { CountingContext, Day, Period, Unit } from '../../calendar/types.ts';
import { workingDays } from '../../calendar/working-days.ts';
import type { Clause } from '../../terms/clause.ts';
import { periodsOf, singlesIn } from '../../terms/counting.ts';
import { sentence } from '../explain.ts';
import { type Counted, withoutFirstAnchor } from './counting.ts';

/** A stretch that does not count: from the day after `since` to `until`, both included. */
export interface Pause {
  readonly since: Day;
  readonly until: Day;
}

/**
 * The same deadline, later by what did not count: business days where the clause counts those, calendar days otherwise.
 * A roll applies to the new last day, not to the old one.
 */
export function extend(clause: Clause, base: Counted, pauses: readonly Pause[], context: CountingContext): Counted {
  if (clause.period === undefined || pauses.length === 0) return base;
  const periods = singlesIn(clause.period).flatMap(periodsOf);
  const { roll = 'none', weekmask, endsAt, localTime } = periods.at(-1) ?? {};
  const unit: Unit = periods.every((period) => period.unit === 'businessDays') ? 'businessDays' : 'days';
  const n = pauses.reduce((sum, pause) => sum + lengthOf(pause, unit, weekmask, context), 0);
  if (n === 0) return base;
  const settings: Period = {
    n,
    unit,
    roll,
    ...(weekmask !== undefined && { weekmask }),
    ...(endsAt !== undefined && { endsAt }),
    ...(localTime !== undefined && { localTime }),
  };
  const { date, unadjustedDate, instant, steps } = computePeriod(base.unadjustedDate, settings, context);
  const extended = sentence('extended', { from: base.unadjustedDate, n, unit, to: unadjustedDate });
  const [, ...ending] = withoutFirstAnchor(steps);
  return { ...base, date, unadjustedDate, instant, steps: [...base.steps, extended, ...ending] };
}

/** How much of a pause would have counted. */
function lengthOf({ since, until }: Pause, unit: Unit, weekmask: string | undefined, context: CountingContext): number {
  if (unit !== 'businessDays') return daysBetween(since, until);
  return workingDays(context.holidays, weekmask ?? '1111100').countBetween(
    parseDay(addDays(since, 1)),
    parseDay(until),
  );
}
