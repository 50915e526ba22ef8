import * as z from 'zod';
import { parsePeriods } from '../calendar/period-text.ts';
import { dataKeySchema, eventMatchesSchema, kindSchema } from './match.ts';
import { nameText } from './text.ts';
import { eventDaysSchema, lengthSchema } from './written-counting.ts';

const CONTRACT_FIELDS = ['contract.term', 'contract.billing'] as const;

/** How long an event extends a cycle, in whole days; a part of a day counts as one day. */
const extensionSchema = z.strictObject({
  kind: kindSchema,
  /** The data key that holds the number of days granted. */
  days: dataKeySchema,
  /** If the event carries no number: the time from one event to another about the same subject. */
  asLongAs: z.strictObject({ from: kindSchema, to: kindSchema, about: dataKeySchema }).optional(),
  /** The most days that one event adds. */
  atMostDays: z.int().positive().optional(),
});

/**
 * An event that says when the first cycle begins. `from` is a day that the event names, `data.endsOn` of a trial, or several of
 * which the first known one counts. `trigger`, the day of the event itself, counts only for the first such event: another one that
 * names no day says nothing of the beginning.
 */
const beginningSchema = z.strictObject({ on: eventMatchesSchema, from: eventDaysSchema });

/**
 * Stretches of equal length that follow each other from the contract's start, such as billing cycles or the
 * subscription period.
 */
export const cycleSchema = z
  .strictObject({
    /** A length, or the field of the contract that gives it: `contract.term`, `contract.billing`. */
    every: z.union([z.enum(CONTRACT_FIELDS), lengthSchema]),
    /** The length if the contract leaves that field out. */
    ifSilent: lengthSchema.optional(),
    /** Id of the assumption to show if `ifSilent` is used. */
    assumesIfSilent: nameText.optional(),
    extendedBy: extensionSchema.optional(),
    /** What says when the first cycle begins. The last such event decides: the conversion of a trial after its planned end. */
    beginsWith: z.union([beginningSchema, z.array(beginningSchema).min(1)]).optional(),
  })
  .superRefine(({ every, ifSilent, assumesIfSilent }, context) => {
    const issue = (message: string, field: string) => context.addIssue({ code: 'custom', message, path: [field] });
    for (const [field, length] of [
      ['every', every],
      ['ifSilent', ifSilent],
    ] as const) {
      if (length !== undefined && !isContractField(length) && !isCycleLength(length)) {
        issue('a cycle is one length in days, weeks, months or years', field);
      }
    }
    if (!isContractField(every) && ifSilent !== undefined)
      issue('this cycle never depends on the contract', 'ifSilent');
    if ((ifSilent === undefined) !== (assumesIfSilent === undefined)) {
      issue('ifSilent and assumesIfSilent belong together: what is assumed has to be shown', 'ifSilent');
    }
  });

export type CycleTerms = z.infer<typeof cycleSchema>;
export type CycleExtension = z.infer<typeof extensionSchema>;
export type CycleBeginning = z.infer<typeof beginningSchema>;

/** What a cycle begins with, one after the other. */
export function beginningsOf({ beginsWith }: Pick<CycleTerms, 'beginsWith'>): readonly CycleBeginning[] {
  return beginsWith === undefined ? [] : [beginsWith].flat();
}

export function isContractField(every: string): every is (typeof CONTRACT_FIELDS)[number] {
  return CONTRACT_FIELDS.some((field) => field === every);
}

function isCycleLength(length: string): boolean {
  const [only, ...more] = parsePeriods(length);
  return only !== undefined && more.length === 0 && only.n > 0 && !['hours', 'businessDays'].includes(only.unit);
}
