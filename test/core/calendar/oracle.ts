import type { Period } from '../../../shared/core/calendar/types.ts';

/*
 * A second way to count, by walking through days and hours one by one. It shares no code with the product, and asks the
 * runtime's own clock data for what zones show.
 */

const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface Oracle {
  readonly timezone: string;
  readonly holidays: ReadonlySet<string>;
}

export interface Answer {
  readonly date: string;
  readonly instant: number;
}

const iso = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
export const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at an instant, as milliseconds of a clock that shows UTC. */
export function shown(instant: number, timezone: string): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(timezone);
  if (fixed) return instant + (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  let format = formats.get(timezone);
  if (!format) {
    const parts = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, hourCycle: 'h23', ...parts });
    formats.set(timezone, format);
  }
  const read = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((type) => read.get(type));
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

const dayAt = (instant: number, timezone: string): number => Math.floor(shown(instant, timezone) / DAY);

/** The first instant of a day or of one after it, found by halving to the second. */
function begins(day: number, timezone: string): number {
  let [before, after] = [day * DAY - 30 * HOUR, day * DAY + 30 * HOUR];
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (dayAt(middle, timezone) >= day) after = middle;
    else before = middle;
  }
  return after;
}

/** The instant at which clocks show a time: the first of two, and for a time that is skipped what the earlier clock would show. */
function reads(local: number, timezone: string): number {
  const offsets = [local - DAY, local + DAY].map((near) => shown(near, timezone) - near);
  const fitting = offsets.map((offset) => local - offset).filter((instant) => shown(instant, timezone) === local);
  return fitting.length > 0 ? Math.min(...fitting) : local - (offsets[0] as number);
}

function worker(period: Period, { holidays }: Oracle) {
  const { weekmask = '1111100' } = period;
  const works = (day: number) => weekmask[(((day + 3) % 7) + 7) % 7] === '1' && !holidays.has(iso(day));
  const next = (day: number, way: number) => {
    let to = day + way;
    while (!works(to)) to += way;
    return to;
  };
  return { works, next };
}

function monthsFrom(day: number, months: number): { day: number; missing: boolean } {
  const from = new Date(day * DAY);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1) / DAY;
  const nextFirst = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 1) / DAY;
  const wanted = first + from.getUTCDate() - 1;
  return wanted < nextFirst ? { day: wanted, missing: false } : { day: nextFirst - 1, missing: true };
}

function rolled(day: number, period: Period, oracle: Oracle): number {
  const { works, next } = worker(period, oracle);
  const { roll = 'none' } = period;
  if (roll === 'none' || works(day)) return day;
  const way = roll === 'following' || roll === 'modifiedFollowing' ? 1 : -1;
  const to = next(day, way);
  const leaves = iso(to).slice(0, 7) !== iso(day).slice(0, 7);
  return leaves && roll.startsWith('modified') ? next(day, -way) : to;
}

/** The last day in one direction, with clear ends and the working days it must hold. */
function walk(from: number, period: Period, way: number, oracle: Oracle): number {
  const { n, unit, countsTriggerDay = false, clear = false, minWorkingDays = 0 } = period;
  const { works, next } = worker(period, oracle);
  let last = from;
  if (unit === 'businessDays') {
    let left = n;
    if (countsTriggerDay && works(from)) left -= 1;
    for (; left > 0; left -= 1) last = next(last, way);
  } else if (unit === 'months' || unit === 'years') {
    const { day, missing } = monthsFrom(from, way * n * (unit === 'years' ? 12 : 1));
    last = countsTriggerDay && !(missing && way === 1) ? day - way : day;
  } else {
    const days = n * (unit === 'weeks' ? 7 : unit === 'years365' ? 365 : 1);
    for (let left = countsTriggerDay ? days - 1 : days; left > 0; left -= 1) last += way;
  }
  if (clear) last = unit === 'businessDays' ? next(last, way) : last + way;
  const first = countsTriggerDay ? from : from + way;
  let held = 0;
  let reached = first - way;
  while (held < minWorkingDays) {
    reached += way;
    if (works(reached)) held += 1;
  }
  return minWorkingDays > 0 && (reached - last) * way > 0 ? reached : last;
}

function latestStart(end: number, period: Period, oracle: Oracle): number {
  let start = end + 2;
  while (walk(start, period, 1, oracle) > end) start -= 1;
  return start;
}

/** The day on which an event counts as having come. */
function arrived(day: number, time: number | undefined, period: Period, oracle: Oracle): number {
  const { cutOff } = period;
  if (cutOff === undefined) return day;
  const { works, next } = worker(period, oracle);
  const late = time !== undefined && time >= Date.parse(`1970-01-01T${cutOff.at}:00Z`);
  if (cutOff.movesTo === 'nextDay') return late ? day + 1 : day;
  return works(day) && !late ? day : next(day, 1);
}

/** Counts from a day, or from an instant in UTC. */
export function countedBy(anchor: string, period: Period, oracle: Oracle): Answer {
  const { timezone } = oracle;
  const moment = anchor.includes('T') ? Date.parse(anchor) : undefined;
  if (period.unit === 'hours') return hours(moment ?? begins(numberOf(anchor), timezone), period, oracle);
  const local = moment === undefined ? undefined : shown(moment, timezone);
  const day = local === undefined ? numberOf(anchor) : Math.floor(local / DAY);
  const from = arrived(day, local === undefined ? undefined : local - day * DAY, period, oracle);
  const back = period.direction === 'before';
  const counted =
    period.method === 'forwardMax' ? latestStart(from, period, oracle) : walk(from, period, back ? -1 : 1, oracle);
  const last = rolled(counted, period, oracle) + (period.thenDayAfter ? 1 : 0);
  const endsAt = period.endsAt === undefined ? undefined : Date.parse(`1970-01-01T${period.endsAt}:00Z`);
  return {
    date: iso(last),
    instant: endsAt === undefined ? begins(last + 1, timezone) : reads(last * DAY + endsAt, timezone),
  };
}

function hours(moment: number, period: Period, oracle: Oracle): Answer {
  const { timezone } = oracle;
  let start = moment;
  if (period.fromNextFullHour) start += HOUR - (shown(moment, timezone) % HOUR);
  if (period.fromNextMidnight) start = begins(dayAt(moment, timezone) + 1, timezone);
  let end = start;
  for (let left = period.n; left > 0; left -= 1) end += period.direction === 'before' ? -HOUR : HOUR;
  // The day of the last moment; no hours have none, and end where they begin.
  const ending = period.n === 0 ? 0 : 1;
  const day = dayAt(end - ending, timezone);
  const to = rolled(day, period, oracle);
  const endsWithDay = dayAt(end, timezone) !== day;
  if (to !== day)
    end = endsWithDay ? begins(to + 1, timezone) : reads(shown(end, timezone) + (to - day) * DAY, timezone);
  return { date: iso(to), instant: end };
}
