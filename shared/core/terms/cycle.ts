import * as z from 'zod';
import { parsePeriods } from '../calendar/period-text.ts';
import { dataKeySchema, kindSchema } from './match.ts';
import { lengthSchema } from './written-counting.ts';

const CONTRACT_FIELDS = ['contract.term', 'contract.billing'] as const;

/** How much longer a cycle becomes by an event. Whole days; a part of a day counts as one. */
const extensionSchema = z.strictObject({
  kind: kindSchema,
  /** The data key that holds the number of days granted. */
  days: dataKeySchema,
  /** Where the event names no number: as long as this lasted. */
  asLongAs: z.strictObject({ from: kindSchema, to: kindSchema, about: dataKeySchema }).optional(),
  /** The most days that one event adds. */
  atMostDays: z.int().positive().optional(),
});

/**
 * Stretches of equal length that follow each other from the contract's start, such as billing cycles or the
 * subscription period.
 */
export const cycleSchema = z
  .strictObject({
    /** A length, or what the contract says: `contract.term`, `contract.billing`. */
    every: z.union([z.enum(CONTRACT_FIELDS), lengthSchema]),
    /** The length where the contract is silent. */
    ifSilent: lengthSchema.optional(),
    /** The assumption to show then. */
    assumesIfSilent: z.string().optional(),
    extendedBy: extensionSchema.optional(),
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

export function isContractField(every: string): every is (typeof CONTRACT_FIELDS)[number] {
  return CONTRACT_FIELDS.some((field) => field === every);
}

function isCycleLength(length: string): boolean {
  const [only, ...more] = parsePeriods(length);
  return only !== undefined && more.length === 0 && only.n > 0 && !['hours', 'businessDays'].includes(only.unit);
}
