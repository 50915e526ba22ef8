import { adjust, extendToWorkingDays, rollDay } from './adjust.ts';
import { type Anchor, readAnchor } from './anchor.ts';
import { firstDayOf, walkBusinessDays } from './business-day-walk.ts';
import { type Computation, TELL_ALL, type Untold } from './computation.ts';
import { countDays } from './count.ts';
import { dayText, type EpochDay } from './days.ts';
import { NonExistentDayError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep, PassedHoliday } from './explanation-facts.ts';
import { computeHours } from './hours.ts';
import { DAY_MS, HOUR_MS, instantText } from './instants.ts';
import { openingSteps } from './opening-steps.ts';
import { type SettledPeriod, settlePeriod } from './period.ts';
import type { CountingContext, Period, Zone, ZoneByTable } from './types.ts';
import { type WorkingDays, workingDays } from './working-days.ts';
import { LOCAL_TIME_REMEDY, localDateTimeAt, offsetsIn, parseLocalTime, readLocal, startOfEpochDay } from './zone.ts';

/**
 * Counts one period.
 *
 * `anchor` is a day (`2026-11-20`), a moment with its offset (its local day in the context's zone is the trigger day),
 * or a local date and time of that zone (`2026-11-20T10:00`). Hours run from the moment; from a day, from its start.
 *
 * @throws CalendarError naming the field and value that cannot be used, or the year that no holiday table covers
 */
export function computePeriod(
  anchor: string,
  period: Period,
  context: CountingContext,
  untold: Untold = TELL_ALL,
): Computation {
  return countPart(anchor, period, context, { untold }).computation;
}

/** The position of a part in a chain. */
export interface Part {
  /** The first day of the whole period, if the part continues one. */
  readonly first?: EpochDay | undefined;
  readonly untold: Untold;
}

/** The outcome of one part of a chain, and the first day of the period it belongs to. */
export interface CountedPart {
  readonly computation: Computation;
  readonly first: EpochDay;
}

/** As `computePeriod`, of a part of a chain. */
export function countPart(anchor: string, period: Period, context: CountingContext, part: Part): CountedPart {
  const settled = settlePeriod(period);
  const start = readAnchor(anchor, context);
  if (settled.unit !== 'hours') return computeDays(start, settled, context, part);
  const first = part.first ?? firstDayOf(start.day, settled);
  return { computation: computeHours(start, settled, context, part.untold), first };
}

function computeDays(
  anchor: Anchor,
  period: SettledPeriod,
  context: CountingContext,
  { first: wholeFrom, untold }: Part,
): CountedPart {
  const { timezone } = context;
  const working = workingDays(context.holidays, period.weekmask);
  const steps = openingSteps(anchor, period, context, asksHolidays(period), untold);
  const from = afterCutOff(anchor, period, working, context, steps);
  const first = wholeFrom ?? firstDayOf(from, period);
  const unadjusted = countDays(from, period, working, steps);
  // `forwardMax` has already taken the minimum of working days into account.
  const extended = period.forwardMax ? unadjusted : extendToWorkingDays(first, unadjusted, period, working, steps);
  let date = adjust(extended, period, working, steps, untold);
  const later = period.thenDayAfter ? 1 : 0;
  if (later === 1) {
    steps.push(explain('day-after', { from: dayText(date), to: dayText(date + 1) }));
    date += 1;
  }
  const { millis, step } = expiryOf(date, period, timezone);
  if (!untold.includes('ends')) steps.push(step);
  const instant = instantText(millis);
  return { computation: { date: dayText(date), unadjustedDate: dayText(unadjusted + later), instant, steps }, first };
}

function asksHolidays({ unit, roll, minWorkingDays, cutOff }: SettledPeriod): boolean {
  return unit === 'businessDays' || roll !== 'none' || minWorkingDays > 0 || cutOff?.movesTo === 'nextBusinessDay';
}

/**
 * The trigger day: a later day if the event came at or after the cut-off. A bare day has no time, so no cut-off
 * applies. If late events count for the next business day, so does every event on a day that is none.
 */
function afterCutOff(
  anchor: Anchor,
  { cutOff }: SettledPeriod,
  working: WorkingDays,
  zone: ZoneByTable,
  steps: CountingStep[],
): EpochDay {
  if (cutOff === undefined) return anchor.day;
  const inBusiness = cutOff.movesTo === 'nextBusinessDay';
  if (inBusiness && !working.isBusinessDay(anchor.day)) return afterRestDay(anchor.day, working, steps);
  if (anchor.moment === undefined) return anchor.day;
  const shown = anchor.moment + offsetsIn(zone).at(anchor.moment) - anchor.day * DAY_MS;
  if (shown < parseLocalTime(cutOff.at)) return anchor.day;
  const skipped: PassedHoliday[] = [];
  const day = inBusiness ? walkBusinessDays(anchor.day, 1, 1, working, skipped) : anchor.day + 1;
  const local = localDateTimeAt(anchor.moment, zone);
  steps.push(explain('cut-off', { ...cutOff, local, from: dayText(anchor.day), to: dayText(day), skipped }));
  return day;
}

function afterRestDay(restDay: EpochDay, working: WorkingDays, steps: CountingStep[]): EpochDay {
  const { day, passed } = rollDay(restDay, 'following', working);
  const { weekmask, version: calendar } = working;
  steps.push(explain('rest-day', { from: dayText(restDay), to: dayText(day), weekmask, calendar, passed }));
  return day;
}

/**
 * When the last day is over, with the step that says so: at the start of the next day, or at the period's `endsAt`.
 * @throws NonExistentDayError if the zone skipped that day
 */
function expiryOf(date: EpochDay, period: SettledPeriod, timezone: Zone): { millis: number; step: CountingStep } {
  const { endsAt, localTime = 'refuse' } = period;
  const end = startOfEpochDay(date + 1, timezone);
  const hours = (end - startOfEpochDay(date, timezone)) / HOUR_MS;
  if (hours === 0) throw new NonExistentDayError(dayText(date), timezone);
  if (endsAt !== undefined) {
    const shown = date * DAY_MS + parseLocalTime(endsAt);
    const { millis, clock } = readLocal(shown, timezone, localTime, 'period.endsAt', LOCAL_TIME_REMEDY);
    const local = localDateTimeAt(millis, timezone);
    const facts = {
      date: dayText(date),
      time: endsAt,
      instant: instantText(millis),
      local,
      clock,
      localTime,
      timezone,
    };
    return { millis, step: explain('ends-at', facts) };
  }
  const facts = { date: dayText(date), nextDay: dayText(date + 1), instant: instantText(end), timezone, hours };
  return { millis: end, step: explain('ends', facts) };
}
