import * as z from 'zod';
import { KIND_PATTERN } from '../events/kinds.ts';
import { checkClause } from './clause-rules.ts';
import { anchorSchema, countingSchema, lengthSchema } from './counting.ts';

const kind = z.string().regex(KIND_PATTERN, 'use an event kind such as contract.terminated');
const dataKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'use a name of the event’s data such as invoice');
const dataValue = z.union([z.string(), z.number(), z.boolean()]);
const party = z.enum(['customer', 'provider']);

/** An event, by kind and, where given, by values in its data. */
const eventMatchSchema = z.union([kind, z.strictObject({ kind, where: z.record(dataKey, dataValue) })]);
const eventMatches = z.union([eventMatchSchema, z.array(eventMatchSchema).min(1)]);

const windowSchema = z.strictObject({
  until: anchorSchema,
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
  excusedBy: dataKey,
});

const lookBackSchema = z.strictObject({ length: lengthSchema, sums: kind });

const rungSchema = z
  .strictObject({
    step: z.enum(['opened', 'reminder', 'due', 'lapsed']),
    /** Reminders only: how long before the last day, or in hours before the last instant. */
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
  carries: z.array(dataKey).default([]),
});

/** One rule of a pack. It has exactly one shape: `period`, `window`, `allowance`, `lookBack` or `none`. */
export const clauseSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case letters, digits and hyphens, such as export-window'),
    /** Where the document says it. */
    ref: z.string().min(1),
    title: z.string().min(1),
    /** What it means, in the pack author's own words. */
    means: z.string().min(1),
    nature: z.enum(['obligation', 'right', 'effect', 'window', 'figure']),
    obligor: party,
    on: eventMatches.optional(),
    /** The data key that tells occurrences apart: one deadline per invoice, breach or change. */
    about: dataKey.optional(),
    period: z.union([lengthSchema, countingSchema]).optional(),
    window: windowSchema.optional(),
    allowance: allowanceSchema.optional(),
    lookBack: lookBackSchema.optional(),
    none: z.string().min(1).optional(),
    satisfiedBy: eventMatches.optional(),
    endedBy: eventMatches.optional(),
    suspendedBy: eventMatches.optional(),
    resumedBy: eventMatches.optional(),
    /** The data key that tells suspensions apart: the period runs again when the last of them is lifted. */
    suspensionAbout: dataKey.optional(),
    /** Whether the same matter may start it again after it was ended. By default only a clause without `about`. */
    startsAgain: z.boolean().optional(),
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
    const rungs = clause.ladder.map(rungName);
    for (const { message, path } of checkClause(clause, rungs)) {
      context.addIssue({ code: 'custom', message, path: [...path] });
    }
  });

export type Clause = z.infer<typeof clauseSchema>;
export type EventMatches = z.infer<typeof eventMatches>;
export type Allowance = z.infer<typeof allowanceSchema>;
export type LookBack = z.infer<typeof lookBackSchema>;
export type LadderRung = z.infer<typeof rungSchema>;

/** `opened`, `due`, `lapsed`, or `reminder-5-business-days`. */
export function rungName(rung: LadderRung): string {
  return rung.before === undefined ? rung.step : `${rung.step}-${rung.before.trim().replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
}
