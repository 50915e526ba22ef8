import { computeChain } from '../calendar/compute.ts';
import { addDays, compareDays } from '../calendar/days.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import type { CountingContext, Day, ExplanationStep, InstantText, Period } from '../calendar/types.ts';
import { endOfDay, localDay } from '../calendar/zone.ts';
import { dayOf, type Fact } from '../events/event.ts';
import { type Clause, type Counting, countingOf } from '../terms/clause.ts';
import type { Money } from './deadline.ts';
import { sentence } from './explain.ts';

/** What counting a clause from one event gives. */
export interface Counted {
  readonly date: Day;
  readonly unadjustedDate: Day;
  readonly opensOn?: Day;
  readonly instant: InstantText;
  readonly steps: readonly ExplanationStep[];
  readonly figure?: readonly Money[];
}

/** The event lacks the day the clause counts from. */
export interface Unanchored {
  readonly missing: string;
}

/** The day a clause counts from, and the event's own moment where the clause counts from the event. */
interface Anchor {
  readonly value: string;
  readonly step: ExplanationStep;
}

/** Counts a `period` or `window` clause from one event. */
export function count(clause: Clause, fact: Fact, context: CountingContext): Counted | Unanchored {
  if (clause.period !== undefined) return countPeriod(countingOf(clause.period), fact, context);
  if (clause.window !== undefined) return countWindow(clause.window, fact, context);
  throw new TypeError(`clause ${clause.id} has no period and no window to count`);
}

function countPeriod(counting: Counting, fact: Fact, context: CountingContext): Counted | Unanchored {
  const anchor = anchorOf(counting.from, fact, context);
  if ('missing' in anchor) return anchor;
  const result = computeChain(anchor.value, periodsOf(counting), context);
  return { ...result, steps: [anchor.step, ...result.steps] };
}

function countWindow(
  window: NonNullable<Clause['window']>,
  fact: Fact,
  context: CountingContext,
): Counted | Unanchored {
  const anchor = anchorOf(window.until, fact, context);
  if ('missing' in anchor) return anchor;
  const closing = anchor.value;
  const opensOn = dayOf(fact.occurredAt, context.timezone);
  const date = window.lastDay === 'closing-day' ? closing : addDays(closing, -1);
  const instant = endOfDay(date, context.timezone);
  const steps = [
    anchor.step,
    sentence('window', { opensOn, closing, lastDay: window.lastDay, date, instant, timezone: context.timezone }),
  ];
  return { date, unadjustedDate: date, opensOn, instant, steps };
}

/** Settings of the whole count belong to its first length, the roll to its last. */
function periodsOf(counting: Counting): Period[] {
  const lengths = parsePeriods(counting.length);
  const { length: _length, from: _from, roll, minWorkingDays, weekmask, fromNextFullHour, ...start } = counting;
  const always = { direction: start.direction, monthEnd: start.monthEnd, ...(weekmask && { weekmask }) };
  return lengths.map((length, index) => ({
    ...length,
    ...always,
    ...(index === 0 && { ...start, ...(fromNextFullHour && { fromNextFullHour }) }),
    ...(index === lengths.length - 1 && { roll, ...(minWorkingDays && { minWorkingDays }) }),
  }));
}

function anchorOf(from: string, fact: Fact, context: CountingContext): Anchor | Unanchored {
  const zone = context.timezone;
  if (from === 'trigger') {
    const day = dayOf(fact.occurredAt, zone);
    return {
      value: fact.occurredAt,
      step: sentence('fact', { event: fact.id, kind: fact.kind, occurredAt: fact.occurredAt, day, timezone: zone }),
    };
  }
  const key = from.slice('data.'.length);
  const day = dayInData(key, fact, zone);
  if (day === undefined) return { missing: from };
  const basis = fact.data[key.replace(/On$/, 'Basis')];
  return {
    value: day,
    step: sentence('fact-day', {
      event: fact.id,
      kind: fact.kind,
      field: from,
      day,
      timezone: zone,
      ...(basis !== undefined && { basis }),
    }),
  };
}

/** `dueOn` itself, or the local day of the instant `dueAt`. */
export function dayInData(key: string, fact: Fact, zone: string): Day | undefined {
  const day = fact.data[key];
  if (typeof day === 'string') return day;
  const instant = fact.data[key.replace(/On$/, 'At')];
  return typeof instant === 'string' ? localDay(instant, zone) : undefined;
}

/** The same deadline some days later: time under a pause is not counted. */
export function extendByDays(counted: Counted, days: number, zone: string): Counted {
  if (days === 0) return counted;
  const date = addDays(counted.date, days);
  const instant = endOfDay(date, zone);
  const step = sentence('extended', { from: counted.date, days, date, instant, timezone: zone });
  return { ...counted, date, instant, steps: [...counted.steps, step] };
}

export function isLater(a: Day, b: Day): boolean {
  return compareDays(a, b) > 0;
}
