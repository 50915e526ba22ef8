import * as z from 'zod';
import { canonicalInstant, epochInstant } from './instants.ts';

const IDENTIFIER = /^[A-Za-z0-9_.-]{1,128}$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const END_OF_9999 = 253_402_300_799;

export const identifier = z
  .string()
  .regex(IDENTIFIER, 'expected an id of at most 128 letters, digits, "_", "." or "-"');

/** An id, or the object itself where the sender expanded it. */
export const idOrObject = z.union([identifier, z.looseObject({ id: identifier }).transform(({ id }) => id)], {
  error: 'expected an id, or an object that has one',
});

const SECONDS_WANTED = 'expected whole seconds since 1970';
export const epochSeconds = z
  .int(SECONDS_WANTED)
  .min(0, SECONDS_WANTED)
  .max(END_OF_9999, SECONDS_WANTED)
  .transform(epochInstant);

export const rfc3339 = z.string().transform((text, context) => {
  try {
    if (RFC3339.test(text)) return canonicalInstant(text);
  } catch {
    // A date such as 30 February has the form but does not exist.
  }
  context.addIssue({ code: 'custom', message: 'expected a date and time such as 2026-11-20T08:00:00Z', input: text });
  return z.NEVER;
});

export const minorUnits = z.int('expected a whole number of minor units');

/** Minor units as a string of digits. */
export const minorUnitsText = z.string().transform((text, context) => {
  const amount = Number(text);
  // An empty string or a hexadecimal one is a number to JavaScript, but not an amount.
  if (/^-?\d{1,16}$/.test(text) && Number.isSafeInteger(amount)) return amount === 0 ? 0 : amount;
  context.addIssue({ code: 'custom', message: 'expected a whole number of minor units as digits', input: text });
  return z.NEVER;
});

export const currencyCode = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'expected a three-letter ISO 4217 code')
  .transform((code) => code.toUpperCase());

/** A short word of the provider's own vocabulary, such as a status. */
export const word = z.string().max(64, 'expected at most 64 characters');

/** An id where there is one, for events of which nothing is required. */
export function idIn(value: unknown): string | null {
  return idOrObject.safeParse(value).data ?? null;
}
