import * as z from 'zod';
import { parseDay } from '../calendar/days.ts';
import type { Day, InstantText, Zone } from '../calendar/types.ts';
import { localDay, startOfDay, toInstant, type ZoneRead } from '../calendar/zone.ts';
import { CONTRACT_AMENDED, recordedChangeSchema } from './amendment.ts';
import { minorDigits } from './currency.ts';
import { KIND_PATTERN } from './kinds.ts';

const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'remaining', 'amountPaid', 'amountCredited']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** An instant with its offset, or a bare day to be read in the contract's zone. */
export const occurredAtSchema = z
  .string('write a day such as 2026-11-20, or a moment')
  .superRefine((value, context) => {
    const problem = problemWithOccurredAt(value);
    if (problem) context.addIssue({ code: 'custom', message: problem, input: value });
  });

const dataNameSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'use a name such as dueOn');
const datumSchema = z.union([z.string().max(1024), z.number(), z.boolean()]);

/** Facts by name. A name ending in `On` holds a bare day, one ending in `At` an instant; amounts are in minor units. */
export const eventDataSchema = z.record(dataNameSchema, datumSchema).superRefine(checkData);

/** The id of an event, as callers and providers give one. */
export const givenEventIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,128}$/, 'use 1 to 128 letters, digits, full stops, hyphens or underscores');

/** The id of a recorded event. Only Clauseclock itself gives ids with `~`, such as that of a corrected event. */
export const eventIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.~-]{1,128}$/, 'use 1 to 128 letters, digits, full stops, hyphens or underscores');

/** The data of a recorded event: flat, but for what an amendment changed. */
const storedDataSchema = z.record(dataNameSchema, z.union([datumSchema, recordedChangeSchema])).superRefine(checkData);

/** Why Clauseclock itself recorded an event: the last instant of this deadline passed unmet. */
export const causeSchema = z.strictObject({ deadline: z.string(), instant: z.string() });

/** An immutable fact of a contract. `occurredAt` is when it happened, `recordedAt` when it became known. */
export const contractEventSchema = z
  .strictObject({
    id: eventIdSchema,
    kind: z.string().regex(KIND_PATTERN, 'use a kind such as contract.terminated'),
    occurredAt: occurredAtSchema,
    recordedAt: z.string(),
    data: storedDataSchema,
    source: z.strictObject({ provider: z.string(), eventId: z.string(), type: z.string() }).optional(),
    cause: causeSchema.optional(),
    /** The edition that what the event opens is counted with; absent on what was recorded before there were editions. */
    edition: z.int().positive().optional(),
  })
  .superRefine(({ kind, data }, context) => {
    for (const [key, value] of Object.entries(data)) {
      if (typeof value !== 'object' || (kind === CONTRACT_AMENDED && key === 'change')) continue;
      context.addIssue({
        code: 'custom',
        message: 'use text, a number, true or false',
        path: ['data', key],
        input: value,
      });
    }
  });

/** Only `change` of an amendment is an object. */
export type EventData = z.infer<typeof storedDataSchema>;
export type ContractEvent = z.infer<typeof contractEventSchema>;
/** What decides deadlines: an event without the moment it became known. Two tellings of one provider may be one fact. */
export type Fact = Omit<ContractEvent, 'recordedAt'>;

export function isBareDay(text: string): boolean {
  return DAY.test(text);
}

/** The civil day of an event in a zone. */
export function dayOf(occurredAt: string, zone: ZoneRead): Day {
  return isBareDay(occurredAt) ? occurredAt : localDay(occurredAt, zone);
}

/** The moment by which events are ordered: a bare day counts from its first instant. */
export function instantOf(occurredAt: string, zone: Zone): InstantText {
  return isBareDay(occurredAt) ? startOfDay(occurredAt, zone) : toInstant(occurredAt);
}

function checkData(data: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [key, value] of Object.entries(data)) {
    const message = problemWithDatum(key, value);
    if (message) context.addIssue({ code: 'custom', message, path: [key], input: value });
  }
}

/** As `eventDataSchema`, of what is submitted: amounts that nobody can owe or pay, and currencies that do not exist, are refused. */
export const submittedDataSchema = eventDataSchema.superRefine((data, context) => {
  for (const [key, value] of Object.entries(data)) {
    const message = problemWithMoney(key, value);
    if (message) context.addIssue({ code: 'custom', message, path: [key], input: value });
  }
});

function problemWithMoney(key: string, value: unknown): string | undefined {
  if (AMOUNTS.has(key) && Number(value) < 0) {
    return 'an amount is not below zero; what is given back is a refund.issued or an invoice.credited';
  }
  if (key === 'currency' && minorDigits(String(value)) === undefined) return 'use a code of ISO 4217, such as EUR';
  return undefined;
}

function problemWithDatum(key: string, value: unknown): string | undefined {
  if (AMOUNTS.has(key) && !Number.isSafeInteger(value)) return 'an amount is an integer in minor units, such as 1990';
  try {
    if (key.endsWith('On')) parseDay(String(value));
    if (key.endsWith('At')) toInstant(String(value));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function problemWithOccurredAt(value: string): string | undefined {
  try {
    if (isBareDay(value)) parseDay(value);
    else toInstant(value);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return isBareDay(value) ? message : `${message}, or give a bare day, 2026-11-20`;
  }
}
