import { adjust, extendToWorkingDays } from './adjust.ts';
import { type Anchor, anchorStep, readAnchor } from './anchor.ts';
import { countDays, walkBusinessDays } from './count.ts';
import { dayText, type EpochDay } from './days.ts';
import { explain, type PassedHoliday } from './explain.ts';
import { computeHours } from './hours.ts';
import { DAY_MS, HOUR_MS, instantText } from './instants.ts';
import { type SettledPeriod, settlePeriod } from './period.ts';
import type { Computation, CountingContext, ExplanationStep, Period, Zone } from './types.ts';
import { type WorkingDays, workingDays } from './working-days.ts';
import { localDateTimeAt, localMillis, parseLocalTime, startOfEpochDay } from './zone.ts';
import { offsetsOf } from './zone-offsets.ts';

/**
 * Counts one period.
 *
 * `anchor` is a day (`2026-11-20`), a moment with its offset (its local day in the context's zone is the trigger day),
 * or a local date and time of that zone (`2026-11-20T10:00`). Hours run from the moment; from a day, from its start.
 *
 * @throws CalendarError naming the field and value that cannot be used, or the year that no holiday table covers
 */
export function computePeriod(anchor: string, period: Period, context: CountingContext): Computation {
  const settled = settlePeriod(period);
  const start = readAnchor(anchor, context.timezone);
  return settled.unit === 'hours' ? computeHours(start, settled, context) : computeDays(start, settled, context);
}

function computeDays(anchor: Anchor, period: SettledPeriod, context: CountingContext): Computation {
  const working = workingDays(context.holidays, period.weekmask);
  const steps: ExplanationStep[] = period.basis.map((citation) => explain('basis', { citation }));
  steps.push(anchorStep(anchor, context.timezone));
  const from = afterCutOff(anchor, period, working, context.timezone, steps);
  const unadjusted = countDays(from, period, working, steps);
  const extended = extendToWorkingDays(from, unadjusted, period, working, steps);
  let date = adjust(extended, period, working, steps);
  const later = period.thenDayAfter ? 1 : 0;
  if (later === 1) {
    steps.push(explain('day-after', { from: dayText(date), to: dayText(date + 1) }));
    date += 1;
  }
  const instant = endOf(date, period, context.timezone, steps);
  return { date: dayText(date), unadjustedDate: dayText(unadjusted + later), instant: instantText(instant), steps };
}

/** The trigger day, which is a later one when the event came past the daily limit. A bare day is never past it. */
function afterCutOff(
  anchor: Anchor,
  { cutOff }: SettledPeriod,
  working: WorkingDays,
  timezone: Zone,
  steps: ExplanationStep[],
): EpochDay {
  if (cutOff === undefined || anchor.moment === undefined) return anchor.day;
  const shown = anchor.moment + offsetsOf(timezone).at(anchor.moment) - anchor.day * DAY_MS;
  if (shown < parseLocalTime(cutOff.at)) return anchor.day;
  const skipped: PassedHoliday[] = [];
  const day = cutOff.movesTo === 'nextDay' ? anchor.day + 1 : walkBusinessDays(anchor.day, 1, 1, working, skipped);
  const local = localDateTimeAt(anchor.moment, timezone);
  steps.push(explain('cut-off', { ...cutOff, local, from: dayText(anchor.day), to: dayText(day), skipped }));
  return day;
}

/** When the last day is over: as the next one begins, or at the time the period names. */
function endOf(date: EpochDay, period: SettledPeriod, timezone: Zone, steps: ExplanationStep[]): number {
  if (period.endsAt !== undefined) {
    const end = localMillis(date * DAY_MS + parseLocalTime(period.endsAt), timezone, 'compatible');
    steps.push(explain('ends-at', { date: dayText(date), time: period.endsAt, instant: instantText(end), timezone }));
    return end;
  }
  const end = startOfEpochDay(date + 1, timezone);
  const hours = (end - startOfEpochDay(date, timezone)) / HOUR_MS;
  const facts = { date: dayText(date), nextDay: dayText(date + 1), instant: instantText(end), timezone, hours };
  steps.push(explain('ends', facts));
  return end;
}
