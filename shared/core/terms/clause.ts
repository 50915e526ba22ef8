import * as z from 'zod';
import { parsePeriods } from '../calendar/period-text.ts';
import { ROLLS } from '../calendar/types.ts';
import { KIND_PATTERN } from '../events/kinds.ts';

const kind = z.string().regex(KIND_PATTERN, 'use an event kind such as contract.terminated');
const dataValue = z.union([z.string(), z.number(), z.boolean()]);
const party = z.enum(['customer', 'provider']);

/** A length of time in words: `15 business days`, `6 months`, `72 hours`, `1 month and 15 days`. */
export const lengthSchema = z.string().superRefine((text, context) => {
  try {
    parsePeriods(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error), input: text });
  }
});

/** An event, by kind and, where given, by values in its data. */
const eventMatchSchema = z.union([kind, z.strictObject({ kind, where: z.record(z.string(), dataValue) })]);
const eventMatches = z.union([eventMatchSchema, z.array(eventMatchSchema).min(1)]);

/** `trigger` is the day of the event; `data.dueOn` a day the event carries (or the local day of `data.dueAt`). */
const anchor = z
  .string()
  .regex(/^(trigger|data\.[a-z][A-Za-z0-9]*On)$/, 'use trigger, or a day of the event such as data.dueOn');

const countingSchema = z.strictObject({
  length: lengthSchema,
  from: anchor.default('trigger'),
  direction: z.enum(['after', 'before']).default('after'),
  countsTriggerDay: z.boolean().default(false),
  clear: z.boolean().default(false),
  method: z.enum(['subtract', 'forwardMax']).default('subtract'),
  roll: z.enum(ROLLS).default('none'),
  weekmask: z
    .string()
    .regex(/^[01]{7}$/)
    .optional(),
  minWorkingDays: z.int().positive().optional(),
  fromNextFullHour: z.boolean().optional(),
  monthEnd: z.enum(['clamp', 'refuse']).default('clamp'),
});

const windowSchema = z.strictObject({
  until: anchor,
  /** Whether the closing day itself still belongs to the window. */
  lastDay: z.enum(['closing-day', 'day-before']),
});

const allowanceSchema = z.strictObject({
  /** The share of the year that may be lost, `0.005` for 99.5 % availability. */
  share: z.number().gt(0).lt(1),
  per: z.literal('calendar-year'),
  from: kind,
  to: kind,
  /** The data key that, when true, keeps an occurrence out of the count. */
  excusedBy: z.string(),
});

const lookBackSchema = z.strictObject({ length: lengthSchema, sums: kind });

const rungSchema = z
  .strictObject({
    step: z.enum(['opened', 'reminder', 'due', 'lapsed']),
    /** Reminders only: how long before the last day. */
    before: lengthSchema.optional(),
    to: z.union([party, z.array(party).min(1)]),
    /** The pack's own first sentence, with `{placeholders}`. */
    lead: z.string().max(500).optional(),
  })
  .refine((rung) => (rung.step === 'reminder') === (rung.before !== undefined), {
    message: 'a reminder needs `before`, and only a reminder has it',
    path: ['before'],
  });

const producesSchema = z.strictObject({
  kind,
  /** Whether it happens on the last day or on the day after it. */
  occurs: z.enum(['last-day', 'day-after']).default('last-day'),
  /** Data taken over from the event that started the clause. */
  carries: z.array(z.string()).default([]),
});

const SHAPES = ['period', 'window', 'allowance', 'lookBack', 'none'] as const;

/** One rule of a pack. It has exactly one shape: `period`, `window`, `allowance`, `lookBack` or `none`. */
export const clauseSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    /** Where the document says it. */
    ref: z.string().min(1),
    title: z.string().min(1),
    /** What it means, in the pack author's own words. */
    means: z.string().min(1),
    nature: z.enum(['obligation', 'right', 'effect', 'window', 'figure']),
    obligor: party,
    on: eventMatches.optional(),
    /** The data key that tells occurrences apart: one deadline per invoice, breach or change. */
    about: z.string().optional(),
    period: z.union([lengthSchema, countingSchema]).optional(),
    window: windowSchema.optional(),
    allowance: allowanceSchema.optional(),
    lookBack: lookBackSchema.optional(),
    none: z.string().min(1).optional(),
    satisfiedBy: eventMatches.optional(),
    endedBy: eventMatches.optional(),
    suspendedBy: eventMatches.optional(),
    resumedBy: eventMatches.optional(),
    /** The event its lapse brings about. */
    produces: producesSchema.optional(),
    /** An event that would miss this deadline is refused instead of recorded. */
    refuseWhenMissed: z.boolean().default(false),
    survivesTermination: z.boolean().default(false),
    ladder: z.array(rungSchema).default([]),
    /** Ids of the pack's assumptions that this clause rests on. */
    assumes: z.array(z.string()).default([]),
  })
  .superRefine((clause, context) => {
    const shapes = SHAPES.filter((shape) => clause[shape] !== undefined);
    if (shapes.length !== 1) {
      const found = shapes.length === 0 ? 'none of them' : shapes.join(' and ');
      context.addIssue({
        code: 'custom',
        message: `a clause has exactly one of ${SHAPES.join(', ')}; ${clause.id} has ${found}`,
      });
    }
    const rungs = clause.ladder.map(rungName);
    for (const name of rungs.filter((name, index) => rungs.indexOf(name) !== index)) {
      context.addIssue({ code: 'custom', message: `step ${name} appears twice`, path: ['ladder'] });
    }
    if (clause.none === undefined && clause.allowance === undefined && clause.on === undefined) {
      context.addIssue({ code: 'custom', message: `say which event starts ${clause.id}`, path: ['on'] });
    }
  });

export type Clause = z.infer<typeof clauseSchema>;
export type Counting = z.infer<typeof countingSchema>;
export type EventMatches = z.infer<typeof eventMatches>;
export type Allowance = z.infer<typeof allowanceSchema>;
export type LadderRung = z.infer<typeof rungSchema>;

/** `opened`, `due`, `lapsed`, or `reminder-5-business-days`. */
export function rungName(rung: LadderRung): string {
  return rung.before === undefined ? rung.step : `${rung.step}-${rung.before.replaceAll(/\s+/g, '-')}`;
}

/** A clause's counting settings in full: a bare length takes every default. */
export function countingOf(period: NonNullable<Clause['period']>): Counting {
  return typeof period === 'string' ? countingSchema.parse({ length: period }) : period;
}
