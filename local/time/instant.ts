import { Temporal } from 'temporal-polyfill';

/** A time that cannot be understood or reached; names the field, the value and the remedy. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
  readonly field: string;
  readonly value: string;

  constructor(field: string, value: string, remedy: string) {
    super(`${field}: ${JSON.stringify(value)} ${remedy}`);
    this.field = field;
    this.value = value;
  }
}

/** UTC text of an instant, `2026-11-20T08:00:00Z`; milliseconds only when they are not zero. */
export function instantText(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return epochMs % 1000 === 0 ? `${text.slice(0, -5)}Z` : text.replace(/0+Z$/, 'Z');
}

/** Epoch milliseconds of an ISO 8601 instant with `Z` or an offset. Throws TimeError naming `field`. */
export function parseInstant(text: string, field = 'instant'): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new TimeError(
      field,
      text,
      'is not an instant. Give a date and time with Z or an offset, 2026-11-20T08:00:00Z.',
    );
  }
}

/** The instant an ISO 8601 duration (`PT2H`, `P15D`, `P1M`) after `epochMs`; days and months count in UTC. */
export function addDuration(epochMs: number, duration: string, field = 'duration'): number {
  const start = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO('UTC');
  try {
    return start.add(Temporal.Duration.from(duration)).epochMilliseconds;
  } catch {
    throw new TimeError(field, duration, 'is not an ISO 8601 duration. Give one such as PT2H, P15D or P1M.');
  }
}
