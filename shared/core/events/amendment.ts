import * as z from 'zod';
import {
  contractIdSchema,
  contractSchema,
  emailSchema,
  lineSchema,
  localeSchema,
  referencesSchema,
  storedEmailSchema,
  zoneSchema,
} from './contract.ts';

/** Says that a contract was amended: `data.change` is what changed, an object. Clauseclock records it itself. */
export const CONTRACT_AMENDED = 'contract.amended';

/** The fields of a contract that an amendment changes. */
const AMENDABLE = ['customer', 'references'] as const;

/** The customer's fields that a payment provider may set: never a zone, by which nothing is counted, but people are told times. */
export const PROVIDER_FIELDS = ['name', 'email', 'locale'] as const;

export type ProviderField = (typeof PROVIDER_FIELDS)[number];

const customerChangeSchema = z
  .strictObject({
    name: lineSchema.nullable().optional(),
    email: emailSchema.optional(),
    locale: localeSchema.optional(),
    timezone: zoneSchema.nullable().optional(),
  })
  .describe('A merge patch: what is left out stays; null takes a name or a timezone away.');

const referenceLists = { add: referencesSchema.optional(), remove: referencesSchema.optional() };

const notYet = z.never('only customer and references can be changed; leave this out').optional();
const others = Object.keys(contractSchema.shape).filter((name) => !AMENDABLE.some((one) => one === name));

/** What a caller asks to change. */
export const changeSchema = z
  .strictObject({
    customer: customerChangeSchema.optional(),
    references: z
      .strictObject({
        ...referenceLists,
        moveFrom: contractIdSchema.optional().describe('The contract from which those under `add` are taken.'),
      })
      .optional(),
    ...Object.fromEntries(others.map((name) => [name, notYet])),
  })
  .refine(
    (change) => AMENDABLE.some((name) => Object.values(change[name] ?? {}).some((value) => value !== undefined)),
    {
      error: 'says nothing; name what to change under customer or references',
      when: ({ issues }) => issues.length === 0,
    },
  );

/** What an amendment came to: the new values, and the references that were added, removed, taken or given away. */
export const recordedChangeSchema = z.strictObject({
  customer: customerChangeSchema.extend({ email: storedEmailSchema.optional() }).optional(),
  references: z
    .strictObject({
      ...referenceLists,
      /** The contract from which those added were taken. */
      moveFrom: contractIdSchema.optional(),
      /** The contract that took those removed. */
      moveTo: contractIdSchema.optional(),
    })
    .optional(),
});

export type Change = Pick<z.infer<typeof changeSchema>, (typeof AMENDABLE)[number]>;
export type RecordedChange = z.infer<typeof recordedChangeSchema>;
export type CustomerChange = z.infer<typeof customerChangeSchema>;
