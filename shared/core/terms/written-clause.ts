import * as z from 'zod';
import { unknownPlaceholders } from './lead-placeholders.ts';
import { dataKeySchema, eventMatchesSchema, kindSchema, triggerSchema } from './match.ts';
import { shapeFields } from './shapes/shape.ts';
import { lengthSchema } from './written-counting.ts';

const party = z.enum(['customer', 'provider']);
const rungSchema = z
  .strictObject({
    step: z.enum(['opened', 'opens', 'reminder', 'due', 'lapsed']),
    /** Reminders only: how long before the last day, or in hours before the last instant. */
    before: lengthSchema.optional(),
    to: z.union([party, z.array(party).min(1)]),
    /** The pack's own first sentence, with `{placeholders}`. */
    lead: z.string().max(500).optional(),
  })
  .superRefine(({ step, before, lead = '' }, context) => {
    if ((step === 'reminder') !== (before !== undefined)) {
      context.addIssue({
        code: 'custom',
        message: 'a reminder needs `before`, and only a reminder has it',
        path: ['before'],
      });
    }
    for (const name of unknownPlaceholders(lead)) {
      const message = `{${name}} stands for nothing; use {date}, {data.invoice} or another of docs/write-a-pack.md`;
      context.addIssue({ code: 'custom', message, path: ['lead'] });
    }
  });

const producesSchema = z.strictObject({
  kind: kindSchema,
  /** On the last day, on the day after it, on the day that begins as it ends, or with the end of the clause's cycle. */
  occurs: z.enum(['last-day', 'day-after', 'as-it-ends', 'after-cycle']).default('last-day'),
  /** Data taken over from the event that started the clause. */
  carries: z.array(dataKeySchema).default([]),
});

/** An event that gives more time, if it comes in time. */
const extendedBySchema = z.strictObject({
  on: eventMatchesSchema,
  /** The whole length from then on, counted from the same day. */
  to: lengthSchema,
  /** Only if the same event met this clause of the pack, which says how soon it has to come. */
  ifMet: z.string().optional(),
});

const appliesIfSchema = z.strictObject({
  contract: z.enum(['billing.cycle', 'term', 'law']),
  is: z.array(z.string().min(1)).min(1),
  ifSilent: z.enum(['applies', 'does-not-apply']),
  /** The assumption to show where the contract is silent. */
  assumesIfSilent: z.string().optional(),
});

/** Something else that must be so. It is reported with the deadline and stops nothing. */
const requirementSchema = z.strictObject({
  text: z.string().min(1),
  /** Outstanding from any of the first events until any of the second about the same matter. */
  settled: z.strictObject({ from: eventMatchesSchema, until: eventMatchesSchema, about: dataKeySchema }),
});

/** What a statute demands of every clause about the same topic in the terms it applies to. */
const demandSchema = z
  .strictObject({
    topic: z.string(),
    /** The terms have to give at least, or at most, as long as this clause does. */
    rule: z.enum(['at-least', 'at-most', 'reminder']),
    /** `reminder` only: the customer is reminded within this stretch before the last day. */
    notBefore: lengthSchema.optional(),
    notAfter: lengthSchema.optional(),
  })
  .refine(
    ({ rule, notBefore, notAfter }) => (rule === 'reminder') === (notBefore !== undefined && notAfter !== undefined),
    {
      message: 'a reminder needs notBefore and notAfter, and only a reminder has them',
    },
  );

const TOPIC = /^[a-z][a-z0-9-]{0,63}$/;

export const clauseFields = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case letters, digits and hyphens, such as export-window'),
  /** Where the document says it. */
  ref: z.string().min(1),
  title: z.string().min(1),
  /** What it means, in the pack author's own words. */
  means: z.string().min(1),
  nature: z.enum(['obligation', 'right', 'effect', 'window', 'figure']),
  /** Who has to act, or may, or whom it concerns. */
  obligor: party,
  /** Who has the advantage of it; the other side when absent. */
  beneficiary: party.optional(),
  /** What it is about, in a word that statutes and other clauses know too: `terms-change-notice`. */
  topic: z.string().regex(TOPIC, 'use lower-case letters, digits and hyphens, such as terms-change-notice').optional(),
  on: triggerSchema.optional(),
  /** The data key that tells occurrences apart: one deadline per invoice, breach or change. */
  about: dataKeySchema.optional(),
  /** It applies only to contracts that chose so. */
  appliesIf: appliesIfSchema.optional(),
  /** The pack's cycle that `cycle.end`, `endsWith: cycle` and `recurs` speak of. */
  cycle: z.string().optional(),
  /** It is about the cycle that comes next: where the contract is to end with this one, nothing is left of it. */
  forNextCycle: z.boolean().optional(),
  /** One occurrence for each cycle, of which the next opens when this one has lapsed, or was met or has lapsed. */
  recurs: z.enum(['after-lapse', 'after-lapse-or-met']).optional(),
  ...shapeFields,
  /** Holiday sets for this clause alone, before the contract's own. */
  holidays: z.array(z.string()).optional(),
  satisfiedBy: eventMatchesSchema.optional(),
  endedBy: eventMatchesSchema.optional(),
  /** What takes back the event that met it. */
  reopenedBy: eventMatchesSchema.optional(),
  suspendedBy: eventMatchesSchema.optional(),
  resumedBy: eventMatchesSchema.optional(),
  /** The data key that tells suspensions apart: the period runs again when the last of them is lifted. */
  suspensionAbout: dataKeySchema.optional(),
  extendedBy: extendedBySchema.optional(),
  /** Each further event that starts it begins the count again, until it is over or ended. */
  restarts: z.boolean().optional(),
  /** Whether the same matter may start it again after it was ended, or which event may. By default only without `about`. */
  startsAgain: z.union([z.boolean(), kindSchema]).optional(),
  /** The event its lapse brings about. */
  produces: producesSchema.optional(),
  /** An event that would miss this deadline is refused instead of recorded. */
  refuseWhenMissed: z.boolean().default(false),
  survivesTermination: z.boolean().default(false),
  /** Several limits of one thing, each its own clause: the explanation of each says which of them decides. */
  limit: z.string().regex(TOPIC).optional(),
  requires: requirementSchema.optional(),
  /** What may be asked for under it: as much more of this cycle as the extension of the cycle allows. */
  entitles: z.string().optional(),
  /** The notice itself does what the clause asks, so its last step meets the clause. */
  noticeFulfils: z.boolean().optional(),
  demands: demandSchema.optional(),
  ladder: z.array(rungSchema).default([]),
  /** Ids of the pack's assumptions that this clause rests on. */
  assumes: z.array(z.string()).default([]),
});

export type WrittenClause = z.infer<typeof clauseFields>;

export type LadderRung = z.infer<typeof rungSchema>;
export type AppliesIf = z.infer<typeof appliesIfSchema>;

/** `opened`, `due`, `lapsed`, or `reminder-5-business-days`. */
export function rungName(rung: LadderRung): string {
  return rung.before === undefined ? rung.step : `${rung.step}-${rung.before.trim().replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
}
