import { dayText, type EpochDay, parseDay, two } from './days.ts';
import { AmbiguousLocalTimeError, InvalidLocalTimeError, NonExistentLocalTimeError } from './errors.ts';
import type { ClockReading } from './explanation-facts.ts';
import { DAY_MS, instantText, isCanonical, parseInstant, wallClock } from './instants.ts';
import type { Day, InstantText, Zone, ZoneByTable } from './types.ts';
import { offsetsOf, type ZoneOffsets } from './zone-offsets.ts';
import { ZONE_TABLES } from './zone-table.ts';

/**
 * What a local time means when a clock change skips or repeats it. `compatible`: skipped times move later by the size
 * of the gap, repeated times mean the first. `earlier` and `later` choose in both cases; `refuse` throws.
 */
export type LocalTimePolicy = 'compatible' | 'earlier' | 'later' | 'refuse';

/**
 * Accepts an IANA zone or a fixed offset such as `-05:00`, and returns it.
 * @throws UnknownZoneError for anything else, and for `EST`, `CET` and the like, which may mean either
 */
export function checkZone(zone: Zone): Zone {
  return offsetsOf(zone).zone;
}

/** A moment with any offset as UTC text, `2026-11-20T08:00:00Z`; parts of a millisecond are cut off. */
export function toInstant(text: string): InstantText {
  const millis = parseInstant(text);
  return isCanonical(text) ? text : instantText(millis);
}

/** A zone by the newest table of offsets, or by the one that is named. */
export type ZoneRead = Zone | ZoneByTable;

/** The offsets of a zone. @throws UnknownZoneError */
export function offsetsIn(zone: ZoneRead): ZoneOffsets {
  return typeof zone === 'object' && zone !== null ? offsetsOf(zone.timezone, zone.zones) : offsetsOf(zone);
}

/** The civil day of a moment in a zone. */
export function localDay(instant: string, zone: ZoneRead): Day {
  return dayText(localEpochDay(parseInstant(instant), zone));
}

/** As `localDay`, from milliseconds since 1970 to a day number. */
export function localEpochDay(millis: number, zone: ZoneRead): EpochDay {
  return Math.floor((millis + offsetsIn(zone).at(millis)) / DAY_MS);
}

/** The civil day that is over, or under way, as an instant comes: at midnight the day before. What ends then ends on that day. */
export function lastDayUntil(instant: string, zone: ZoneRead): Day {
  return dayText(lastEpochDayUntil(parseInstant(instant), zone));
}

/** As `lastDayUntil`, from milliseconds since 1970 to a day number. */
export function lastEpochDayUntil(millis: number, zone: ZoneRead): EpochDay {
  return localEpochDay(millis - 1, zone);
}

/** The first moment of a day. Where midnight does not exist, the day begins when its clocks start to show it. */
export function startOfDay(day: Day, zone: Zone): InstantText {
  return instantText(startOfEpochDay(parseDay(day), zone));
}

/** The first moment at which a day is over: the start of the next one. A day has 23, 24 or 25 hours. */
export function endOfDay(day: Day, zone: Zone): InstantText {
  return instantText(startOfEpochDay(parseDay(day) + 1, zone));
}

/** As `startOfDay`, from a day number to milliseconds since 1970. */
export function startOfEpochDay(epochDay: EpochDay, zone: Zone): number {
  const midnight = epochDay * DAY_MS;
  const steady = offsetsOf(zone).steadyAround(midnight);
  if (steady !== undefined) return midnight - steady;
  const [earlier] = readingsOf(midnight, zone);
  // Where the clocks skip midnight, the day begins with the change.
  return earlier ?? changeOver(midnight, zone).at;
}

/** The moments at which a zone's clocks show a local time near a change, the earlier one first; none if they skip it. */
function readingsOf(local: number, zone: ZoneRead): number[] {
  const offsets = offsetsIn(zone);
  const { before, after } = changeOver(local, zone);
  // Both are shown only where the clocks go back, and there the reading by the offset before the change is the earlier one.
  return [...new Set([local - before, local - after])].filter((millis) => millis + offsets.at(millis) === local);
}

/** The change of the clocks near a local time: its moment, and the offsets before and after it. */
function changeOver(
  local: number,
  zone: ZoneRead,
): { readonly at: number; readonly before: number; readonly after: number } {
  const offsets = offsetsIn(zone);
  const early = offsets.spanAt(local - AROUND_MS);
  const late = offsets.spanAt(local + AROUND_MS);
  return { at: late.from, before: early.offset, after: late.offset };
}

