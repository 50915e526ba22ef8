import * as z from 'zod';
import { COUNTING_SCHEMAS, type SchemasFor } from '../calendar/explanation-schema.ts';
import { UNITS } from '../calendar/types.ts';
import type { DeadlineFacts, ExplanationStep } from './explanation-facts.ts';
import { DEADLINE_STATES } from './state.ts';

const text = z.string();
const n = z.number();
const yes = z.boolean();
const scalar = z.union([text, n, yes]);
const byEvent = { event: text, kind: text, day: text };
const late = z.object({ ...byEvent, date: text });
const named = { clause: text, terms: text };
const money = z.object({ currency: text, amount: n });
const sums = z.array(money).readonly();
const texts = z.array(text).readonly();

/** The facts of each step of an explanation beside those of the count. */
export const DEADLINE_SCHEMAS = {
  clause: z.object(named),
  assumption: z.object({ assumption: text, terms: text }),
  law: z.object({ law: text, holidays: texts, timezone: text }),
  setting: z.object({ setting: text, length: text, terms: text.nullable() }),
  condition: z.object({ field: text, value: scalar.nullable() }),
  'because-of': z.object({ ...named, state: z.enum(['open', 'met', 'lapsed']) }),
  fact: z.object({ ...byEvent, occurredAt: text, timezone: text }),
  'fact-day': z.object({ ...byEvent, field: text, timezone: text, basis: scalar.exactOptional() }),
  'contract-start': z.object({ event: text, day: text }),
  'parent-day': z.object({ ...named, day: text }),
  'option-unknown': z.object({ field: text }),
  'missed-cycle': z.object({ ...byEvent, date: text, cycleEnd: text }),
  window: z.object({
    opensOn: text,
    closing: text,
    lastDay: z.enum(['closing-day', 'day-before']),
    date: text,
    instant: text,
    timezone: text,
  }),
  'window-between': z.object({ opensOn: text, date: text, neverOpen: yes }),
  'on-day': z.object({ day: text, begins: yes, instant: text, timezone: text }),
  'at-once': z.object({ date: text, instant: text, waits: yes, timezone: text }),
  'cycle-extended': z.object({ event: text, kind: text, opensOn: text, from: text, n, to: text }),
  limits: z.object({
    limits: z.array(z.object({ ...named, date: text, state: z.enum(DEADLINE_STATES), decides: yes })).readonly(),
  }),
  sum: z.object({ opensOn: text, until: text, sums: text, counted: n, withoutAmount: n, figure: sums }),
  share: z.object({ percent: n, figure: sums }),
  floor: z.object({ floor: money, sum: sums, figure: sums, comparable: yes }),
  allowance: z.object({ year: n, share: n, yearSeconds: n, allowedSeconds: n, timezone: text }),
  outage: z.object({
    outage: text.nullable(),
    from: text,
    to: text.nullable(),
    excused: yes,
    countedSeconds: n,
    timezone: text,
  }),
  'allowance-used': z.object({ usedSeconds: n, allowedSeconds: n, instant: text, ongoing: yes, timezone: text }),
  'allowance-left': z.object({ usedSeconds: n, allowedSeconds: n, leftSeconds: n }),
  requirement: z.object({ ...named, outstanding: texts }),
  entitlement: z.object({
    from: text,
    to: text.nullable(),
    days: n.nullable(),
    cappedAt: n.nullable(),
    timezone: text,
  }),
  moved: z.object({ ...byEvent, from: text, to: text }),
  restarted: z.object({ ...byEvent, times: n }),
  prolonged: z.object({ ...byEvent, length: text, from: text, to: text }),
  paused: z.object({ event: text, kind: text, from: text }),
  'paused-further': z.object({ ...byEvent, inForce: n }),
  'still-paused': z.object({ ...byEvent, known: yes, inForce: n }),
  resumed: z.object({ event: text, kind: text, from: text, until: text }),
  extended: z.object({ from: text, n, unit: z.enum(UNITS), to: text }),
  met: z.object(byEvent),
  'met-again': z.object(byEvent),
  'met-early': z.object({ ...byEvent, opensOn: text }),
  reopened: z.object(byEvent),
  ended: z.object(byEvent),
  'contract-ended': z.object({ event: text, day: text }),
  'parent-settled': z.object({ ...byEvent, ...named }),
  'no-next-cycle': z.object({ ...byEvent, ...named, date: text }),
  lapsed: z.object({ event: text, instant: text, produces: text }),
  arisen: z.object({ instant: text }),
  'met-late': late,
  'ended-late': late,
  'paused-late': late,
  'moved-late': late,
  'prolonged-late': late,
  'reopened-late': late,
} satisfies SchemasFor<DeadlineFacts>;

const toldSchema = z.object({
  code: z.literal('told'),
  step: z.looseObject({ code: text, text }),
});

const steps = Object.entries({ ...COUNTING_SCHEMAS, ...DEADLINE_SCHEMAS }).map(([code, facts]) =>
  facts.extend({ code: z.literal(code), option: n.exactOptional() }),
);

/** A step of an explanation, as it is stored. */
export const explanationStepSchema = z.discriminatedUnion('code', [toldSchema, ...steps]) as z.ZodType<ExplanationStep>;
