import { Temporal } from 'temporal-polyfill';
import { instantText } from '../calendar/instants.ts';
import type { InstantText } from '../calendar/types.ts';

export function epochInstant(seconds: number): InstantText {
  return instantText(seconds * 1000);
}

/** Cut to whole milliseconds: providers give up to nine digits, and one moment needs one spelling. */
export function canonicalInstant(text: string): InstantText {
  return Temporal.Instant.from(text).round({ smallestUnit: 'millisecond', roundingMode: 'floor' }).toString();
}

export function isBefore(a: InstantText, b: InstantText): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

export function millisecondsBetween(from: InstantText, to: InstantText): number {
  return Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds;
}

export function earliest(instants: readonly InstantText[]): InstantText | null {
  return instants.reduce<InstantText | null>((first, each) => (first && !isBefore(each, first) ? first : each), null);
}

export function latest(instants: readonly InstantText[]): InstantText | null {
  return instants.reduce<InstantText | null>((last, each) => (last && !isBefore(last, each) ? last : each), null);
}

/** `20261120T080000Z`: an instant as part of an id. */
export function compact(instant: InstantText): string {
  return instant.replaceAll(/[-:]/g, '');
}
