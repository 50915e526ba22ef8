import * as z from 'zod';
import { daySchema, zoneSchema } from '../events/contract.ts';
import { AMBIGUITIES } from './ambiguity.ts';
import { clauseSchema } from './clause.ts';
import { cycleSchema } from './cycle.ts';
import { kindSchema } from './match.ts';
import { codeText, nameText, sentenceText, titleText } from './text.ts';
import { countingDefaultsSchema, lengthSchema } from './written-counting.ts';

const facts = z.record(codeText, codeText);

const assumptionSchema = z.strictObject({
  id: nameText,
  text: sentenceText,
  /** The ambiguities that this assumption decides, for the linter. */
  settles: z.array(z.enum(AMBIGUITIES)).optional(),
  /**
   * Shown only if a step of the explanation has these facts, such as `code: resumed`, or one of several sets of facts.
   */
  onlyWith: z.union([facts, z.array(facts).min(1)]).optional(),
  /** Where a sentence can be read in two ways: the reading that is not followed, and for whose safety the other one is. */
  otherReading: sentenceText.optional(),
  saferFor: z.enum(['customer', 'provider', 'both']).optional(),
});

/** The meaning of a kind of event. */
const declaredKindSchema = z.union([
  sentenceText,
  z.strictObject({
    means: sentenceText,
    /** Such an event may come before the contract starts. */
    mayPrecedeStart: z.literal(true).exactOptional(),
    /** A kind of this statute: there are such events only for contracts beside whose terms the statute applies. */
    beside: nameText.exactOptional(),
  }),
]);

const lawSchema = z.strictObject({ timezone: zoneSchema.optional(), holidays: z.array(codeText).optional() });

const settingSchema = z.strictObject({
  length: lengthSchema,
  /** The reason for this length, which applies if the contract chooses none. */
  why: sentenceText,
});

/** A finding of the linter that the pack's author has accepted. */
const acknowledgementSchema = z.strictObject({
  finding: nameText,
  clause: nameText,
  /** The other clause of the finding: an id in this pack, or `pack/clause` of a statute. */
  against: z
    .string()
    .regex(/^([a-z][a-z0-9-]{0,63}\/)?[a-z][a-z0-9-]{0,63}$/, 'use the id of a clause, or pack/clause of a statute')
    .optional(),
  /** The reading that the pack follows, and why. */
  why: sentenceText,
});

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

export const packFields = z.strictObject({
  pack: nameText,
  version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, 'use letters, digits, full stops and hyphens'),
  /** Which reading of the version it is, where it is not the first: `revision: 2` in `<version>+2.yaml`. */
  revision: z.int().min(2).max(999).optional(),
  /** Terms of a provider, or a statute that applies beside them. */
  kind: z.enum(['terms', 'statute']).default('terms'),
  title: titleText,
  /** The party whose terms these are, as notices name it. */
  provider: titleText.optional(),
  /** Domains to which links in event data may lead where a `lead` shows them, beside those of the payment providers. */
  links: z.array(z.string().regex(DOMAIN, 'use a domain such as acme.example')).min(1).max(20).optional(),
  /** Where the text can be found. */
  source: sentenceText.optional(),
  /** `counsel`: a lawyer has to review the pack before anyone relies on it. */
  review: z.enum(['counsel', 'done']).optional(),
  /**
   * Used if the contract names no zone; give the reason in `assumptions`. A statute uses the zone of the contract's
   * terms.
   */
  timezone: zoneSchema.optional(),
  holidays: z.array(codeText).optional(),
  /** The laws that a contract may choose, each with its zone and holidays. */
  laws: z.record(codeText, lawSchema).optional(),
  /** Of a statute: its day of application. An event before that day starts none of its clauses. */
  appliesFrom: daySchema.optional(),
  /** Local time of day at which reminders and due notices go out. */
  sendAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM')
    .default('09:00'),
  /**
   * Statutes that apply to every contract under these terms, with the version that the author read: `gdpr@2018-05-25`.
   */
  statutes: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,63}@[A-Za-z0-9.-]{1,64}(\+\d{1,3})?$/, 'use pack@version'))
    .default([]),
  /**
   * For the linter. In terms, the kinds of business that they are made for; in a statute, those to which it may apply:
   * `payment-services`.
   */
  business: z.array(nameText).default([]),
  /** For the linter: statutes that apply to some contracts under these terms. */
  mayApply: z.array(nameText).default([]),
  /** Statutes that the linter does not compare this pack with, and the reason. */
  doesNotApply: z.array(z.strictObject({ statute: nameText, why: sentenceText })).default([]),
  /** Kinds of event that the pack declares, with their meaning. */
  events: z.record(kindSchema, declaredKindSchema).default({}),
  /** The plans that a contract may be on, with their meaning. */
  plans: z.record(nameText, sentenceText).optional(),
  settings: z.record(nameText, settingSchema).default({}),
  cycles: z.record(nameText, cycleSchema).default({}),
  /** Settings of every clause that counts a period, unless the clause sets them. */
  defaults: z
    .strictObject({
      period: countingDefaultsSchema.optional(),
      /** Assumptions of every clause whose shape asks what they settle. */
      assumes: z.array(nameText).optional(),
      /** `periods`: `assumes` reaches only the clauses that count to a last day. Packs released with that meaning say so. */
      reach: z.literal('periods').optional(),
    })
    .default({}),
  assumptions: z.array(assumptionSchema).default([]),
  /** Assumptions of every clause that is counted with the pack's zone or holidays. */
  assumesWhenContractIsSilent: z
    .strictObject({ timezone: nameText.optional(), holidays: nameText.optional(), law: nameText.optional() })
    .default({}),
  acknowledges: z.array(acknowledgementSchema).default([]),
  clauses: z.array(clauseSchema).min(1),
});

export type WrittenPack = z.infer<typeof packFields>;
