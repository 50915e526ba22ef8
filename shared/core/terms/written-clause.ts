import * as z from 'zod';
import { unknownPlaceholders } from './lead-placeholders.ts';
import { dataKeySchema, eventMatchesSchema, kindSchema, triggerSchema } from './match.ts';
import { shapeFields } from './shapes/shape.ts';
import { codeText, leadText, nameText, sentenceText, titleText } from './text.ts';
import { lengthSchema } from './written-counting.ts';

const party = z.enum(['customer', 'provider']);
const rungSchema = z
  .strictObject({
    /** `called-off`: the end of the contract of which an earlier step told does not stand any more. */
    step: z.enum(['opened', 'opens', 'reminder', 'due', 'lapsed', 'called-off']),
    /** Reminders only: how long before the last day, or in hours before the last instant. */
    before: lengthSchema.optional(),
    to: z.union([party, z.array(party).min(1)]),
    /** The pack's own first sentence, with `{placeholders}`. */
    lead: leadText.optional(),
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
  /**
   * When the produced event happens. `as-it-ends`: on the day that begins at the last instant; `after-cycle`: at the
   * cycle's end.
   */
  occurs: z.enum(['last-day', 'day-after', 'as-it-ends', 'after-cycle']).default('last-day'),
  /** Data taken over from the event that started the clause. */
  carries: z.array(dataKeySchema).default([]),
});

/** An event that extends the period, if it happens in time. */
const extendedBySchema = z.strictObject({
  on: eventMatchesSchema,
  /** The whole length after the extension, counted from the same day. */
  to: lengthSchema,
  /**
   * Id of a clause that limits how late the event may come: the period is extended only if the event met that clause.
   */
  ifMet: nameText.optional(),
});

const appliesIfSchema = z.strictObject({
  contract: z.enum(['billing.cycle', 'term', 'law', 'plan']),
  is: z.array(codeText).min(1),
  ifSilent: z.enum(['applies', 'does-not-apply']),
  /** Id of the assumption to show if the contract leaves the field out. */
  assumesIfSilent: nameText.optional(),
});

/**
 * What has happened about the same matter when the clause would start: true from an event of `since` until one of `until`,
 * the starting event included.
 */
const happenedSchema = z.strictObject({ since: eventMatchesSchema, until: eventMatchesSchema.optional() });
const happenedListSchema = z.union([happenedSchema, z.array(happenedSchema).min(1)]);

/** A further condition. It is reported with the deadline but does not change the deadline. */
const requirementSchema = z.strictObject({
  text: sentenceText,
  /** Outstanding from any of the first events until any of the second about the same matter. */
  settled: z.strictObject({ from: eventMatchesSchema, until: eventMatchesSchema, about: dataKeySchema }),
});

/** What a statute requires of every clause with the same `topic` in the terms it applies to. */
const demandSchema = z
  .strictObject({
    topic: nameText,
    /** Whether the terms must give at least, or at most, the length of this clause. */
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

export const clauseFields = z.strictObject({
  id: nameText,
  /** The place of the clause in the document. */
  ref: titleText,
  title: titleText,
  /** The meaning of the clause, in the pack author's own words. */
  means: sentenceText,
  nature: z.enum(['obligation', 'right', 'effect', 'window', 'figure']),
  /** The party that has to act, may act, or is concerned. */
  obligor: party,
  /** The party that has the advantage of the clause; the other party when absent. */
  beneficiary: party.optional(),
  /** The subject matter, in a word shared with statutes and other clauses: `terms-change-notice`. */
  topic: nameText.optional(),
  on: triggerSchema.optional(),
  /** The data key that identifies the subject: one deadline per invoice, breach or change. */
  about: dataKeySchema.optional(),
  /** The clause applies only to contracts with this choice. */
  appliesIf: appliesIfSchema.optional(),
  /** The clause starts only if all of this has happened. */
  onlyIf: happenedListSchema.optional(),
  /** The clause does not start if any of this has happened. */
  unless: happenedListSchema.optional(),
  /** Name of the pack's cycle used by `cycle.start`, `cycle.end`, `cycle.next`, `endsWith: cycle` and `recurs`. */
  cycle: nameText.optional(),
  /** The clause concerns the next cycle, so it has no subject if the contract ends with the current cycle. */
  forNextCycle: z.boolean().optional(),
  /** One deadline for each cycle. The next opens when the current one has lapsed, or (`-or-met`) was met. */
  recurs: z.enum(['after-lapse', 'after-lapse-or-met']).optional(),
  ...shapeFields,
  /** Holiday sets for this clause only; they replace those of the contract. */
  holidays: z.array(codeText).optional(),
  satisfiedBy: eventMatchesSchema.optional(),
  /** Every event of `satisfiedBy` is needed to meet the clause; the last of them meets it. */
  satisfiedByAll: z.boolean().optional(),
  endedBy: eventMatchesSchema.optional(),
  /** Events that revoke the event that met the deadline. */
  reopenedBy: eventMatchesSchema.optional(),
  suspendedBy: eventMatchesSchema.optional(),
  resumedBy: eventMatchesSchema.optional(),
  /** The data key that identifies a suspension. The period runs again when the last suspension is lifted. */
  suspensionAbout: dataKeySchema.optional(),
  extendedBy: extendedBySchema.optional(),
  /** Each further starting event restarts the count, until the deadline has lapsed or was ended. */
  restarts: z.boolean().optional(),
  /**
   * After one of these events, a further starting event begins another deadline, known by the day of that event, unless the last
   * one is still running.
   */
  repeatsAfter: eventMatchesSchema.optional(),
  /**
   * Whether the clause may start again for the same subject after it ended, or the event that may. Default: only
   * without `about`.
   */
  startsAgain: z.union([z.boolean(), kindSchema]).optional(),
  /** The event that follows when the deadline lapses. */
  produces: producesSchema.optional(),
  /** An event that would miss this deadline is refused instead of recorded. */
  refuseWhenMissed: z.boolean().default(false),
  survivesTermination: z.boolean().default(false),
  /** Name shared by clauses that limit the same thing. The explanation of each says which of them decides. */
  limit: nameText.optional(),
  requires: requirementSchema.optional(),
  /** Name of the cycle that may be extended on request, by as many days as the cycle's `extendedBy` allows. */
  entitles: nameText.optional(),
  /** The notice itself is the act the clause asks for, so the last step of the ladder meets the deadline. */
  noticeFulfils: z.boolean().optional(),
  demands: demandSchema.optional(),
  ladder: z.array(rungSchema).default([]),
  /** Ids of the pack's assumptions that this clause rests on. */
  assumes: z.array(nameText).default([]),
});

export type WrittenClause = z.infer<typeof clauseFields>;

export type LadderRung = z.infer<typeof rungSchema>;
export type Happened = z.infer<typeof happenedSchema>;
export type AppliesIf = z.infer<typeof appliesIfSchema>;

/** `opened`, `due`, `lapsed`, or `reminder-5-business-days`. */
export function rungName(rung: LadderRung): string {
  return rung.before === undefined ? rung.step : `${rung.step}-${rung.before.trim().replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
}
