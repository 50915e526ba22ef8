import * as z from 'zod';
import { WAITING_KINDS } from '../../shared/aws/table/waiting.ts';
import { DEADLINE_STATES } from '../../shared/core/deadlines/state.ts';
import { daySchema } from '../../shared/core/events/contract.ts';
import { FILTERS, IN_ORDER, isInOrder } from '../../shared/inbound/filters.ts';
import { causeNameSchema } from '../../shared/proposals/cause.ts';
import { MOST_ROWS } from './page.ts';
import type { RouteKey } from './routes.ts';

/** The longest cursor there can be has some 3,400 characters; API Gateway takes 10,240 bytes of path and headers. */
export const LONGEST_CURSOR = 4096;

const limitSchema = z.coerce
  .number(`give a whole number from 1 to ${MOST_ROWS}`)
  .int()
  .min(1)
  .max(MOST_ROWS)
  .default(MOST_ROWS)
  .describe('How many rows a page holds at most.');

const page = {
  cursor: z
    .string()
    .max(LONGEST_CURSOR)
    .optional()
    .describe('`next` of the page before, to the same path with the same filters. The first page when absent.'),
  limit: limitSchema,
};

const explain = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')
  .describe('`true` adds `steps`, the explanation, to each deadline.');

/** A sort key of the index `inbound`. */
export const inboundPositionSchema = z
  .string()
  .max(1024)
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+#/);

/** The query parameters of each read. They parse the requests and describe them in the OpenAPI document. */
export const QUERIES = {
  'GET /contracts/{contract}': z.strictObject(page),
  'GET /contracts/{contract}/deadlines': z.strictObject({ explain, ...page }),
  'GET /contracts/{contract}/evidence': z.strictObject(page),
  'GET /contracts/{contract}/proposals': z.strictObject(page),
  'GET /proposals': z.strictObject({
    cause: causeNameSchema.optional().describe('Only those with the cause of this `name`.'),
    ...page,
  }),
  'GET /deadlines': z
    .strictObject({
      from: daySchema.default('1970-01-01').describe('The earliest last day.'),
      to: daySchema.default('9999-12-31').describe('The latest last day.'),
      state: z.enum(DEADLINE_STATES).optional().describe('Only deadlines in this state.'),
      explain,
      ...page,
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not lie before `from`' }),
  'GET /inbound': z.strictObject({ ...FILTERS, ...page }).refine(isInOrder, IN_ORDER),
  'GET /inbound/{delivery}': z.strictObject({}),
  'GET /holds': z.strictObject({
    state: z
      .enum(['in-force', 'released'])
      .default('in-force')
      .describe('Those that stop letters, or those that are released.'),
    ...page,
  }),
  'GET /sending': z.strictObject({}),
  'GET /tasks': z.strictObject({
    kind: z.enum(WAITING_KINDS).optional().describe('Only tasks of this kind.'),
    ...page,
  }),
  'GET /jobs/{job}': z.strictObject({}),
} as const satisfies Partial<Record<RouteKey, z.ZodType>>;
