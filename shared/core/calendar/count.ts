import { firstDayOf, holdWorkingDays, walkBusinessDays } from './business-day-walk.ts';
import { dayText, type EpochDay } from './days.ts';
import { AmbiguousMonthEndError } from './errors.ts';
import { explain } from './explain.ts';
import type { CountingStep, PassedHoliday } from './explanation-facts.ts';
import { addMonths } from './months.ts';
import type { SettledPeriod } from './period.ts';

import type { WorkingDays } from './working-days.ts';

/** The day a count leads to. */
interface Arrival {
  readonly day: EpochDay;
  /** True if the month has no corresponding day. */
  readonly missing: boolean;
}

const DAYS_PER = { days: 1, weeks: 7, years365: 365 } as const;

/** The last day of a period before any extension or roll, with its steps. Not for hours. */
export function countDays(
  from: EpochDay,
  period: SettledPeriod,
  working: WorkingDays,
  steps: CountingStep[],
): EpochDay {
  if (period.forwardMax) return latestStart(from, period, working, steps);
  const skipped: PassedHoliday[] = [];
  const { day, missing } = arrive(from, period, working, skipped);
  if (missing && period.refuseMonthEnd) throw new AmbiguousMonthEndError(dayText(from), dayText(day).slice(0, 7));
  // Nothing is counted where the day is the anchor itself.
  if (period.n > 0) steps.push(countStep(from, day, missing, period, working, skipped));
  if (!period.clear) return day;
  const passed: PassedHoliday[] = [];
  const last = clearOf(day, period, working, passed);
  steps.push(
    explain('clear', {
      unit: period.unit,
      direction: directionOf(period),
      weekmask: period.weekmask,
      calendar: working.version,
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
      // If the month has no corresponding day, the period ends on the month's last day, even if the trigger day counts.
      const back = countsTriggerDay && !(missing && step === 1);
      return { day: back ? day - step : day, missing };
    }
    case 'hours':
      throw new TypeError('hours are not counted in days');
    default:
      return { day: from + step * (n * DAYS_PER[unit] - (countsTriggerDay ? 1 : 0)), missing: false };
  }
}

/** One day further, so that neither end day counts; one business day further if business days are counted. */
function clearOf(day: EpochDay, period: SettledPeriod, working: WorkingDays, skipped: PassedHoliday[]): EpochDay {
  const step = period.before ? -1 : 1;
  return period.unit === 'businessDays' ? walkBusinessDays(day, 1, step, working, skipped) : day + step;
}

/** The latest day from which the period, counted forward with its minimum of working days, ends by `end`. */
function latestStart(end: EpochDay, period: SettledPeriod, working: WorkingDays, steps: CountingStep[]): EpochDay {
  const forward: SettledPeriod = { ...period, before: false };
  const forwardEnd = (from: EpochDay, skipped: PassedHoliday[] = []): EpochDay => {
    const { day } = arrive(from, forward, working, skipped);
    const last = forward.clear ? clearOf(day, forward, working, skipped) : day;
    const held = holdWorkingDays(firstDayOf(from, forward), last, forward, working);
    skipped.push(...held.skipped);
    return Math.max(last, held.reached);
  };
  // A later start never gives an earlier end, so the search may approach the latest start from either side.
  let latest = arrive(end, period, working, []).day;
  while (forwardEnd(latest) <= end) latest++;
  while (forwardEnd(latest) > end) latest--;
  if (period.refuseMonthEnd) {
    const { day, missing } = arrive(latest, forward, working, []);
    if (missing) throw new AmbiguousMonthEndError(dayText(latest), dayText(day).slice(0, 7));
  }
  const skipped: PassedHoliday[] = [];
  const endsOn = forwardEnd(latest, skipped);
  steps.push(
    explain('latest-start', {
      n: period.n,
      unit: period.unit,
      countsTriggerDay: period.countsTriggerDay,
      clear: period.clear,
      minWorkingDays: period.minWorkingDays,
      weekmask: period.weekmask,
      calendar: working.version,
      end: dayText(end),
      to: dayText(latest),
      endsOn: dayText(endsOn),
      skipped: onceEach(skipped),
      nextDay: dayText(latest + 1),
      nextEndsOn: dayText(forwardEnd(latest + 1)),
    }),
  );
  return latest;
}

/** Each holiday once. Both walks go forward from the start, so the days are in order. */
function onceEach(skipped: readonly PassedHoliday[]): PassedHoliday[] {
  return [...new Map(skipped.map((holiday) => [holiday.day, holiday])).values()];
}

function countStep(
  from: EpochDay,
  to: EpochDay,
  missingDay: boolean,
  period: SettledPeriod,
  working: WorkingDays,
  skipped: readonly PassedHoliday[],
): CountingStep {
  const { n, unit, countsTriggerDay } = period;
  const facts = { n, direction: directionOf(period), countsTriggerDay, from: dayText(from), to: dayText(to) };
  if (unit === 'businessDays') {
    const { weekmask, version: calendar } = working;
    return explain('count-business-days', { ...facts, weekmask, calendar, skipped });
  }
  if (unit === 'months' || unit === 'years') {
    return explain('count-months', { ...facts, unit, months: unit === 'years' ? n * 12 : n, missingDay });
  }
  return explain('count-days', { ...facts, unit, days: n * DAYS_PER[unit as keyof typeof DAYS_PER] });
}