/** Further from a moment than any offset is from UTC, so that the change near a local time lies within. */
const AROUND_MS = 1.5 * DAY_MS;

/**
 * The moment at which a zone's clocks show `HH:MM` on a day.
 * @throws InvalidLocalTimeError for a malformed time
 * @throws NonExistentLocalTimeError, AmbiguousLocalTimeError under `refuse`
 */
export function atLocalTime(
  day: Day,
  time: string,
  zone: ZoneRead,
  policy: LocalTimePolicy = 'compatible',
): InstantText {
  return instantText(localMillis(parseDay(day) * DAY_MS + parseLocalTime(time), zone, policy));
}

/** Milliseconds after midnight of `HH:MM` or `HH:MM:SS`. */
export function parseLocalTime(time: string, field = 'time'): number {
  const parts = typeof time === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time) : null;
  if (!parts) throw new InvalidLocalTimeError(time, field);
  return ((Number(parts[1]) * 60 + Number(parts[2])) * 60 + Number(parts[3] ?? 0)) * 1000;
}

/** The moment at which a zone's clocks show a local date and time, both counted in milliseconds since 1970. */
export function localMillis(local: number, zone: ZoneRead, policy: LocalTimePolicy): number {
  return readLocal(local, zone, policy).millis;
}

/** What to do about a time that a period names and that a clock change skips or repeats. */
export const LOCAL_TIME_REMEDY = 'set localTime to earlier, later or compatible';

/** What a local date and time means in a zone, and whether its clocks show it once, skip it or show it twice. */
export interface LocalReading {
  readonly millis: number;
  readonly clock: ClockReading;
}

/**
 * As `localMillis`, telling how the clocks show it. `field` and `remedy` go into the error.
 * @throws NonExistentLocalTimeError, AmbiguousLocalTimeError under `refuse`
 */
export function readLocal(
  local: number,
  zone: ZoneRead,
  policy: LocalTimePolicy,
  field?: string,
  remedy?: string,
): LocalReading {
  const { zone: name } = offsetsIn(zone);
  const steady = offsetsIn(zone).steadyAround(local);
  if (steady !== undefined) return { millis: local - steady, clock: 'once' };
  const shown = readingsOf(local, zone);
  const { before, after } = changeOver(local, zone);
  // A skipped time is read by the clocks after the change or by those before it.
  const [earlier = local - after, later = shown.length === 1 ? earlier : local - before] = shown;
  if (earlier === later) return { millis: earlier, clock: 'once' };
  const skipped = shown.length === 0;
  if (policy === 'refuse') {
    throw skipped
      ? new NonExistentLocalTimeError(wallClock(local), name, field, remedy)
      : new AmbiguousLocalTimeError(wallClock(local), name, field, remedy);
  }
  const first = policy === 'earlier' || (policy === 'compatible' && !skipped);
  return { millis: first ? earlier : later, clock: skipped ? 'skipped' : 'repeated' };
}

/** What a zone's clocks show at a moment, with the offset: `2026-11-20T10:00:00+02:00`. */
export function localDateTime(instant: string, zone: ZoneRead): string {
  return localDateTimeAt(parseInstant(instant), zone);
}

/** As `localDateTime`, from milliseconds since 1970. */
export function localDateTimeAt(millis: number, zone: ZoneRead): string {
  const offset = offsetsIn(zone).at(millis);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const sign = offset < 0 ? '-' : '+';
  return `${wallClock(millis + offset)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The same with days read by the newest table: for instants that were found from days by that table. */
export function byNewest<Where extends ZoneByTable>(where: Where): Where {
  if (where.zones === undefined) return where;
  const { zones: _earlier, ...rest } = where;
  return rest as Where;
}

/** The moment at which an earlier table's clocks show what the newest table's show at `instant`. */
export function readBy(instant: InstantText, { timezone, zones }: ZoneByTable): InstantText {
  if (zones === undefined) return instant;
  const millis = parseInstant(instant);
  return instantText(localMillis(millis + offsetsOf(timezone).at(millis), { timezone, zones }, 'compatible'));
}

/** `instant`, and what each earlier table reads in its place. */
export function readByEach(instant: InstantText, timezone: Zone): InstantText[] {
  return [instant, ...ZONE_TABLES.slice(0, -1).map(({ version: zones }) => readBy(instant, { timezone, zones }))];
}
