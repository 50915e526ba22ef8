import { computeChain } from '../calendar/compute.ts';
import { addDays } from '../calendar/days.ts';
import type { CountingContext, Day, ExplanationStep, InstantText } from '../calendar/types.ts';
import { endOfDay, localDay } from '../calendar/zone.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import { type Counting, countingOf, periodsOf } from '../terms/counting.ts';
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

/** Whether a clause counts from a day its event carries, so that a later event about the same matter can move it. */
export function countsFromData({ period, window }: Clause): boolean {
  if (window) return window.until !== 'trigger';
  return typeof period === 'object' && period.from !== 'trigger';
}

/** The day a clause counts from, or undefined where the event does not carry it. */
export function anchorDay({ period, window }: Clause, fact: Fact, zone: string): Day | undefined {
  const from = window?.until ?? (typeof period === 'object' ? period.from : 'trigger');
  return from === 'trigger' ? dayOf(fact.occurredAt, zone) : dayInData(keyOf(from), fact, zone);
}

function countPeriod(counting: Counting, fact: Fact, context: CountingContext): Counted | Unanchored {
  const anchor = anchorOf(counting.from, fact, context);
  if ('missing' in anchor) return anchor;
  const result = computeChain(anchor.value, periodsOf(counting), context);
  return { ...result, steps: [anchor.step, ...withoutFirstAnchor(result.steps)] };
}

/** The calendar's own account of the day it starts from, which the step about the event already gives. */
export function withoutFirstAnchor(steps: readonly ExplanationStep[]): ExplanationStep[] {
  const first = steps.findIndex(({ code }) => code === 'anchor-day' || code === 'anchor-moment');
  return steps.filter((_, index) => index !== first);
}

function countWindow(
  window: NonNullable<Clause['window']>,
  fact: Fact,
  context: CountingContext,
): Counted | Unanchored {
  const anchor = anchorOf(window.until, fact, context);
  if ('missing' in anchor) return anchor;
  const closing = dayOf(anchor.value, context.timezone);
  const opensOn = dayOf(fact.occurredAt, context.timezone);
  const date = window.lastDay === 'closing-day' ? closing : addDays(closing, -1);
  const instant = endOfDay(date, context.timezone);
  const steps = [
    anchor.step,
    sentence('window', { opensOn, closing, lastDay: window.lastDay, date, instant, timezone: context.timezone }),
  ];
  return { date, unadjustedDate: date, opensOn, instant, steps };
}

function anchorOf(from: string, fact: Fact, context: CountingContext): Anchor | Unanchored {
  if (from === 'trigger') return { value: fact.occurredAt, step: factStep(fact, context) };
  const key = keyOf(from);
  const day = dayInData(key, fact, context.timezone);
  if (day === undefined) return { missing: from };
  const basis = fact.data[key.replace(/On$/, 'Basis')];
  const about = { event: fact.id, kind: fact.kind, field: from, day, timezone: context.timezone };
  return { value: day, step: sentence('fact-day', { ...about, ...(basis !== undefined && { basis }) }) };
}

/** The step that says which event started the clause, and on which day of the clause's zone. */
export function factStep(fact: Fact, { timezone }: CountingContext): ExplanationStep {
  const { id: event, kind, occurredAt } = fact;
  return sentence('fact', { event, kind, occurredAt, day: dayOf(occurredAt, timezone), timezone });
}

function keyOf(from: string): string {
  return from.slice('data.'.length);
}

/** `dueOn` itself, or the local day of the instant `dueAt`. */
export function dayInData(key: string, fact: Fact, zone: string): Day | undefined {
  const day = fact.data[key];
  if (typeof day === 'string') return day;
  const instant = fact.data[key.replace(/On$/, 'At')];
  return typeof instant === 'string' ? localDay(instant, zone) : undefined;
}
