import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { CONTRACT_AMENDED } from '../../shared/core/events/amendment.ts';
import { contractIdSchema } from '../../shared/core/events/contract.ts';
import {
  eventIdSchema,
  givenEventIdSchema,
  occurredAtSchema,
  submittedDataSchema,
} from '../../shared/core/events/event.ts';
import { LAPSE_ID_PREFIX } from '../../shared/core/events/event-id.ts';
import { inPlainWords } from '../../shared/core/events/fault-words.ts';
import { KIND_PATTERN, RESERVED_KINDS } from '../../shared/core/events/kinds.ts';
import { bySchema, reasonSchema } from '../../shared/core/events/person.ts';
import { FILTERS, IN_ORDER, isInOrder } from '../../shared/inbound/filters.ts';
import { unknownEvent } from '../../shared/recording/correctable.ts';
import type { FieldFault, Rejection } from '../../shared/recording/rejection.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { unstorable } from './storable.ts';

/** The body of `POST /contracts/{contract}/events`. */
export const submittedEventSchema = z.strictObject({
  kind: z
    .string()
    .max(128)
    .regex(KIND_PATTERN, 'use a kind such as contract.terminated')
    .refine((kind) => !RESERVED_KINDS.has(kind), 'only Clauseclock itself records this kind')
    .refine((kind) => kind !== CONTRACT_AMENDED, 'amend the contract instead: PATCH /contracts/{contract}'),
  occurredAt: occurredAtSchema,
  data: submittedDataSchema.default({}),
  id: givenEventIdSchema
    .refine((id) => !id.startsWith(LAPSE_ID_PREFIX), 'only Clauseclock itself gives such ids')
    .optional(),
});

/** An instant of any offset, in UTC without its zeros: `2026-11-20T08:00:00Z`. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'write an instant with Z or an offset, such as 2026-11-20T08:00:00Z' })
  .transform((text) => new Date(text).toISOString().replace('.000Z', 'Z'));

/** The body of a request that a person answers for. */
export const statementSchema = z.strictObject({ by: bySchema, reason: reasonSchema });

/** The body of `POST /contracts/{contract}/notices/{notice}/send-again`. */
export const sendAgainSchema = statementSchema.extend({
  anyway: z.boolean().optional().describe('True sends it once more although it was delivered.'),
});

/** The body of `POST /inbound/replay`. */
export const replaySchema = z
  .strictObject({
    ...FILTERS,
    ...statementSchema.shape,
    dryRun: z.boolean().default(false).describe('True tells what would be worked on again, and does nothing.'),
  })
  .refine(isInOrder, IN_ORDER);

/** Parses input, or throws 422 naming every field that is wrong. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true, error: inPlainWords });
  const faults = parsed.success ? unstorable(input) : parsed.error.issues.flatMap((issue) => faultsOf(issue, input));
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new HttpProblem(422, 'invalid', 'The input is not valid.', faults);
}

/** Parses the query of a request, or throws 422 naming every parameter that is wrong or unknown. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  { queryStringParameters }: APIGatewayProxyEventV2,
): z.infer<Schema> {
  return parseInput(schema, queryStringParameters ?? {});
}

function faultsOf(issue: z.core.$ZodIssue, whole: unknown): FieldFault[] {
  const field = issue.path.join('.') || 'body';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: issue.path.length === 0 ? key : `${field}.${key}`,
      detail: 'There is no such field. Check its spelling.',
    }));
  }
  const input = asGiven(issue, whole);
  const shown = typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean';
  return [{ field, ...(shown && { value: input }), detail: `${issue.message}.`.replace(/\.\.$/, '.') }];
}

/**
 * The value that is wrong. Text in a query that is read as a number is shown as it was written: `abc` is none. The field by
 * which objects are told apart is reported with the whole object.
 */
function asGiven({ input, path }: z.core.$ZodIssue, whole: unknown): unknown {
  if (typeof input !== 'number' && typeof input !== 'object') return input;
  const written = path.reduce<unknown>((value, key) => Object(value)[key], whole);
  if (typeof input === 'object') return written;
  return typeof written === 'string' ? written : input;
}

/** 422 about one field that is well-formed and cannot be. */
export function refused(field: string, value: unknown, detail: string): HttpProblem {
  return new HttpProblem(422, 'invalid', 'The input is not valid.', [{ field, value, detail }]);
}

export function contractInPath({ pathParameters }: APIGatewayProxyEventV2): string {
  const contract = pathParameters?.contract ?? '';
  if (!contractIdSchema.safeParse(contract).success) throw noSuchContract(contract);
  return contract;
}

export function eventInPath({ pathParameters }: APIGatewayProxyEventV2): string {
  const event = pathParameters?.event ?? '';
  if (!eventIdSchema.safeParse(event).success) throw problemFrom(unknownEvent(event.slice(0, 128)));
  return event;
}

export function noSuchContract(contract: string): HttpProblem {
  return new HttpProblem(404, 'unknown-contract', 'There is no such contract.', [
    { field: 'contract', value: contract, detail: 'Create it with POST /contracts first.' },
  ]);
}

const STATUS: Record<Rejection['code'], readonly [number, string]> = {
  'unknown-contract': [404, 'There is no such contract.'],
  'unknown-event': [404, 'The contract has no such event.'],
  invalid: [422, 'The input is not valid.'],
  conflict: [409, 'It contradicts what is recorded.'],
  'not-countable': [422, 'A deadline that follows from it cannot be counted.'],
  unlawful: [422, 'The terms do not allow it.'],
};

export function problemFrom({ code, faults }: Rejection): HttpProblem {
  const [status, title] = STATUS[code];
  return new HttpProblem(status, code, title, faults);
}
