import { computePeriod } from '../../calendar/compute.ts';
import { addDays, daysBetween, parseDay } from '../../calendar/days.ts';
import type { CountingContext, Day, Period } from '../../calendar/types.ts';
import { workingDays } from '../../calendar/working-days.ts';
import type { Clause } from '../../terms/clause.ts';
import { periodOf } from '../../terms/shapes/questions.ts';
import { type Counting, periodsOf, singlesIn } from '../../terms/written-counting.ts';
import { explain } from '../explain.ts';
import type { Counted } from './counted.ts';

/** A suspension: the days after `since` up to and including `until` do not count. */
export interface Pause {
  readonly since: Day;
  readonly until: Day;
}

/**
 * The deadline moved later by the suspended time: business days if the clause counts business days, else calendar days.
 * The time is added to the unadjusted day and the roll applied to the result. If the suspension began after the unadjusted
 * day, in the days that the roll had added, the time is added to the rolled day.
 */
export function addSuspendedTime(
  clause: Clause,
  base: Counted,
  pauses: readonly Pause[],
  context: CountingContext,
): Counted {
  const period = periodOf(clause);
  if (period === undefined) return base;
  const settings = settingsOf(period);
  let reached = base;
  let withoutRoll: Addition = { from: base, n: 0 };
  for (const pause of pauses) {
    const n = lengthOf(pause, settings, context);
    const within = pause.since < reached.unadjustedDate;
    withoutRoll = within ? { ...withoutRoll, n: withoutRoll.n + n } : { from: asItStands(reached), n };
    reached = later(withoutRoll, settings, context);
  }
  return reached;
}

/** `n` days to add to an earlier result. */
interface Addition {
  readonly from: Counted;
  readonly n: number;
}

type Settings = Pick<Period, 'unit' | 'roll' | 'weekmask' | 'endsAt' | 'localTime'>;

function settingsOf(period: Counting): Settings {
  const periods = singlesIn(period).flatMap(periodsOf);
  const { roll = 'none', weekmask, endsAt, localTime } = periods.at(-1) ?? {};
  return {
    unit: periods.every(({ unit }) => unit === 'businessDays') ? 'businessDays' : 'days',
    roll,
    ...(weekmask !== undefined && { weekmask }),
    ...(endsAt !== undefined && { endsAt }),
    ...(localTime !== undefined && { localTime }),
  };
}

function asItStands(reached: Counted): Counted {
  return { ...reached, unadjustedDate: reached.date };
}

function later({ from, n }: Addition, settings: Settings, context: CountingContext): Counted {
  if (n === 0) return from;
  const { date, unadjustedDate, instant, steps } = computePeriod(from.unadjustedDate, { ...settings, n }, context, [
    'anchor',
  ]);
  const extended = explain('extended', { from: from.unadjustedDate, n, unit: settings.unit, to: unadjustedDate });
  const [, ...ending] = steps;
  return { ...from, date, unadjustedDate, instant, steps: [...from.steps, extended, ...ending] };
}

/** How many days of a pause would have counted. */
function lengthOf({ since, until }: Pause, { unit, weekmask }: Settings, context: CountingContext): number {
  if (unit !== 'businessDays') return daysBetween(since, until);
  return workingDays(context.holidays, weekmask ?? '1111100').countBetween(
    parseDay(addDays(since, 1)),
    parseDay(until),
  );
}
