import type { ClauseInForce } from '../../agreement/clauses.ts';
import { computePeriod } from '../../calendar/compute.ts';
import { addDays, daysBetween, dayText, parseDay } from '../../calendar/days.ts';
import { CalendarError } from '../../calendar/errors.ts';
import type { CountingContext, Day, InstantText, Period } from '../../calendar/types.ts';
import { workingDays } from '../../calendar/working-days.ts';
import type { Clause } from '../../terms/clause.ts';
import { periodOf } from '../../terms/shapes/questions.ts';
import { type Counting, periodsOf } from '../../terms/written-counting.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import type { Counted, Unanchored } from './counted.ts';

/** A suspension: the days after `since` up to and including `until` do not count. */
export interface Pause {
  readonly since: Day;
  readonly until: Day;
  /** When it was lifted. */
  readonly lifted: InstantText;
}

/** A suspension that is over, with the event that lifted it. */
export type LiftedPause = Pause & { readonly by: { readonly event: string; readonly kind: string } };

/** `base` plus the suspended time; why not, if the calendar cannot count it. Days before the count begins are left out; a pause without a day left adds no step. */
export function withPauses(
  { clause, context }: ClauseInForce,
  base: Counted,
  pauses: readonly LiftedPause[],
): Counted | Unanchored {
  const { countsFrom = '' } = base;
  const within = pauses
    .map((pause) => (pause.since > countsFrom ? pause : { ...pause, since: countsFrom }))
    .filter(({ since, until }) => since < until);
  const steps = within.map(({ since, until, by }) => explain('resumed', { ...by, from: since, until }));
  try {
    return addSuspendedTime(clause, { ...base, steps: [...base.steps, ...steps] }, within, context);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return { missing: 'occurredAt', why: error.message };
  }
}

/**
 * The deadline moved later by the suspended time: business days if the clause counts business days, else calendar days.
 * The time is added to the unadjusted day and the roll applied to the result. If the suspension began after the unadjusted
 * day, in the days that the roll had added, the time is added to the rolled day. The last day is never over before the
 * suspension is: a day within it moves to the first one, or the first business day, that is over after the lifting.
 *
 * Twenty business days from Friday 7 August 2026 end with Friday 4 September. Suspended on that day until Sunday 13
 * September, they end with Monday 14 September.
 */
function addSuspendedTime(clause: Clause, base: Counted, pauses: readonly Pause[], context: CountingContext): Counted {
  const period = periodOf(clause);
  if (period === undefined) return base;
  const settings = settingsOf(period);
  let reached = base;
  let withoutRoll: Addition = { from: base, n: 0 };
  for (const pause of pauses) {
    const n = lengthOf(pause, settings, context);
    const within = pause.since <= reached.unadjustedDate;
    withoutRoll = within ? { ...withoutRoll, n: withoutRoll.n + n } : { from: asItStands(reached), n };
    const later = addTo(withoutRoll, settings, context);
    reached = notWithin(pause, later, settings, context);
    if (reached !== later) withoutRoll = { from: reached, n: 0 };
  }
  return reached;
}

/** `n` days to add to an earlier result. */
interface Addition {
  readonly from: Counted;
  readonly n: number;
}

type Settings = Pick<Period, 'unit' | 'endsAt' | 'localTime'> & Required<Pick<Period, 'roll' | 'weekmask'>>;

/** Several lengths, one after the other; only one way of counting can be suspended. */
function settingsOf(period: Counting): Settings {
  const periods = periodsOf(period);
  const { roll = 'none', weekmask = '1111100', endsAt, localTime } = periods.at(-1) ?? {};
  return {
    unit: periods.every(({ unit }) => unit === 'businessDays') ? 'businessDays' : 'days',
    roll,
    weekmask,
    ...(endsAt !== undefined && { endsAt }),
    ...(localTime !== undefined && { localTime }),
  };
}

function asItStands(reached: Counted): Counted {
  return { ...reached, unadjustedDate: reached.date };
}

function addTo({ from, n }: Addition, settings: Settings, context: CountingContext): Counted {
  if (n === 0) return from;
  const { unit, weekmask } = settings;
  const day = computePeriod(from.unadjustedDate, { n, unit, weekmask }, context).date;
  return endingOn(day, explain('extended', { from: from.unadjustedDate, n, unit, to: day }), from, settings, context);
}

/** The same deadline if it is over only after the suspension, else with the first last day that is. */
function notWithin({ until, lifted }: Pause, reached: Counted, settings: Settings, context: CountingContext): Counted {
  const inBusinessDays = settings.unit === 'businessDays' || settings.roll !== 'none';
  const working = workingDays(context.holidays, settings.weekmask);
  let day = parseDay(until);
  for (;;) {
    if (inBusinessDays) day = working.onOrNext(day, 1);
    const to = dayText(day);
    if (to < reached.date) return reached;
    const facts = { from: reached.date, until, to, inBusinessDays };
    const ending =
      to === reached.date ? reached : endingOn(to, explain('after-lifting', facts), reached, settings, context);
    if (Date.parse(ending.instant) > Date.parse(lifted)) return ending;
    day += 1;
  }
}

/** The deadline with another unadjusted day, to which the roll and the hour of the clause are applied. */
function endingOn(
  day: Day,
  why: ExplanationStep,
  before: Counted,
  { unit: _unit, ...atEnd }: Settings,
  context: CountingContext,
): Counted {
  const untold = ['anchor', 'no-holidays'] as const;
  const { date, instant, steps } = computePeriod(day, { n: 0, unit: 'days', ...atEnd }, context, untold);
  return { ...before, date, unadjustedDate: day, instant, steps: [...before.steps, why, ...steps] };
}

/** How many days of a pause would have counted. */
function lengthOf(
  { since, until }: Pick<Pause, 'since' | 'until'>,
  { unit, weekmask }: Settings,
  context: CountingContext,
): number {
  if (unit !== 'businessDays') return daysBetween(since, until);
  return workingDays(context.holidays, weekmask).countBetween(parseDay(addDays(since, 1)), parseDay(until));
}
