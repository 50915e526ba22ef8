import { UnknownZoneError } from './errors.ts';
import type { Zone } from './types.ts';
import { type Change, momentIn, parseHistory, yearOf, ZONE_TABLES, type ZoneHistory } from './zone-table.ts';

/** A stretch of time in which a zone keeps one offset. `from` is included, `to` is not; all in milliseconds. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Abbreviations that contracts use for civil time and for a fixed offset alike. */
const AMBIGUOUS: ReadonlyMap<string, string> = new Map([
  ['EST', 'America/New_York for civil time, or -05:00 for the fixed offset'],
  ['EDT', 'America/New_York for civil time, or -04:00 for the fixed offset'],
  ['EST5EDT', 'America/New_York'],
  ['CST', 'America/Chicago for civil time, or -06:00 for the fixed offset'],
  ['CDT', 'America/Chicago for civil time, or -05:00 for the fixed offset'],
  ['CST6CDT', 'America/Chicago'],
  ['MST', 'America/Denver for civil time, or -07:00 for the fixed offset'],
  ['MDT', 'America/Denver for civil time, or -06:00 for the fixed offset'],
  ['MST7MDT', 'America/Denver'],
  ['PST', 'America/Los_Angeles for civil time, or -08:00 for the fixed offset'],
  ['PDT', 'America/Los_Angeles for civil time, or -07:00 for the fixed offset'],
  ['PST8PDT', 'America/Los_Angeles'],
  ['HST', 'Pacific/Honolulu for civil time, or -10:00 for the fixed offset'],
  ['CET', 'a place such as Europe/Copenhagen for civil time, or +01:00 for the fixed offset'],
  ['CEST', 'a place such as Europe/Copenhagen for civil time, or +02:00 for the fixed offset'],
  ['MET', 'a place such as Europe/Brussels for civil time, or +01:00 for the fixed offset'],
  ['EET', 'a place such as Europe/Helsinki for civil time, or +02:00 for the fixed offset'],
  ['EEST', 'a place such as Europe/Helsinki for civil time, or +03:00 for the fixed offset'],
  ['WET', 'a place such as Europe/Lisbon for civil time, or +00:00 for the fixed offset'],
  ['BST', 'Europe/London for civil time, or +01:00 for the fixed offset'],
]);

const FIXED = /^([+-])([01]\d|2[0-3]):([0-5]\d)$/;

/** The offsets of one zone, by a table of its own: those of the runtime change under a deployed function. */
export class ZoneOffsets {
  readonly zone: Zone;
  readonly #history: ZoneHistory;
  readonly #changes: readonly Change[];
  #latest: OffsetSpan | undefined;

  constructor(zone: Zone, history: ZoneHistory) {
    this.zone = zone;
    this.#history = history;
    this.#changes = laidOut(history);
  }

  /** Milliseconds to add to UTC for local time at this moment. */
  at(millis: number): number {
    return this.spanAt(millis).offset;
  }

  /**
   * The offset in force within a day and a half of this moment on both sides, or undefined when it changes there.
   * Away from a change, local time and UTC differ by plain subtraction.
   */
  steadyAround(millis: number): number | undefined {
    const span = this.spanAt(millis);
    return millis - span.from > AROUND && span.to - millis > AROUND ? span.offset : undefined;
  }

