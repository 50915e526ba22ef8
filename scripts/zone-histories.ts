/** The offsets of zones as this runtime has them, and the yearly rule that they follow in the end. */
import { Temporal } from 'temporal-polyfill';
import { civilOf, epochDayOf } from '../shared/core/calendar/days.ts';
import { type Change, momentIn, type YearlyChange, type ZoneHistory } from '../shared/core/calendar/zone-table.ts';

const FROM_YEAR = 1970;
/** The runtime is asked up to this year. */
const UNTIL_YEAR = 2100;
/** A rule is read off this many years before it: where they follow none, off the last few, which see every weekday. */
const YEARS_OF_RULE = [60, 12];

/** The history of one zone by the runtime. */
export function historyByRuntime(zone: string): ZoneHistory {
  const end = Date.UTC(UNTIL_YEAR, 0, 1);
  let there = Temporal.Instant.fromEpochMilliseconds(Date.UTC(FROM_YEAR, 0, 1)).toZonedDateTimeISO(zone);
  const first = there.offsetNanoseconds / 1e9;
  const changes: Change[] = [];
  for (;;) {
    const next = there.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= end) break;
    const offset = next.offsetNanoseconds / 1e9;
    if (offset !== (changes.at(-1)?.[1] ?? first)) changes.push([next.epochMilliseconds / 1000, offset]);
    there = next;
  }
  return withRule(first, changes);
}

/** The same history, with the changes that come every year at its end written as a rule. */
function withRule(first: number, changes: readonly Change[]): ZoneHistory {
  const known = { first, changes };
  if (changesIn(UNTIL_YEAR - 1, changes).length === 0) return known;
  const rule = YEARS_OF_RULE.map((years) => ruleOf(known, years)).find((found) => found !== undefined);
  if (!rule) throw new Error('the changes of a year follow no rule that the table can hold');
  let from = UNTIL_YEAR;
  while (holdsIn(from - 1, rule, changes)) from -= 1;
  // The rule begins after a year that ends with its second offset.
  while (offsetBefore(from, known) !== rule[1].offset) from += 1;
  return { first, changes: changes.filter(([at]) => yearAt(at) < from), yearly: { from, changes: rule } };
}

type Rule = readonly [YearlyChange, YearlyChange];

/** The rule that the two changes of each of the last years follow; undefined if there is none. */
function ruleOf({ first, changes }: ZoneHistory, years: number): Rule | undefined {
  const walls: [number[], number[]] = [[], []];
  const offsets = [first, ...changes.map(([, offset]) => offset)];
  for (let year = UNTIL_YEAR - years; year < UNTIL_YEAR; year += 1) {
    const [one, other, ...more] = changesIn(year, changes);
    if (one === undefined || other === undefined || more.length > 0) continue;
    for (const [nth, index] of [one, other].entries()) {
      walls[nth]?.push((changes[index]?.[0] ?? 0) + (offsets[index] ?? 0));
    }
  }
  const last = changesIn(UNTIL_YEAR - 1, changes).map((index) => changes[index]?.[1] ?? 0);
  const [one, other] = [fitted(walls[0], last[0] ?? 0), fitted(walls[1], last[1] ?? 0)];
  if (!one || !other) return undefined;
  return holdsIn(UNTIL_YEAR - 1, [one, other], changes) ? [one, other] : undefined;
}

function holdsIn(year: number, [one, other]: Rule, changes: readonly Change[]): boolean {
  const [first, second, ...more] = changesIn(year, changes).map((index) => changes[index]);
  return (
    more.length === 0 &&
    first?.[0] === momentIn(year, one, other.offset) &&
    second?.[0] === momentIn(year, other, one.offset) &&
    first[1] === one.offset &&
    second[1] === other.offset
  );
}

/** The places of the changes of one year. */
function changesIn(year: number, changes: readonly Change[]): number[] {
  return changes.flatMap(([at], index) => (yearAt(at) === year ? [index] : []));
}

function offsetBefore(year: number, { first, changes }: ZoneHistory): number {
  return changes.findLast(([at]) => yearAt(at) < year)?.[1] ?? first;
}

/** The rule of one change, from its wall times in many years; a change at midnight may belong to the day before. */
function fitted(walls: readonly number[], offset: number): YearlyChange | undefined {
  for (const shift of [0, 1]) {
    const days = walls.map((wall) => Math.floor((wall - shift) / 86_400));
    const dates = days.map(civilOf);
    const [month, day] = [dates[0]?.month ?? 1, Math.min(...dates.map((date) => date.day))];
    const seconds = (walls[0] ?? 0) - (days[0] ?? 0) * 86_400;
    const weekday = ((((days[0] ?? 0) + 4) % 7) + 7) % 7;
    const agrees = days.every((one, index) => {
      const date = dates[index];
      const from = epochDayOf(date?.year ?? 0, month, day);
      return date?.month === month && one >= from && one < from + 7 && (((one + 4) % 7) + 7) % 7 === weekday;
    });
    if (agrees && walls.every((wall, index) => wall - (days[index] ?? 0) * 86_400 === seconds))
      return { month, day, weekday, seconds, offset };
  }
  return undefined;
}

function yearAt(seconds: number): number {
  return civilOf(Math.floor(seconds / 86_400)).year;
}
