import * as z from 'zod';
import { parseDay } from '../calendar/days.ts';
import { parsePeriods } from '../calendar/period-text.ts';
import { checkZone } from '../calendar/zone.ts';

/** Contract ids travel in message tags, so they keep to the characters a tag may hold. */
export const contractIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'use 1 to 64 letters, digits, hyphens or underscores');

const throwing = (check: (value: string) => unknown) => (value: string, context: z.RefinementCtx) => {
  try {
    check(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error), input: value });
  }
};

export const daySchema = z.string('write a day such as 2026-11-20').superRefine(throwing(parseDay));
export const zoneSchema = z.string().superRefine(throwing(checkZone));

const lengthSchema = z.string('write a length in words, such as 12 months').max(64).superRefine(throwing(parsePeriods));

const noControlCharacters = (text: string) => ![...text].some((c) => c < ' ' || c === '\u007f');
export const lineSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'may have 200 characters at most')
  .refine(noControlCharacters, 'must not hold line breaks or control characters');
/** An address as it is stored. */
export const storedEmailSchema = z.email('write an e-mail address, such as ana@acme.example').max(254);

/** Characters before the `@` of an address, and of one part of its domain (RFC 5321, RFC 1035). The mail service sends to no longer one. */
export const LONGEST_LOCAL_PART = 64;
export const LONGEST_LABEL = 63;

/** An address to which letters can be sent. */
export const emailSchema = storedEmailSchema
  .refine(
    (address) => address.lastIndexOf('@') <= LONGEST_LOCAL_PART,
    `may have ${LONGEST_LOCAL_PART} characters at most before the @`,
  )
  .refine(
    (address) =>
      domainOf(address)
        .split('.')
        .every(({ length }) => length <= LONGEST_LABEL),
    `may have ${LONGEST_LABEL} characters at most between two full stops after the @`,
  );

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Most references of a contract at one provider. */
export const MOST_REFERENCES = 100;

/** The ids of providers that a contract can be known by. */
export const REFERENCE_PATTERN = /^[A-Za-z0-9_.:-]{1,128}$/;
const referenceSchema = z.string().regex(REFERENCE_PATTERN, 'use the provider’s own id, such as sub_123');

/** Ids of a contract by provider. */
export const referencesSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'use the name of a provider, such as stripe'),
  z.array(referenceSchema).max(MOST_REFERENCES),
);

export const localeSchema = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'use a language such as en or pt-BR');

const customerSchema = z.strictObject({
  name: lineSchema.optional(),
  email: emailSchema,
  locale: localeSchema.default('en'),
  timezone: zoneSchema.optional(),
});

/** A provider and a customer bound by one version of a terms pack. */
export const contractSchema = z.strictObject({
  id: contractIdSchema,
  terms: z
    .string('name a terms pack, such as exoopus')
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'use the name of a terms pack, such as exoopus, not the path of its file'),
  /** The pack's newest version when absent. */
  version: z.string().min(1).max(64).optional(),
  /** Which reading of that version; the newest when absent. A stored contract without a number has the first. */
  revision: z.int().min(1).max(999).optional(),
  timezone: zoneSchema.optional(),
  holidays: z.array(z.string().min(1).max(64)).max(8).optional(),
  /** The law the parties chose. Where the terms offer a choice, it brings its holidays and zone unless others are named. */
  law: z.string().min(1).max(64).optional(),
  customer: customerSchema,
  startsOn: daySchema.optional(),
  term: lengthSchema.optional(),
  /** What the customer has bought, by the name under which the terms list it. */
  plan: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'use the name of a plan that the terms list, such as free')
    .optional(),
  billing: z.strictObject({ cycle: lengthSchema, anchorDay: z.int().min(1).max(31).optional() }).optional(),
  references: referencesSchema.optional(),
  /** Statutes beside the terms: `gdpr`, in the version of each day, or `gdpr@2018-05-25`, in that version always. */
  statutes: z
    .array(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,63}(@[A-Za-z0-9][A-Za-z0-9.-]{0,63}(\+\d{1,3})?)?$/, 'use a statute such as gdpr'),
    )
    .max(16)
    .optional(),
  /** Lengths that the terms leave to the contract, by the name of the pack's setting. */
  settings: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use the name of a setting, such as objection-window'),
      lengthSchema,
    )
    .optional(),
  /** Cycles that ended before this day are not gone through; the day of creation where `startsOn` lies before it. */
  trackedFrom: daySchema.optional(),
});

export type Contract = z.infer<typeof contractSchema>;
const STATUTE_REVISION = /^[a-z][a-z0-9-]{0,63}@[A-Za-z0-9.-]{1,64}\+\d{1,3}$/;

/** Addresses that were taken before are read as they are. */
const storedCustomerSchema = customerSchema.extend({ email: storedEmailSchema });

/**
 * A contract pinned to one version. `edition` is that of its creation: what its own start opens is counted with it.
 * `statuteRevisions`: the revisions of statutes that were the newest at its creation, `gdpr@2018-05-25+2`; a version that is
 * not among them is read in its first revision.
 */
export const pinnedContractSchema = contractSchema.required({ version: true }).extend({
  customer: storedCustomerSchema,
  edition: z.int().positive().optional(),
  statuteRevisions: z.array(z.string().regex(STATUTE_REVISION)).max(256).optional(),
});

export type PinnedContract = z.infer<typeof pinnedContractSchema>;
