import { civilOf, epochDayOf } from './days.ts';
import { DAY_MS } from './instants.ts';
import table2026c from './zone-tables/2026c.json' with { type: 'json' };

/**
 * One release of the offsets of all zones. A later table holds only the zones that differ from the table before it.
 *
 * Each entry has the names of zones with the same offsets, with spaces between them, and the offsets as text: the offset
 * as 1970 begins, then pairs of seconds to the next change and the offset after it (all in seconds, base 36). Offsets that
 * change every year without end follow a `;`: the first year, then two changes, each with month, first possible day,
 * weekday (0 is Sunday), seconds of that day by the clocks before the change, and the offset after it, in decimal numbers.
 *
 *     "-8c0 …; 2007 3 8 0 7200 -14400 11 1 0 7200 -18000"
 *
 * New York: since 2007 the clocks change at 02:00 on the first Sunday from 8 March on and the first from 1 November on.
 */
export interface ZoneTable {
  /** That of the IANA database, `2026c`. */
  readonly version: string;
  readonly zones: readonly (readonly [names: string, offsets: string])[];
}

/** Every released table, the oldest first. */
export const ZONE_TABLES: readonly ZoneTable[] = [table2026c as unknown as ZoneTable];

/** A change of the clocks that comes every year. */
export interface YearlyChange {
  readonly month: number;
  /** The change is on the first such weekday from this day of the month on. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Seconds of that day by the clocks before the change; 86,400 at the end of the day. */
  readonly seconds: number;
  /** Seconds to add to UTC after the change. */
  readonly offset: number;
}

/** The moment of a change, in seconds since 1970, and the offset from then on, in seconds. */
export type Change = readonly [at: number, offset: number];

/** The offsets of one zone. */
export interface ZoneHistory {
  /** Seconds to add to UTC before the first change. */
  readonly first: number;
  /** In time order. */
  readonly changes: readonly Change[];
  /** What happens from a year on, every year; absent if the last offset stays. */
  readonly yearly?: { readonly from: number; readonly changes: readonly [YearlyChange, YearlyChange] };
}

/** Reads the text of an entry. */
export function parseHistory(text: string): ZoneHistory {
  const [past = '', rule] = text.split(';');
  const [first = 0, ...rest] = past.split(' ').map((number) => Number.parseInt(number, 36));
  const changes: Change[] = [];
  let at = 0;
  for (let index = 0; index + 1 < rest.length; index += 2) {
    at += rest[index] ?? 0;
    changes.push([at, rest[index + 1] ?? 0]);
  }
  if (rule === undefined) return { first, changes };
  const [from = 0, ...fields] = rule.trim().split(' ').map(Number);
  return { first, changes, yearly: { from, changes: [changeOf(fields.slice(0, 5)), changeOf(fields.slice(5))] } };
}

function changeOf([month = 1, day = 1, weekday = 0, seconds = 0, offset = 0]: readonly number[]): YearlyChange {
  return { month, day, weekday, seconds, offset };
}

/** Writes a history as `parseHistory` reads it. */
export function historyText({ first, changes, yearly }: ZoneHistory): string {
  const numbers = [first];
  let before = 0;
  for (const [at, offset] of changes) {
    numbers.push(at - before, offset);
    before = at;
  }
  const past = numbers.map((number) => number.toString(36)).join(' ');
  if (!yearly) return past;
  const rule = yearly.changes.flatMap(({ month, day, weekday, seconds, offset }) => [
    month,
    day,
    weekday,
    seconds,
    offset,
  ]);
  return `${past}; ${[yearly.from, ...rule].join(' ')}`;
}

/** The moment of a yearly change in a year, in seconds since 1970. `before`: the offset before it, in seconds. */
export function momentIn(year: number, change: YearlyChange, before: number): number {
  const earliest = epochDayOf(year, change.month, change.day);
  // 1 January 1970 was a Thursday.
  const weekday = (((earliest + 4) % 7) + 7) % 7;
  const day = earliest + ((change.weekday - weekday + 7) % 7);
  return (day * DAY_MS) / 1000 + change.seconds - before;
}

/** The year of a moment in UTC. */
export function yearOf(millis: number): number {
  return civilOf(Math.floor(millis / DAY_MS)).year;
}