  /** The stretch with this moment in it. */
  spanAt(millis: number): OffsetSpan {
    const latest = this.#latest;
    if (latest && millis >= latest.from && millis < latest.to) return latest;
    const changes = millis < LAID_OUT_MS ? this.#changes : changesAround(this.#history, yearOf(millis));
    const next = firstAfter(changes, millis / 1000);
    const [from, offset] = changes[next - 1] ?? [Number.NEGATIVE_INFINITY, this.#history.first];
    const [to] = changes[next] ?? [Number.POSITIVE_INFINITY];
    this.#latest = { from: from * 1000, to: to * 1000, offset: offset * 1000 };
    return this.#latest;
  }
}

/** A day and a half: no offset has been that long, and no zone has changed its clocks twice within. */
const AROUND = 129_600_000;

/** The yearly changes up to the end of this year are laid out once; those after it whenever they are asked for. */
const LAID_OUT_UNTIL = 2050;
const LAID_OUT_MS = Date.UTC(LAID_OUT_UNTIL + 1, 0, 1);

/** The changes up to the first one after `LAID_OUT_UNTIL`. */
function laidOut({ changes, yearly }: ZoneHistory): readonly Change[] {
  if (!yearly) return changes;
  const years = Math.max(0, LAID_OUT_UNTIL + 2 - yearly.from);
  return [...changes, ...Array.from({ length: years }, (_, index) => ruledIn(yearly.from + index, yearly)).flat()];
}

/** The changes around a year after `LAID_OUT_UNTIL`: at least the last one before it, and the first one after it. */
function changesAround(history: ZoneHistory, year: number): readonly Change[] {
  const { changes, yearly } = history;
  if (!yearly) return changes;
  const at = Math.max(year, yearly.from);
  const before = at > yearly.from ? ruledIn(at - 1, yearly) : changes;
  return [...before, ...ruledIn(at, yearly), ...ruledIn(at + 1, yearly)];
}

function ruledIn(year: number, { changes: [one, other] }: NonNullable<ZoneHistory['yearly']>): Change[] {
  return [
    [momentIn(year, one, other.offset), one.offset],
    [momentIn(year, other, one.offset), other.offset],
  ];
}

/** The place of the first change after a moment, in seconds; the number of changes if there is none. */
function firstAfter(changes: readonly Change[], seconds: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.[0] ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The text of each zone by its name in lower case, for each table that was asked for. */
const textsByTable = new Map<string | undefined, ReadonlyMap<string, string>>();

/** The texts of a table with those of the tables before it, since a later one holds only the zones that differ. */
function textsOf(table: string | undefined): ReadonlyMap<string, string> {
  const known = textsByTable.get(table);
  if (known) return known;
  const texts = new Map<string, string>();
  for (const { version, zones } of ZONE_TABLES) {
    for (const [names, text] of zones) for (const name of names.split(' ')) texts.set(name.toLowerCase(), text);
    if (version === table) break;
  }
  textsByTable.set(table, texts);
  return texts;
}

/** A zone that only a later table has is as in the newest. */
function textOf(zone: string, table: string | undefined): string | undefined {
  const name = zone.toLowerCase();
  return textsOf(table).get(name) ?? textsOf(undefined).get(name);
}

/** Whether a table has other offsets of a zone than the newest. False for a fixed offset. */
export function hasChangedSince(table: string, zone: Zone): boolean {
  return textOf(zone, table) !== textOf(zone, undefined);
}

const newest = new Map<Zone, ZoneOffsets>();
const byTable = new Map<string, Map<Zone, ZoneOffsets>>();

function knownIn(table: string | undefined): Map<Zone, ZoneOffsets> {
  if (table === undefined) return newest;
  const known = byTable.get(table) ?? new Map<Zone, ZoneOffsets>();
  byTable.set(table, known);
  return known;
}

/**
 * The offsets of an IANA zone by a table, or of a fixed offset such as `-05:00`. Before 1970 a zone has the offset it had as
 * that year began.
 * @param table `2026c`; the newest when absent
 * @throws UnknownZoneError for any other text, and for abbreviations such as `EST` whose meaning is open
 */
export function offsetsOf(zone: Zone, table?: string): ZoneOffsets {
  const known = knownIn(table);
  const found = known.get(zone);
  if (found) return found;
  const choices = typeof zone === 'string' ? AMBIGUOUS.get(zone.toUpperCase()) : undefined;
  if (choices)
    throw new UnknownZoneError(zone, `the abbreviation does not say whether the clocks change: use ${choices}`);
  const offsets = new ZoneOffsets(zone, historyOf(zone, table));
  known.set(zone, offsets);
  return offsets;
}

function historyOf(zone: unknown, table: string | undefined): ZoneHistory {
  const fixed = typeof zone === 'string' ? FIXED.exec(zone) : null;
  if (fixed) {
    const seconds = (Number(fixed[2]) * 60 + Number(fixed[3])) * 60;
    return { first: fixed[1] === '-' ? -seconds : seconds, changes: [] };
  }
  const text = typeof zone === 'string' ? textOf(zone, table) : undefined;
  if (text === undefined) throw new UnknownZoneError(zone);
  return parseHistory(text);
}
