import { dayText, digits, leadingDay, two } from './days.ts';
import { InvalidInstantError } from './errors.ts';
import type { InstantText } from './types.ts';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

const INSTANT =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Milliseconds since 1970 of a moment written with its offset. Parts of a millisecond are cut off.
 * @throws InvalidInstantError for a missing offset or a moment that does not exist
 */
export function parseInstant(text: string, field = 'instant'): number {
  if (typeof text !== 'string') throw new InvalidInstantError(text, field);
  const millis = isCanonical(text) ? leadingDay(text) * DAY_MS + clockOf(text) : Number.NaN;
  return Number.isNaN(millis) ? parseAny(text, field) : millis;
}

/** Whether a moment is written as `instantText` writes one without milliseconds. */
export function isCanonical(text: string): boolean {
  return text.length === 20 && text[19] === 'Z';
}

/** Milliseconds after midnight of `…T08:00:00Z`, or NaN. */
function clockOf(text: string): number {
  if (text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return Number.NaN;
  const hours = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  const seconds = digits(text, 17, 19);
  return hours < 24 && minutes < 60 && seconds < 60 ? ((hours * 60 + minutes) * 60 + seconds) * 1000 : Number.NaN;
}

function parseAny(text: string, field: string): number {
  const parts = INSTANT.exec(text);
  const epochDay = parts ? leadingDay(text) : Number.NaN;
  if (!parts || Number.isNaN(epochDay)) throw new InvalidInstantError(text, field);
  const [, hours, minutes, seconds = '0', fraction = '', sign, offsetHours, offsetMinutes] = parts;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const time = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + millis;
  const offset = sign === undefined ? 0 : (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return epochDay * DAY_MS + time - (sign === '-' ? -offset : offset);
}

/** UTC text of a moment, `2026-12-15T22:00:00Z`; milliseconds only where there are any. */
export function instantText(millis: number): InstantText {
  return `${wallClock(millis)}Z`;
}

/** Day and time of day of milliseconds since 1970, `2026-12-15T22:00:00`. */
export function wallClock(millis: number): string {
  const epochDay = Math.floor(millis / DAY_MS);
  const time = millis - epochDay * DAY_MS;
  const seconds = Math.floor(time / 1000);
  const rest = time - seconds * 1000;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dayText(epochDay)}T${clock}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}`;
}
