import { Temporal } from 'temporal-polyfill';
import { UnknownZoneError } from './errors.ts';
import type { Zone } from './types.ts';

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

const FIXED = /^[+-](?:[01]\d|2[0-3]):[0-5]\d$/;

/** The offsets of one zone. Spans are looked up once and kept, so a warm answer costs no library call. */
export class ZoneOffsets {
  readonly zone: Zone;
  #spans: OffsetSpan[] = [];
  #latest: OffsetSpan | undefined;

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** Milliseconds to add to UTC for local time at this moment. */
  at(millis: number): number {
    return this.#spanAt(millis).offset;
  }

  /**
   * The offset in force within a day and a half of this moment on both sides, or undefined when it changes there.
   * Away from a change, local time and UTC differ by plain subtraction.
   */
  steadyAround(millis: number): number | undefined {
    const span = this.#spanAt(millis);
    return millis - span.from > 129_600_000 && span.to - millis > 129_600_000 ? span.offset : undefined;
  }

  #spanAt(millis: number): OffsetSpan {
    const latest = this.#latest;
    if (latest && millis >= latest.from && millis < latest.to) return latest;
    const known = this.#spans.find((span) => millis >= span.from && millis < span.to);
    this.#latest = known ?? this.#lookUp(millis);
    return this.#latest;
  }

  #lookUp(millis: number): OffsetSpan {
    const there = Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(this.zone);
    // One millisecond later, because a moment at which the offset changes belongs to the span that it begins.
    const later = Temporal.Instant.fromEpochMilliseconds(millis + 1).toZonedDateTimeISO(this.zone);
    const span = {
      from: later.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to: there.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offset: there.offsetNanoseconds / 1e6,
    };
    this.#spans.push(span);
    return span;
  }
}

const zones = new Map<Zone, ZoneOffsets>();

/**
 * The offsets of an IANA zone, or of a fixed offset such as `-05:00`.
 * @throws UnknownZoneError for any other text, and for abbreviations such as `EST` whose meaning is open
 */
export function offsetsOf(zone: Zone): ZoneOffsets {
  const known = zones.get(zone);
  if (known) return known;
  const choices = typeof zone === 'string' ? AMBIGUOUS.get(zone.toUpperCase()) : undefined;
  if (choices)
    throw new UnknownZoneError(zone, `the abbreviation does not say whether the clocks change: use ${choices}`);
  if (!isZone(zone)) throw new UnknownZoneError(zone);
  const offsets = new ZoneOffsets(zone);
  zones.set(zone, offsets);
  return offsets;
}

function isZone(zone: unknown): zone is Zone {
  if (typeof zone !== 'string' || zone.trim() !== zone) return false;
  if (/^[+-]/.test(zone)) return FIXED.test(zone);
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}
