import type { ClauseInForce } from '../../agreement/clauses.ts';
import { combine, computeChain, computePeriod } from '../../calendar/compute.ts';
import { addDays } from '../../calendar/days.ts';
import type { Computation, Day, ExplanationStep, InstantText, Period, Zone } from '../../calendar/types.ts';
import { endOfDay, startOfDay } from '../../calendar/zone.ts';
import { dayOf } from '../../events/event.ts';
import { anchorsOf, type Counting, periodsOf, type SingleCounting } from '../../terms/counting.ts';
import { sentence } from '../explain.ts';
import { type Anchor, anchorOf } from './anchors.ts';
import type { Basis, Counted, Unanchored } from './counted.ts';

/** Of several countings those count whose day is known; the others are named. */
export function countPeriod(counting: Counting, basis: Basis): Counted | Unanchored {
  const options = counting.earlierOf ?? counting.laterOf;
  if (options === undefined) return countSingle(counting, basis);
  const results = options.map((option) => countSingle(option, basis));
  const known = results.filter((result) => !('missing' in result)) as Counted[];
  const [only, ...others] = known;
  if (only === undefined) return results[0] as Unanchored;
  const unknown = results.flatMap((result) =>
    'missing' in result ? [sentence('option-unknown', { field: result.missing })] : [],
  );
  if (others.length === 0) return { ...only, steps: [...only.steps, ...unknown] };
  const chosen = combine(counting.earlierOf ? 'earliest' : 'latest', known as readonly (Counted & Computation)[]);
  return { ...chosen, steps: [...chosen.steps, ...unknown] };
}

function countSingle(counting: SingleCounting, basis: Basis): Counted | Unanchored {
  const anchor = anchorOf(anchorsOf(counting), basis);
  if ('missing' in anchor) return anchor;
  const counted = counting.day === undefined ? countPeriods(counting, anchor, basis) : onDay(counting, anchor, basis);
  const anchored = dayOf(anchor.value, basis.rule.context.timezone);
  const countsFrom = counting.countsTriggerDay === true ? addDays(anchored, -1) : anchored;
  const whole = { ...counted, countsFrom, ...(anchor.cycleEnd !== undefined && { cycleEnd: anchor.cycleEnd }) };
  return counting.endsWith === undefined ? whole : withCycle(whole, basis);
}

function countPeriods(counting: SingleCounting, anchor: Anchor, basis: Basis): Counted {
  const { context } = basis.rule;
  const periods = periodsOf(counting);
  const result = counting.inEach
    ? inEachZone(counting.inEach, anchor.value, periods[0] as Period, basis.rule)
    : computeChain(anchor.value, periods, context);
  const steps = [...anchor.steps, ...withoutFirstAnchor(result.steps)];
  if (counting.takesEffect !== 'as-it-begins') return { ...result, steps };
  const begins = beginningOf(result.date, context.timezone);
  return { ...result, instant: begins.instant, steps: [...steps.filter(({ code }) => code !== 'ends'), begins.step] };
}

/** What happens as a day begins. */
function beginningOf(day: Day, timezone: Zone): { instant: InstantText; step: ExplanationStep } {
  const instant = startOfDay(day, timezone);
  return { instant, step: sentence('on-day', { day, begins: true, instant, timezone }) };
}

/** The same length in each zone; the end that decides keeps its zone. */
function inEachZone(
  { timezones, take }: NonNullable<SingleCounting['inEach']>,
  anchor: string,
  period: Period,
  { context }: ClauseInForce,
): Counted {
  const results = timezones.map((timezone) => ({
    ...computePeriod(anchor, period, { ...context, timezone }),
    timezone,
  }));
  return combine(take, results) as Computation & { timezone: Zone };
}

/** A day of the event itself, as it begins or once it is over. */
function onDay({ takesEffect }: SingleCounting, { value, steps }: Anchor, { rule }: Basis): Counted {
  const { timezone } = rule.context;
  const day = { date: value, unadjustedDate: value };
  if (takesEffect === 'as-it-begins') {
    const { instant, step } = beginningOf(value, timezone);
    return { ...day, instant, steps: [...steps, step] };
  }
  const instant = endOfDay(value, timezone);
  return { ...day, instant, steps: [...steps, sentence('on-day', { day: value, begins: false, instant, timezone })] };
}

/** The first end of the clause's cycle on or after the day reached, which is then no end itself. */
function withCycle(counted: Counted, { grid, rule }: Basis): Counted | Unanchored {
  if (grid === undefined || 'missing' in grid) return grid ?? { missing: 'contract.startsOn' };
  const { date, instant, steps: cycle } = grid.at(counted.date);
  const { timezone } = rule.context;
  const ends = sentence('on-day', { day: date, begins: false, instant, timezone });
  const steps = [...counted.steps.filter(({ code }) => code !== 'ends'), ...cycle, ends];
  return { ...counted, date, unadjustedDate: date, instant, cycleEnd: date, steps };
}

/** The calendar's own account of the day it starts from, which the step about the event already gives. */
export function withoutFirstAnchor(steps: readonly ExplanationStep[]): ExplanationStep[] {
  const first = steps.findIndex(({ code }) => code === 'anchor-day' || code === 'anchor-moment');
  return steps.filter((_, index) => index !== first);
}
