import { holdWorkingDays } from './business-day-walk.ts';
import type { Untold } from './computation.ts';
import { dayText, type EpochDay } from './days.ts';
import { explain } from './explain.ts';
import type { CountingStep, PassedDay } from './explanation-facts.ts';
import { monthNumberOf } from './months.ts';
import type { SettledPeriod } from './period.ts';
import type { Roll } from './types.ts';
import type { WorkingDays } from './working-days.ts';

/** A day after its roll, and the non-business days passed on the way. */
export interface Rolled {
  readonly day: EpochDay;
  readonly passed: readonly PassedDay[];
  /** True if a modified convention reversed its direction to stay in the month. */
  readonly staysInMonth: boolean;
}

/** Moves a day that is no business day as the convention says. The conventions are those of FpML and ISDA. */
export function rollDay(day: EpochDay, convention: Exclude<Roll, 'none'>, working: WorkingDays): Rolled {
  if (working.isBusinessDay(day)) return { day, passed: [], staysInMonth: false };
  const step = convention === 'following' || convention === 'modifiedFollowing' ? 1 : -1;
  const rolled = working.next(day, step);
  const modified = convention === 'modifiedFollowing' || convention === 'modifiedPreceding';
  if (modified && monthNumberOf(rolled) !== monthNumberOf(day)) {
    const back = step === 1 ? -1 : 1;
    const turned = working.next(day, back);
    return { day: turned, passed: passedDays(day, turned, back, working), staysInMonth: true };
  }
  return { day: rolled, passed: passedDays(day, rolled, step, working), staysInMonth: false };
}

/**
 * As `rollDay`, with the step that explains the roll. Without a roll, a step says so if the last day is no working day.
 */
export function adjust(
  day: EpochDay,
  period: SettledPeriod,
  working: WorkingDays,
  steps: CountingStep[],
  untold: Untold,
): EpochDay {
  const { roll: convention, weekmask } = period;
  if (convention === 'none') {
    // Only the weekmask is checked: a period that does not roll needs no holiday table for its last year.
    if (!working.inWeek(day) && !untold.includes('no-roll'))
      steps.push(explain('no-roll', { date: dayText(day), weekmask }));
    return day;
  }
  const rolled = rollDay(day, convention, working);
  if (rolled.day === day) {
    steps.push(explain('roll-not-needed', { convention, calendar: working.version, date: dayText(day) }));
    return day;
  }
  const { passed, staysInMonth } = rolled;
  steps.push(
    explain('roll', {
      convention,
      weekmask,
      calendar: working.version,
      from: dayText(day),
      to: dayText(rolled.day),
      passed,
      staysInMonth,
    }),
  );
  return rolled.day;
}

/**
 * Extends a period that holds too few working days, in the direction in which it runs. The step names every holiday
 * from the period's `first` day on, so that a reader can recount the working days; `last` is the period's last day.
 */
export function extendToWorkingDays(
  first: EpochDay,
  last: EpochDay,
  period: SettledPeriod,
  working: WorkingDays,
  steps: CountingStep[],
): EpochDay {
  const { minWorkingDays: required, before, weekmask } = period;
  if (required === 0) return last;
  const { held, reached, skipped } = holdWorkingDays(first, last, period, working);
  const direction = before ? 'before' : 'after';
  const facts = { required, direction, weekmask, calendar: working.version, first: dayText(first), skipped } as const;
  if (held >= required) {
    steps.push(explain('min-working-days-held', { ...facts, reached: dayText(reached), date: dayText(last) }));
    return last;
  }
  steps.push(explain('min-working-days', { ...facts, held, from: dayText(last), to: dayText(reached) }));
  return reached;
}

function passedDays(from: EpochDay, to: EpochDay, step: 1 | -1, working: WorkingDays): PassedDay[] {
  const passed: PassedDay[] = [];
  for (let day = from; day !== to; day += step) {
    const holiday = working.holidayOn(day);
    passed.push({ day: dayText(day), ...(holiday !== undefined && { holiday }) });
  }
  return passed;
}
