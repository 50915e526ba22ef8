import * as z from 'zod';
import type { InstantText } from '../calendar/types.ts';
import { minorDigits } from '../events/currency.ts';
import { LONGEST_ID } from './envelope.ts';
import { canonicalInstant, epochInstant } from './instants.ts';

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const END_OF_9999 = 253_402_300_799;

/** Any JSON object. What it holds is read field by field. */
export const anyObject = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
);

/** A provider's id. Some accounts choose their own, so any text is one. Half a surrogate pair cannot be stored. */
export const identifier = z
  .string()
  .min(1, 'expected an id')
  .max(LONGEST_ID, `expected an id of at most ${LONGEST_ID} characters`)
  .transform((text) => text.toWellFormed());

/** An id, or the object itself where the sender expanded it. */
export const idOrObject = z.union([identifier, z.looseObject({ id: identifier }).transform(({ id }) => id)], {
  error: 'expected an id, or an object that has one',
});

/** For what no clock hangs on: a value that cannot be read is taken to be absent. */
export function lenient<T>(schema: z.ZodType<T>) {
  return schema.nullish().catch(undefined);
}

/** Any words, such as a status or the number of an invoice. */
export const text = z.string().transform((value) => value.toWellFormed());

const SECONDS_WANTED = 'expected whole seconds since 1970';
export const epochSeconds = z
  .int(SECONDS_WANTED)
  .min(0, SECONDS_WANTED)
  .max(END_OF_9999, SECONDS_WANTED)
  .transform(epochInstant);

export const rfc3339 = z.string().transform((value, context) => {
  try {
    if (RFC3339.test(value)) return canonicalInstant(value);
  } catch {
    // A date such as 30 February has the form but does not exist.
  }
  context.addIssue({ code: 'custom', message: 'expected a date and time such as 2026-11-20T08:00:00Z', input: value });
  return z.NEVER;
});

const NEVER = '9999';

/** The end of something. In the year 9999 it is another word for never, and there is no calendar for it. */
export const endSeconds = epochSeconds.transform(unlessNever);
export const endTime = rfc3339.transform(unlessNever);

function unlessNever(instant: InstantText): InstantText | null {
  return instant.startsWith(NEVER) ? null : instant;
}

/** An amount as the provider writes it, which may be below zero: a credit. */
export const signedAmount = z.int('expected a whole number of minor units');
/** An amount that is owed or paid. */
export const amount = signedAmount.min(0, 'expected an amount that is not below zero');

/** As `signedAmount`, where the provider writes digits. */
export const signedAmountText = z.string().transform((value, context) => {
  const parsed = Number(value);
  // An empty string or a hexadecimal one is a number to JavaScript, but not an amount.
  if (/^-?\d{1,16}$/.test(value) && Number.isSafeInteger(parsed)) return parsed === 0 ? 0 : parsed;
  context.addIssue({ code: 'custom', message: 'expected a whole number of minor units as digits', input: value });
  return z.NEVER;
});
export const amountText = signedAmountText.refine((value) => value >= 0, 'expected an amount that is not below zero');

export const currencyCode = z
  .string()
  .refine((code) => minorDigits(code) !== undefined, 'expected a three-letter ISO 4217 code')
  .transform((code) => code.toUpperCase());

/** What stands at a path of an object, as far as it is there: `valueAt(invoice, 'parent', 'type')`. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  );
}

/** The id at a path of an object, where there is one, for what needs none. */
export function idAt(value: unknown, ...path: readonly string[]): string | null {
  return idOrObject.safeParse(valueAt(value, ...path)).data ?? null;
}
