import { TELL_ALL, type Untold } from '../../calendar/computation.ts';
import { combine, computeChain, computePeriod } from '../../calendar/compute.ts';
import { addDays } from '../../calendar/days.ts';
import { instantText } from '../../calendar/instants.ts';
import type { CountingContext, Day, InstantText, Period, Zone, ZoneByTable } from '../../calendar/types.ts';
import { byNewest, endOfDay, lastDayUntil, startOfDay, toInstant } from '../../calendar/zone.ts';
import { dayOf } from '../../events/event.ts';
import { anchorsOf, type Counting, periodsOf, rollsOn, type SingleCounting } from '../../terms/written-counting.ts';
import { explain } from '../explain.ts';
import type { ExplanationStep } from '../explanation-facts.ts';
import { anchorOf, type ClauseAnchor, gridIn } from './clause-anchor.ts';
import type { Basis, Counted, Unanchored } from './counted.ts';

/** The earlier or later end of several countings. A counting whose day is unknown is left out, with a step that names it. */
export function countPeriod(counting: Counting, basis: Basis, untold: Untold = TELL_ALL): Counted | Unanchored {
  const options = counting.earlierOf ?? counting.laterOf;
  if (options === undefined) return countSingle(counting, basis, untold);
  const results = options.map((option) => countSingle(option, basis, untold));
  const known = results.filter((result) => !('missing' in result)) as Counted[];
  const [only, ...others] = known;
  if (only === undefined) return results[0] as Unanchored;
  const unknown = results.flatMap((result) =>
    'missing' in result ? [explain('option-unknown', { field: result.missing })] : [],
  );
  if (others.length === 0) return { ...only, steps: [...only.steps, ...unknown] };
  const chosen = combine(counting.earlierOf ? 'earliest' : 'latest', known);
  return { ...chosen, steps: [...chosen.steps, ...unknown] };
}

function countSingle(counting: SingleCounting, basis: Basis, untold: Untold): Counted | Unanchored {
  const named = anchorOf(anchorsOf(counting), basis);
  if ('missing' in named) return named;
  const anchor = counting.overBefore ? lastDayBefore(named, counting, basis) : named;
  const counted =
    counting.day === undefined
      ? countPeriods(counting, anchor, basis, counting.endsWith === undefined ? untold : ['ends'])
      : onDay(counting, anchor, basis);
  if (counting.mustExceed) return exceeded(counted, basis);
  const anchored = dayOf(anchor.value, basis.rule.context);
  const countsFrom = counting.countsTriggerDay === true ? addDays(anchored, -1) : anchored;
  const whole = { ...counted, countsFrom, ...(anchor.cycleEnd !== undefined && { cycleEnd: anchor.cycleEnd }) };
  return counting.endsWith === undefined ? whole : withCycle(whole, basis);
}

/**
 * The last day before the anchor on which the period may end. Counted forward, a period whose last day rolls on may end on a
 * working day only.
 */
function lastDayBefore(
  { value, steps, moment: _moment, followsDay: _follows, arrives: _arrives, ...cycle }: ClauseAnchor,
  counting: SingleCounting,
  { rule: { context } }: Basis,
): ClauseAnchor {
  const dayBefore = addDays(dayOf(value, context), -1);
  const day = rollsOn(counting) ? computePeriod(dayBefore, STAYS_OR_BACK, context).date : dayBefore;
  return { ...cycle, value: day, steps: [...steps, explain('over-before', { day })] };
}

const SECOND_MS = 1000;

/** What lasts exactly as long as the hours has not exceeded them, so the end is the second after. */
function exceeded(counted: Counted, { rule: { context } }: Basis): Counted {
  const instant = instantText(Date.parse(counted.instant) + SECOND_MS);
  const date = lastDayUntil(instant, context);
  return {
    ...counted,
    date,
    unadjustedDate: date,
    instant,
    steps: [...counted.steps, explain('exceeded', { instant })],
  };
}

const STAYS_OR_BACK: Period = { n: 0, unit: 'days', roll: 'preceding' };

