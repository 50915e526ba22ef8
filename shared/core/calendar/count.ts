import { dayText, type EpochDay } from './days.ts';
import { AmbiguousMonthEndError } from './errors.ts';
import { explain, type PassedHoliday } from './explain.ts';
import { addMonths } from './months.ts';
import type { SettledPeriod } from './period.ts';
import type { ExplanationStep } from './types.ts';
import type { WorkingDays } from './working-days.ts';

/** Where a count arrives. */
interface Arrival {
  readonly day: EpochDay;
  /** The month has no corresponding day. */
  readonly missing: boolean;
}

const DAYS_PER = { days: 1, weeks: 7, years365: 365 } as const;

/** The last day of a period before any extension or roll, with its steps. Not for hours. */
export function countDays(
  from: EpochDay,
  period: SettledPeriod,
  working: WorkingDays,
  steps: ExplanationStep[],
): EpochDay {
  if (period.forwardMax) return latestStart(from, period, working, steps);
  const skipped: PassedHoliday[] = [];
  const { day, missing } = arrive(from, period, working, skipped);
  if (missing && period.refuseMonthEnd) throw new AmbiguousMonthEndError(dayText(from), dayText(day).slice(0, 7));
  steps.push(countStep(from, day, missing, period, working, skipped));
  if (!period.clear) return day;
  const passed: PassedHoliday[] = [];
  const last = clearOf(day, period, working, passed);
  steps.push(
    explain('clear', {
      unit: period.unit,
      direction: directionOf(period),
      weekmask: period.weekmask,
      from: dayText(day),
      to: dayText(last),
      skipped: passed,
    }),
  );
  return last;
}

/** `after` or `before`. */
export function directionOf(period: SettledPeriod): 'after' | 'before' {
  return period.before ? 'before' : 'after';
}

/**
 * The business day `n` business days from a day that is itself not counted. Every holiday met is added to `skipped`,
 * the weekend ones too, so that the count can be checked against any list of holidays.
 */
export function walkBusinessDays(
  from: EpochDay,
  n: number,
  step: 1 | -1,
  working: WorkingDays,
  skipped: PassedHoliday[],
): EpochDay {
  let day = from;
  for (let left = n; left > 0; left--) {
    const next = working.next(day, step);
    for (let between = day + step; between !== next; between += step) noteHoliday(between, working, skipped);
    day = next;
  }
  return day;
}

function noteHoliday(day: EpochDay, working: WorkingDays, skipped: PassedHoliday[]): void {
  if (!working.isHoliday(day)) return;
  skipped.push({ day: dayText(day), name: working.holidayOn(day) as string, weekend: !working.inWeek(day) });
}

function arrive(from: EpochDay, period: SettledPeriod, working: WorkingDays, skipped: PassedHoliday[]): Arrival {
  const { n, unit, countsTriggerDay } = period;
  const step = period.before ? -1 : 1;
  switch (unit) {
    case 'businessDays': {
      const start = countsTriggerDay ? from - step : from;
      return { day: walkBusinessDays(start, n, step, working, skipped), missing: false };
    }
    case 'months':
    case 'years': {
      const { day, missing } = addMonths(from, step * n * (unit === 'years' ? 12 : 1));
      // Where the month has no corresponding day, its last day is the end whether or not the trigger day counts.
      const back = countsTriggerDay && !(missing && step === 1);
      return { day: back ? day - step : day, missing };
    }
    case 'hours':
      throw new TypeError('hours are not counted in days');
    default:
      return { day: from + step * (n * DAYS_PER[unit] - (countsTriggerDay ? 1 : 0)), missing: false };
  }
}

/** One day further out, so that neither end day counts; a business day where those are counted. */
function clearOf(day: EpochDay, period: SettledPeriod, working: WorkingDays, skipped: PassedHoliday[]): EpochDay {
  const step = period.before ? -1 : 1;
  return period.unit === 'businessDays' ? walkBusinessDays(day, 1, step, working, skipped) : day + step;
}

/** The latest day `d` from which the period, counted forward, ends on or before `end`. */
function latestStart(end: EpochDay, period: SettledPeriod, working: WorkingDays, steps: ExplanationStep[]): EpochDay {
  const forward: SettledPeriod = { ...period, before: false, forwardMax: false };
  const endOf = (from: EpochDay, skipped: PassedHoliday[] = []): EpochDay => {
    const { day } = arrive(from, forward, working, skipped);
    return forward.clear ? clearOf(day, forward, working, skipped) : day;
  };
  // The end never moves back when the start moves on, so the search may walk in from either side.
  let latest = arrive(end, { ...period, countsTriggerDay: false }, working, []).day;
  while (endOf(latest) > end) latest--;
  while (endOf(latest + 1) <= end) latest++;
  if (period.refuseMonthEnd && arrive(latest, forward, working, []).missing) {
    throw new AmbiguousMonthEndError(dayText(latest), dayText(endOf(latest)).slice(0, 7));
  }
  const skipped: PassedHoliday[] = [];
  steps.push(
    explain('latest-start', {
      n: period.n,
      unit: period.unit,
      countsTriggerDay: period.countsTriggerDay,
      clear: period.clear,
      weekmask: period.weekmask,
      end: dayText(end),
      to: dayText(latest),
      endsOn: dayText(endOf(latest, skipped)),
      skipped,
      nextDay: dayText(latest + 1),
      nextEndsOn: dayText(endOf(latest + 1)),
    }),
  );
  return latest;
}

function countStep(
  from: EpochDay,
  to: EpochDay,
  missingDay: boolean,
  period: SettledPeriod,
  working: WorkingDays,
  skipped: readonly PassedHoliday[],
): ExplanationStep {
  const { n, unit, countsTriggerDay } = period;
  const facts = { n, direction: directionOf(period), countsTriggerDay, from: dayText(from), to: dayText(to) };
  if (unit === 'businessDays') {
    const { weekmask, calendar } = working;
    return explain('count-business-days', { ...facts, weekmask, calendar, skipped });
  }
  if (unit === 'months' || unit === 'years') {
    return explain('count-months', { ...facts, unit, months: unit === 'years' ? n * 12 : n, missingDay });
  }
  return explain('count-days', { ...facts, unit, days: n * DAYS_PER[unit as keyof typeof DAYS_PER] });
}
