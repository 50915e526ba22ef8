import { addDays, compareDays, formatDay } from '../calendar/days.ts';
import type { CountingContext, Day } from '../calendar/types.ts';
import { dayOf, type Fact } from '../events/event.ts';
import type { Clause } from '../terms/clause.ts';
import { anchorDay, count } from './counting.ts';
import { contextOf, type Fold } from './fold.ts';
import { isSnapshot, matches, occurrenceId, type Timed } from './occurrence.ts';

/** An event that the terms do not allow, with the earliest day on which it would be lawful. It has no effect. */
export interface Refusal {
  readonly clause: string;
  readonly event: string;
  /** `data.effectiveOn` */
  readonly field: string;
  readonly value: Day;
  /** The last day on which the event would have been in time. */
  readonly latest: Day;
  /** The earliest day the field could have held for the event to be in time. */
  readonly earliest: Day;
  readonly text: string;
}

/**
 * Judges the announcement that is being made, whatever was announced before. Saying once more what was announced in
 * time is no new announcement.
 */
export function refusalOf(fold: Fold, timed: Timed): Refusal | undefined {
  const { fact, epoch } = timed;
  if (fact.cause || isSnapshot(fact)) return undefined;
  for (const clause of fold.pack.clauses) {
    if (!clause.refuseWhenMissed || !matches(clause.on, fact)) continue;
    if (fold.terminated && !clause.survivesTermination) continue;
    const context = contextOf(fold);
    const counted = count(clause, fact, context);
    if ('missing' in counted || epoch < Date.parse(counted.instant)) continue;
    const known = fold.standings.get(occurrenceId(clause, fact, context.timezone) ?? '');
    if (known?.state === 'met' && known.base.instant === counted.instant) continue;
    return refuse(clause, fact, context, counted.date);
  }
  return undefined;
}

function refuse(clause: Clause, fact: Fact, context: CountingContext, latest: Day): Refusal {
  const field = typeof clause.period === 'object' ? clause.period.from : 'trigger';
  const value = anchorDay(clause, fact, context.timezone) ?? '';
  const announced = dayOf(fact.occurredAt, context.timezone);
  const earliest = earliestLawful(clause, fact, context, compareDays(announced, value) > 0 ? announced : value);
  const days = [value, latest, announced, earliest].map(formatDay);
  return {
    clause: clause.id,
    event: fact.id,
    field,
    value,
    latest,
    earliest,
    text: `${clause.title} (${clause.ref}): for ${days[0]} (${value}) the latest day was ${days[1]} (${latest}), and it came on ${days[2]} (${announced}). The earliest lawful day is ${days[3]} (${earliest}).`,
  };
}

/**
 * The first day that the event could have named, on the day it came, and still have been in time. Tried day by day: a
 * bolder search would ask about years that no holiday table covers.
 */
function earliestLawful(clause: Clause, fact: Fact, context: CountingContext, from: Day): Day {
  const key = typeof clause.period === 'object' ? clause.period.from.slice('data.'.length) : '';
  const announced = dayOf(fact.occurredAt, context.timezone);
  let day = from;
  for (;;) {
    const counted = count(clause, { ...fact, data: { ...fact.data, [key]: day } }, context);
    if (!('missing' in counted) && counted.date >= announced) return day;
    day = addDays(day, 1);
  }
}
