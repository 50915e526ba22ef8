import { Temporal } from 'temporal-polyfill';
import type { Computation } from '../../../shared/core/calendar/computation.ts';
import type { CountingStep } from '../../../shared/core/calendar/explanation-facts.ts';

// biome-ignore lint/suspicious/noExplicitAny: a reader of an explanation knows only names and values
type Facts = any;

const plain = (day: string) => Temporal.PlainDate.from(day);
const shift = (day: string, n: number) => plain(day).add({ days: n }).toString();
const inWeek = (day: string, mask: string) => mask[plain(day).dayOfWeek - 1] === '1';
const sign = (direction: string) => (direction === 'after' ? 1 : -1);

/** Walks day by day over working days, leaving out only the holidays that the step names. */
function walk(from: string, n: number, step: number, mask: string, skipped: readonly { day: string }[]): string {
  const holidays = new Set(skipped.map(({ day }) => day));
  let day = from;
  for (let left = n; left > 0; ) {
    day = shift(day, step);
    if (inWeek(day, mask) && !holidays.has(day)) left--;
  }
  return day;
}

function months(from: string, n: number): { day: string; missing: boolean } {
  const there = plain(from).add({ months: n });
  return { day: there.toString(), missing: there.day !== plain(from).day };
}

/** Each step redone from the day it starts with and the facts it states, by other means than the engine's. */
const REDO: Record<string, (facts: Facts) => string> = {
  'count-days': ({ days, direction, countsTriggerDay, from }) =>
    shift(from, sign(direction) * (days - (countsTriggerDay ? 1 : 0))),
  'count-months': ({ months: n, direction, countsTriggerDay, from }) => {
    const { day, missing } = months(from, sign(direction) * n);
    if (!countsTriggerDay) return day;
    return direction === 'before' ? shift(day, 1) : missing ? day : shift(day, -1);
  },
  'count-business-days': ({ n, direction, countsTriggerDay, weekmask, skipped, from }) => {
    const step = sign(direction);
    return walk(countsTriggerDay ? shift(from, -step) : from, n, step, weekmask, skipped);
  },
  clear: ({ unit, direction, weekmask, from, skipped }) =>
    unit === 'businessDays' ? walk(from, 1, sign(direction), weekmask, skipped) : shift(from, sign(direction)),
  'min-working-days': ({ required, held, direction, weekmask, first, from, skipped }) => {
    const step = sign(direction);
    const to = walk(shift(first, -step), required, step, weekmask, skipped);
    const again = walk(from, required - held, step, weekmask, skipped);
    if (again !== to) throw new Error(`${held} working days held lead to ${again}, all ${required} to ${to}`);
    return to;
  },
  roll: ({ from, to, passed, weekmask }) => {
    const step = Math.sign(Temporal.PlainDate.compare(to, from));
    const named = new Map<string, string | undefined>(passed.map((p: Facts) => [p.day, p.holiday]));
    let day = from;
    while (named.has(day)) {
      if (named.get(day) === undefined && inWeek(day, weekmask)) throw new Error(`${day} was passed for no reason`);
      day = shift(day, step);
    }
    return day;
  },
  'day-after': ({ from }) => shift(from, 1),
};

function redoLatestStart(facts: Facts): string {
  const { n, unit, countsTriggerDay, clear, minWorkingDays, weekmask, end, skipped } = facts;
  const forward = (from: string): string => {
    const common = { n, direction: 'after', countsTriggerDay, from, weekmask, skipped };
    const scale = unit === 'years' ? 12 : 1;
    const length = { ...common, months: n * scale, days: n * ({ weeks: 7, years365: 365 }[unit as string] ?? 1) };
    const code = { businessDays: 'count-business-days', months: 'count-months', years: 'count-months' }[unit as string];
    const to = REDO[code ?? 'count-days']?.(length) as string;
    const last = clear ? (REDO.clear?.({ unit, direction: 'after', weekmask, from: to, skipped }) as string) : to;
    const held = walk(countsTriggerDay ? shift(from, -1) : from, minWorkingDays, 1, weekmask, skipped);
    return [last, held].sort()[1] as string;
  };
  if (forward(facts.to) !== facts.endsOn) throw new Error(`from ${facts.to} the count leads to ${forward(facts.to)}`);
  if (facts.endsOn > end) throw new Error(`${facts.endsOn} comes after ${end}`);
  if (facts.nextDay !== shift(facts.to, 1)) throw new Error(`${facts.nextDay} does not follow ${facts.to}`);
  if (facts.nextEndsOn <= end) throw new Error(`${facts.nextDay} would still do`);
  return facts.to;
}

/**
 * Follows the steps of one period from its anchor: each must start where the one before it arrived, and arrive where
 * its facts lead. Returns the day and the instant arrived at.
 */
export function replay({ steps }: Pick<Computation, 'steps'>): { date: string; instant: string } {
  let date = '';
  let instant = '';
  for (const step of steps) {
    const facts = step as CountingStep & Facts;
    if (step.code === 'anchor-day' || step.code === 'anchor-moment') {
      date = facts.day;
      const local = Temporal.Instant.from(facts.instant ?? '1970-01-01T00:00Z').toZonedDateTimeISO(facts.timezone);
      if (facts.instant && local.toPlainDate().toString() !== date)
        throw new Error(`${facts.instant} is not on ${date}`);
    } else if (step.code === 'latest-start') {
      if (facts.end !== date) throw new Error(`it starts from ${facts.end} instead of ${date}`);
      date = redoLatestStart(facts);
    } else if (step.code === 'min-working-days-held') {
      const { required, direction, weekmask, first, reached, skipped } = facts;
      const way = sign(direction);
      if (walk(shift(first, -way), required, way, weekmask, skipped) !== reached) throw new Error(`not ${reached}`);
      if (way * Temporal.PlainDate.compare(reached, facts.date) > 0) throw new Error(`${facts.date} holds too few`);
      if (facts.date !== date) throw new Error(`it speaks of ${facts.date} instead of ${date}`);
    } else if (step.code === 'ends') {
      if (facts.date !== date) throw new Error(`the end of ${facts.date} is given, not of ${date}`);
      const over = plain(shift(date, 1)).toZonedDateTime(facts.timezone);
      instant = over.toInstant().toString();
    } else if (REDO[step.code]) {
      if (facts.from !== date) throw new Error(`${step.code} starts from ${facts.from} instead of ${date}`);
      date = REDO[step.code]?.(facts) as string;
      if (date !== facts.to) throw new Error(`${step.code} states ${facts.to}, its facts lead to ${date}`);
    }
  }
  return { date, instant };
}
