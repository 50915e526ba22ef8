import * as z from 'zod';
import { COUNTING_SHAPES, type ShapesFor } from '../calendar/explanation-schema.ts';
import { UNITS } from '../calendar/types.ts';
import type { DeadlineFacts, ExplanationStep } from './explanation-facts.ts';
import { DEADLINE_STATES } from './state.ts';

const text = z.string();
const n = z.number();
const yes = z.boolean();
const scalar = z.union([text, n, yes]);
const byEvent = { event: text, kind: text, day: text };
const hour = z.object({ came: text, ended: text, timezone: text }).exactOptional();
const late = { ...byEvent, date: text, hour };
const named = { clause: text, terms: text };
const money = z.object({ currency: text, amount: n });
const sums = z.array(money).readonly();
const texts = z.array(text).readonly();

/** The facts of each step of an explanation beside those of the count. */
export const DEADLINE_SHAPES = {
  clause: named,
  assumption: { assumption: text, terms: text },
  law: { law: text, holidays: texts, timezone: text },
  setting: { setting: text, length: text, terms: text.nullable() },
  condition: { field: text, value: scalar.nullable() },
  'because-of': { ...named, state: z.enum(['open', 'met', 'lapsed']) },
  fact: { ...byEvent, occurredAt: text, timezone: text },
  'fact-day': { ...byEvent, field: text, timezone: text, basis: scalar.exactOptional() },
  'contract-start': { event: text, day: text },
  'parent-day': { ...named, day: text },
  'hours-from': { day: text, instant: text, timezone: text },
  exceeded: { instant: text },
  'over-before': { day: text },
  'option-unknown': { field: text },
  'missed-cycle': { ...byEvent, date: text, cycleEnd: text },
  window: {
    opensOn: text,
    closing: text,
    lastDay: z.enum(['closing-day', 'day-before']),
    date: text,
    instant: text,
    timezone: text,
  },
  'window-between': { opensOn: text, date: text, neverOpen: yes },
  'on-day': { day: text, begins: yes, instant: text, timezone: text },
  'at-once': { date: text, instant: text, waits: yes, timezone: text },
  'cycle-extended': { event: text, kind: text, opensOn: text, from: text, n, to: text },
  'cycle-begins': { event: text, kind: text, day: text },
  'cycle-stated': { event: text, kind: text, opensOn: text, from: text, to: text },
  limits: {
    limits: z.array(z.object({ ...named, date: text, state: z.enum(DEADLINE_STATES), decides: yes })).readonly(),
  },
  sum: { opensOn: text, until: text, sums: text, counted: n, withoutAmount: n, figure: sums },
  share: { percent: n, figure: sums },
  floor: { floor: money, sum: sums, figure: sums, comparable: yes },
  allowance: { year: n, share: n, yearSeconds: n, allowedSeconds: n, timezone: text },
  outage: {
    outage: text.nullable(),
    from: text,
    to: text.nullable(),
    excused: yes,
    countedSeconds: n,
    timezone: text,
  },
  'allowance-used': { usedSeconds: n, allowedSeconds: n, instant: text, ongoing: yes, timezone: text },
  'allowance-left': { usedSeconds: n, allowedSeconds: n, leftSeconds: n },
  requirement: { ...named, outstanding: texts },
  entitlement: {
    from: text,
    to: text.nullable(),
    days: n.nullable(),
    cappedAt: n.nullable(),
    timezone: text,
  },
  moved: { ...byEvent, from: text, to: text },
  restarted: { ...byEvent, times: n },
  prolonged: { ...byEvent, length: text, from: text, to: text },
  paused: { event: text, kind: text, from: text },
  'paused-further': { ...byEvent, inForce: n },
  'still-paused': { ...byEvent, known: yes, inForce: n },
  resumed: { event: text, kind: text, from: text, until: text },
  extended: { from: text, n, unit: z.enum(UNITS), to: text },
  kept: { event: text, from: text, to: text },
  'after-lifting': { from: text, until: text, to: text, inBusinessDays: yes },
  met: byEvent,
  'met-in-part': { ...byEvent, missing: texts },
  'met-again': byEvent,
  'met-early': { ...byEvent, opensOn: text },
  'met-untracked': { ...byEvent, opensOn: text },
  reopened: byEvent,
  ended: byEvent,
  remains: { ...byEvent, remaining: money.nullable() },
  'contract-ended': { event: text, day: text },
  corrected: { event: text, formerly: text, kind: text, occurredAt: text, by: text, reason: text },
  'parent-settled': { ...byEvent, ...named },
  'no-next-cycle': { ...byEvent, ...named, date: text },
  lapsed: { event: text, instant: text, produces: text },
  arisen: { instant: text },
  'late-known': { recordedAt: text, timezone: text },
  'late-read': { acceptedAt: text, timezone: text },
  'met-late': late,
  'ended-late': late,
  'paused-late': late,
  'moved-late': late,
  'prolonged-late': late,
  'reopened-late': { ...byEvent, date: text },
} satisfies ShapesFor<DeadlineFacts>;

const SHAPES: Readonly<Record<string, z.ZodRawShape>> = {
  ...COUNTING_SHAPES,
  ...DEADLINE_SHAPES,
  told: { step: z.looseObject({ code: text, text }) },
  unknown: { step: z.looseObject({ code: text }) },
};

const built = new Map<string, z.ZodType>();

/** Built when a step of that code is first read: few codes occur, and to build all of them takes longer than to read. */
function schemaOf(code: string, facts: z.ZodRawShape): z.ZodType {
  const schema = built.get(code) ?? z.object({ ...facts, code: z.literal(code), option: n.exactOptional() });
  built.set(code, schema);
  return schema;
}

/**
 * A step of an explanation, as it is stored. One of a code that a later release added is kept whole, as `unknown`: what
 * a step says decides nothing, so no contract is unreadable for it.
 */
export const explanationStepSchema = z.looseObject({ code: text }).transform((step, context): ExplanationStep => {
  const { code } = step;
  const facts = Object.hasOwn(SHAPES, code) ? SHAPES[code] : undefined;
  if (!facts) return { code: 'unknown', step };
  // Compiling a schema, as zod does at its first use, takes longer than the few steps that one process reads.
  const read = schemaOf(code, facts).safeParse(step, { jitless: true });
  if (read.success) return read.data as ExplanationStep;
  context.issues.push(
    ...read.error.issues.map(({ message, path }) => ({ code: 'custom', message, path, input: step }) as const),
  );
  return z.NEVER;
});