/** No `anchor` step: the step about the event names that day. A clause that takes effect as its day begins has no `ends`. */
function countPeriods(counting: SingleCounting, anchor: ClauseAnchor, { rule }: Basis, untold: Untold): Counted {
  const asItBegins = counting.takesEffect === 'as-it-begins';
  const withoutEnd: Untold = asItBegins ? ['ends'] : untold;
  const periods = periodsOf(counting)
    .map((period) => (rule.pack.kind === 'statute' ? withoutScope(period) : period))
    .map((period) => (anchor.arrives ? period : withoutCutOff(period)));
  const from = startOf(anchor, periods, rule.context);
  const context = anchor.followsDay && from.value !== anchor.value ? byNewest(rule.context) : rule.context;
  const result: Counted = counting.inEach
    ? inEachZone(counting.inEach, from.value, periods[0] as Period, context, withoutEnd)
    : computeChain(from.value, periods, context, ['anchor', ...withoutEnd]);
  const steps = [...from.steps, ...result.steps];
  if (!asItBegins) return { ...result, steps };
  const begins = beginningOf(result.date, rule.context.timezone);
  const { inHours: _inHours, ...wholeDay } = result;
  return { ...wholeDay, instant: begins.instant, steps: [...steps, begins.step] };
}

/** Where a count starts: hours run from the anchor's moment, everything else from its day. */
function startOf(
  { value, moment, steps }: ClauseAnchor,
  periods: readonly Period[],
  zone: ZoneByTable,
): Pick<ClauseAnchor, 'value' | 'steps'> {
  if (moment === undefined || periods[0]?.unit !== 'hours') return { value, steps };
  const instant = toInstant(moment);
  return {
    value: instant,
    steps: [...steps, explain('hours-from', { day: dayOf(value, zone), instant, timezone: zone.timezone })],
  };
}

/** Without the remark on what a counting regime applies to: a statute's own regime always applies to it. */
function withoutScope(period: Period): Period {
  const { remarks, ...rest } = period;
  return remarks === undefined ? period : { ...rest, remarks: remarks.filter(({ kind }) => kind !== 'scope') };
}

/** Only events come late in a day, or on a day that is no business day. */
function withoutCutOff(period: Period): Period {
  const { cutOff, ...others } = period;
  return cutOff === undefined ? period : others;
}

/** The start of a day as instant and step. */
function beginningOf(day: Day, timezone: Zone): { instant: InstantText; step: ExplanationStep } {
  const instant = startOfDay(day, timezone);
  return { instant, step: explain('on-day', { day, begins: true, instant, timezone }) };
}

/** Counts the same length in each zone. The deciding end keeps its zone. */
function inEachZone(
  { timezones, take }: NonNullable<SingleCounting['inEach']>,
  anchor: string,
  period: Period,
  context: CountingContext,
  untold: Untold,
): Counted {
  const results = timezones.map((timezone, index) => ({
    // The first zone's step about the event is already there; the further zones get one for their own day.
    ...computePeriod(anchor, period, { ...context, timezone }, index === 0 ? ['anchor', ...untold] : untold),
    timezone,
  }));
  return combine(take, results);
}

/** A day the event carries, without a length: it takes effect as the day begins or once it is over. */
function onDay({ takesEffect }: SingleCounting, { value, steps }: ClauseAnchor, { rule }: Basis): Counted {
  const { timezone } = rule.context;
  const day = { date: value, unadjustedDate: value };
  if (takesEffect === 'as-it-begins') {
    const { instant, step } = beginningOf(value, timezone);
    return { ...day, instant, steps: [...steps, step] };
  }
  const instant = endOfDay(value, timezone);
  return { ...day, instant, steps: [...steps, explain('on-day', { day: value, begins: false, instant, timezone })] };
}

/** Moves the end to the first end of the clause's cycle on or after the counted day. */
function withCycle(counted: Counted, basis: Basis): Counted | Unanchored {
  const grid = gridIn(basis);
  if ('missing' in grid) return grid;
  const { date, steps: cycle } = grid.at(counted.date);
  const { timezone } = basis.rule.context;
  const { inHours: _inHours, ...wholeDay } = counted;
  const instant = endOfDay(date, timezone);
  const ends = explain('on-day', { day: date, begins: false, instant, timezone });
  const steps = [...counted.steps, ...cycle, ends];
  return { ...wholeDay, date, unadjustedDate: date, instant, cycleEnd: date, steps };
}
