import { addDays, formatDay } from '../calendar/days.ts';
import type { Day, InstantText, Zone } from '../calendar/types.ts';
import { endOfDay, localDateTime, startOfDay, toInstant } from '../calendar/zone.ts';

/**
 * `Friday 4 December 2026, 15:30 (Europe/Bucharest, UTC+02:00)`. Midnight is told as 24:00 of the day before it, because
 * a reader takes an end at 00:00 for the wrong day.
 */
export function endInWords(end: InstantText, zone: Zone): string {
  const shown = clockAt(end, zone);
  return `${dayAndTime(shown)} (${zoneInWords(zone, shown.offset)})`;
}

/** `Friday 4 December 2026, 00:05 (Europe/Bucharest, UTC+02:00)`: when something happened. */
export function momentInWords(at: InstantText, zone: Zone): string {
  const { day, time, offset } = clockAt(at, zone);
  return `${formatDay(day)}, ${time} (${zoneInWords(zone, offset)})`;
}

/** How sentences name the end of a deadline: by its last day, or by the moment where it ends within a day. */
export interface Limit {
  /** `Friday 4 December 2026`, or `Friday 4 December 2026, 15:30`. */
  readonly brief: string;
  /** Goes after "until": `the end of Friday 4 December 2026`. */
  readonly end: string;
  /** Goes before "for doing": `Friday 4 December 2026 is the last day`. */
  readonly last: string;
  /** Goes after "takes effect": `when Friday 4 December 2026 is over`. */
  readonly after: string;
  /** The same when it has passed: `when Friday 4 December 2026 was over`. */
  readonly passed: string;
}

interface End {
  readonly date: Day;
  readonly instant: InstantText;
  readonly timezone: Zone;
}

/** Whether something happens as its day begins, rather than once it is over. */
export function beginsWithDay({ date, instant, timezone }: End): boolean {
  return toInstant(instant) === startOfDay(date, timezone);
}

export function limitInWords({ date, instant, timezone }: End): Limit {
  const day = formatDay(date);
  if (beginsWithDay({ date, instant, timezone })) {
    return {
      brief: day,
      end: `the beginning of ${day}`,
      last: `${day} is the day on which it begins`,
      after: `as ${day} begins`,
      passed: `as ${day} began`,
    };
  }
  if (toInstant(instant) === endOfDay(date, timezone)) {
    return {
      brief: day,
      end: `the end of ${day}`,
      last: `${day} is the last day`,
      after: `when ${day} is over`,
      passed: `when ${day} was over`,
    };
  }
  const moment = endInWords(instant, timezone);
  return {
    brief: dayAndTime(clockAt(instant, timezone)),
    end: moment,
    last: `${moment} is the last moment`,
    after: `on ${moment}`,
    passed: `on ${moment}`,
  };
}

interface Clock {
  readonly day: Day;
  /** `15:30`, with seconds only where there are any. */
  readonly time: string;
  readonly offset: string;
}

function clockAt(at: InstantText, zone: Zone): Clock {
  const shown = localDateTime(at, zone);
  const day = shown.slice(0, 10);
  const time = shown.slice(11).replace(/(Z|[+-][\d:]+)$/, '');
  return { day, time: time.replace(/^(\d\d:\d\d):00$/, '$1'), offset: shown.slice(11 + time.length) };
}

function dayAndTime({ day, time }: Clock): string {
  return time === '00:00' ? `${formatDay(addDays(day, -1))}, 24:00` : `${formatDay(day)}, ${time}`;
}

function zoneInWords(zone: Zone, offset: string): string {
  if (zone === 'UTC') return 'UTC';
  return /^[+-]/.test(zone) ? `UTC${offset}` : `${zone}, UTC${offset}`;
}
