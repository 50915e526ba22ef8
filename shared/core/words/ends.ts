import { instantText, parseInstant } from '../calendar/instants.ts';
import type { Day, InstantText, Zone } from '../calendar/types.ts';
import { endOfDay, lastDayUntil, localDateTime, startOfDay, toInstant } from '../calendar/zone.ts';
import { type Deadline, takesNoTime } from '../deadlines/deadline.ts';
import { formatDay } from './days.ts';
import { english, type Say } from './say.ts';

/** The last day of a deadline, and the instant at which it ends. */
export interface End {
  readonly date: Day;
  readonly instant: InstantText;
  readonly timezone: Zone;
  readonly inHours?: true;
}

/**
 * Where an end lies in its day: when the day is `over`, when it `begins`, or at a `moment` within it. For 4 December
 * 2026 in Bucharest these are 22:00 UTC of that day, 22:00 UTC of the day before, and any instant in between. An end that
 * was counted in hours is a moment also at midnight.
 */
export type EndKind = 'over' | 'begins' | 'moment';

export function endKind({ date, instant, timezone, inHours }: End): EndKind {
  if (inHours) return 'moment';
  const end = toInstant(instant);
  if (end === startOfDay(date, timezone)) return 'begins';
  return end === endOfDay(date, timezone) ? 'over' : 'moment';
}

/** How sentences name an end: by its day, or by its moment if the end lies within the day. */
export interface EndInWords {
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

export function limitInWords(end: End, say: Say = english): EndInWords {
  const kind = endKind(end);
  const told = { kind, day: formatDay(end.date), moment: endInWords(end.instant, end.timezone, say) };
  return {
    brief: kind === 'moment' ? dayAndTime(end.instant, end.timezone, say) : told.day,
    end: say('end.until', told),
    last: say('end.last', told),
    after: say('end.after', told),
    passed: say('end.passed', told),
  };
}

/** Until when an event is in time: `by the end of Friday 4 December 2026`. */
export function inTime(end: End, say: Say = english): string {
  return say('end.in-time', clocked(end, say));
}

/** When something happens by itself: `when Friday 4 December 2026 is over`. */
export function thereafter(end: End, say: Say = english): string {
  return say('end.thereafter', clocked(end, say));
}

function clocked(end: End, say: Say) {
  const { day, time } = clockAtEnd(end.instant, end.timezone);
  const moment = say('end.clock', { day: formatDay(day), time, zone: end.timezone });
  return { kind: endKind(end), day: formatDay(end.date), moment };
}

/**
 * `Friday 4 December 2026, 15:30 (Europe/Bucharest, UTC+02:00)`. The beginning of a day is written as 24:00 of the day before,
 * because readers take an end at 00:00 for the wrong day.
 */
export function endInWords(end: InstantText, zone: Zone, say: Say = english): string {
  return momentOf(clockAtEnd(end, zone), zone, say);
}

/** `Friday 4 December 2026, 00:05 (Europe/Bucharest, UTC+02:00)`: when something happened. */
export function momentInWords(at: InstantText, zone: Zone, say: Say = english): string {
  return momentOf(clockAt(at, zone), zone, say);
}

/**
 * The instant of a deadline, in its own zone or another: as an end, or as a moment if it takes no time. What happens as 22 February
 * begins is on record for that day, and not for 24:00 of the day before.
 */
export function instantInWords(
  deadline: Pick<Deadline, 'instant' | 'timezone' | 'atOnce'>,
  zone = deadline.timezone,
): string {
  const { instant } = deadline;
  return takesNoTime(deadline) ? momentInWords(instant, zone) : endInWords(instant, zone);
}

/** `15:30`, the time at which something ends within its day; `24:00` for hours that end with it. */
export function timeOfEnd(end: End): string | undefined {
  if (endKind(end) !== 'moment') return undefined;
  const clock = clockAt(end.instant, end.timezone);
  return (clock.day === end.date ? clock : clockAtEnd(end.instant, end.timezone)).time.slice(0, 5);
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

/**
 * The clock at an end. A day that begins with a change of the clocks begins at 01:00, and where they go back at 01:00 there is a
 * second 00:00 within the day: the instant tells, and not what the clock shows.
 */
function clockAtEnd(end: InstantText, zone: Zone): Clock {
  const clock = clockAt(end, zone);
  if (toInstant(end) !== startOfDay(clock.day, zone)) return clock;
  const { offset } = clockAt(instantText(parseInstant(end) - 1000), zone);
  return { day: lastDayUntil(end, zone), time: '24:00', offset };
}

function dayAndTime(end: InstantText, zone: Zone, say: Say): string {
  const { day, time } = clockAtEnd(end, zone);
  return say('end.day-and-time', { day: formatDay(day), time });
}

function momentOf({ day, time, offset }: Clock, zone: Zone, say: Say): string {
  return say('end.moment', { day: formatDay(day), time, zone: zoneInWords(zone, offset) });
}

function zoneInWords(zone: Zone, offset: string): string {
  if (zone === 'UTC') return 'UTC';
  return /^[+-]/.test(zone) ? `UTC${offset}` : `${zone}, UTC${offset}`;
}
