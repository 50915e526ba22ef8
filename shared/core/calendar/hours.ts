import { rollDay } from './adjust.ts';
import type { Anchor } from './anchor.ts';
import type { Computation, Untold } from './computation.ts';
import { dayText, type EpochDay } from './days.ts';
import { NonExistentDayError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep } from './explanation-facts.ts';
import { DAY_MS, HOUR_MS, instantText, parseInstant } from './instants.ts';
import { openingSteps } from './opening-steps.ts';
import type { SettledPeriod } from './period.ts';
import type { CountingContext, Zone, ZoneByTable } from './types.ts';
import { workingDays } from './working-days.ts';
import {
  byNewest,
  LOCAL_TIME_REMEDY,
  lastEpochDayUntil,
  localDateTimeAt,
  localEpochDay,
  offsetsIn,
  readBy,
  readLocal,
  startOfEpochDay,
} from './zone.ts';
import { offsetsOf } from './zone-offsets.ts';

/**
 * Counts hours by the clock: every elapsed hour counts, so the wall time shifts where the clocks change. Hours from a bare day
 * run from the instant at which that day begins; the day on which they end stays that of the table named in the context.
 * Hours that end at midnight end on the day that is then over, and roll from that day.
 */
export function computeHours(
  anchor: Anchor,
  period: SettledPeriod,
  context: CountingContext,
  untold: Untold,
): Computation {
  if (anchor.moment !== undefined || context.zones === undefined) return elapsed(anchor, period, context, untold);
  const begins = readBy(instantText(startOfEpochDay(anchor.day, context.timezone)), context);
  const { date, unadjustedDate } = elapsed({ ...anchor, moment: parseInstant(begins) }, period, context, untold);
  return { ...elapsed(anchor, period, byNewest(context), untold), date, unadjustedDate };
}

function elapsed(anchor: Anchor, period: SettledPeriod, context: CountingContext, untold: Untold): Computation {
  const { timezone } = context;
  const steps = openingSteps(anchor, period, context, period.roll !== 'none', untold);
  const start = startOfHours(anchor, period, timezone, steps);
  const end = start + (period.before ? -1 : 1) * period.n * HOUR_MS;
  const zone = offsetsOf(timezone);
  steps.push(
    explain('count-hours', {
      n: period.n,
      direction: period.before ? 'before' : 'after',
      from: instantText(start),
      to: instantText(end),
      local: localDateTimeAt(end, timezone),
      clockChange: ((zone.at(Math.max(start, end)) - zone.at(Math.min(start, end))) / 60_000) | 0,
      timezone,
    }),
  );
  const day = dayOfEnd(end, period, context);
  const rolled = rollHours({ end, day }, period, context, steps);
  return {
    date: dayText(rolled.day),
    unadjustedDate: dayText(day),
    instant: instantText(rolled.end),
    inHours: true,
    steps,
  };
}

function startOfHours(anchor: Anchor, period: SettledPeriod, timezone: Zone, steps: CountingStep[]): number {
  let start = anchor.moment;
  if (start === undefined) {
    start = startOfEpochDay(anchor.day, timezone);
    if (localEpochDay(start, timezone) !== anchor.day) throw new NonExistentDayError(dayText(anchor.day), timezone);
    steps.push(explain('hours-from-midnight', { day: dayText(anchor.day), instant: instantText(start), timezone }));
  }
  if (period.hoursFrom === 'event') return start;
  const to =
    period.hoursFrom === 'nextMidnight' ? startOfEpochDay(anchor.day + 1, timezone) : nextFullHour(start, timezone);
  steps.push(
    explain('hours-start', {
      rule: period.hoursFrom,
      from: instantText(start),
      to: instantText(to),
      local: localDateTimeAt(to, timezone),
      timezone,
    }),
  );
  return to;
}

/** The next full hour, strictly after the moment: an event exactly on the hour belongs to the hour that begins then. */
function nextFullHour(moment: number, timezone: Zone): number {
  const offset = offsetsOf(timezone).at(moment);
  return (Math.floor((moment + offset) / HOUR_MS) + 1) * HOUR_MS - offset;
}

/** The day of the last moment. No hours have none: they end on the day on which they begin. */
function dayOfEnd(end: number, { n }: SettledPeriod, zone: ZoneByTable): EpochDay {
  return n === 0 ? localEpochDay(end, zone) : lastEpochDayUntil(end, zone);
}

/** The last moment of hours, in milliseconds since 1970, and the day that it binds to. */
interface EndOfHours {
  readonly end: number;
  readonly day: EpochDay;
}

/** Moves the end to the same local time on the day the convention gives; 24:00 stays 24:00. */
function rollHours(
  unrolled: EndOfHours,
  period: SettledPeriod,
  context: CountingContext,
  steps: CountingStep[],
): EndOfHours {
  const { end, day } = unrolled;
  const { roll: convention, weekmask } = period;
  const { timezone } = context;
  if (convention === 'none') return unrolled;
  const working = workingDays(context.holidays, weekmask);
  const { day: target, passed } = rollDay(day, convention, working);
  const calendar = working.version;
  if (target === day) {
    steps.push(explain('roll-not-needed', { convention, calendar, date: dayText(day) }));
    return unrolled;
  }
  const localTime = period.localTime ?? 'compatible';
  const { millis: moved, clock } = endsWithDay(unrolled, context)
    ? ({ millis: startOfEpochDay(target + 1, timezone), clock: 'once' } as const)
    : readLocal(
        end + offsetsIn(context).at(end) + (target - day) * DAY_MS,
        timezone,
        localTime,
        'period.localTime',
        LOCAL_TIME_REMEDY,
      );
  steps.push(
    explain('roll-hours', {
      convention,
      weekmask,
      calendar,
      from: instantText(end),
      to: instantText(moved),
      local: localDateTimeAt(moved, timezone),
      clock,
      localTime,
      fromDay: dayText(day),
      toDay: dayText(target),
      passed,
      timezone,
    }),
  );
  return { end: moved, day: target };
}

/** Whether hours end as their day is over, whatever the clocks show then. */
function endsWithDay({ end, day }: EndOfHours, zone: ZoneByTable): boolean {
  return localEpochDay(end, zone) !== day;
}
