import * as z from 'zod';
import { canonicalJson } from '../events/canonical.ts';
import { contractSchema } from '../events/contract.ts';
import { PROVIDER_NAMES } from '../webhooks/doors.ts';
import { currencyCode } from '../webhooks/fields.ts';

export const MOST_RULES = 500;
export const MOST_VALUES = 100;
export const MOST_METADATA_KEYS = 8;

/** One value, or a list of them of which one has to be there. */
const oneOf = <Schema extends z.ZodType<string>>(value: Schema) =>
  z.union([value, z.array(value).min(1).max(MOST_VALUES)]);

const name = z.string().min(1).max(500);

const whenSchema = z.strictObject({
  provider: oneOf(z.enum(PROVIDER_NAMES)).optional(),
  /** The provider's ids of the product and of its price. */
  product: oneOf(name).optional(),
  price: oneOf(name).optional(),
  /** What the price is called: Stripe's lookup key, nickname or plan id, Paddle's name of the price. */
  plan: oneOf(name).optional(),
  currency: oneOf(
    z
      .string()
      .refine((code) => currencyCode.safeParse(code).data === code, 'use a code such as EUR, in capital letters'),
  ).optional(),
  /** The country of the customer's address. */
  country: oneOf(z.string().regex(/^[A-Z]{2}$/, 'use two capital letters, such as DE')).optional(),
  /** By key: what the account wrote on the subscription, or else on its customer. */
  metadata: z
    .record(z.string().min(1).max(64), oneOf(name))
    .refine((keys) => Object.keys(keys).length <= MOST_METADATA_KEYS, `name at most ${MOST_METADATA_KEYS} keys`)
    .optional(),
});

/** What may stand in braces in `id`. */
const PLACEHOLDER = /\{(provider|subscription|customer|metadata\.[^{}]{1,64})\}/g;

const idTemplate = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => /^[A-Za-z0-9_-]*$/.test(text.replaceAll(PLACEHOLDER, '')),
    'use letters, digits, hyphens and underscores, and {provider}, {subscription}, {customer} or {metadata.KEY}',
  )
  .refine(
    (text) => text.replaceAll('{provider}', '').match(PLACEHOLDER) !== null,
    'every contract needs an id of its own, so use {subscription}, {customer} or {metadata.KEY}',
  );

const { terms, version, revision, plan, timezone, holidays, law, statutes, settings, term, billing, customer } =
  contractSchema.shape;

export const intakeRuleSchema = z.strictObject({
  /** Names the rule. */
  rule: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case letters, digits and hyphens'),
  /** The subscriptions it is for; `{}` for all of them. */
  when: whenSchema,
  /** The id of the contract; `{provider}-{subscription}` if absent. */
  id: idTemplate.optional(),
  terms,
  version,
  revision,
  /** The plan of the terms that the contract is on; `when.plan` is what the provider calls its price. */
  plan,
  law,
  timezone,
  holidays,
  /** The language of the customer; the provider's if absent. */
  locale: customer.shape.locale.unwrap().optional(),
  statutes,
  settings,
  term,
  /** `provider`: as the subscription is billed. `none`: the contract has no billing cycle. */
  billing: z.union([z.enum(['provider', 'none']), billing.unwrap()]).default('provider'),
});

export type IntakeRule = z.infer<typeof intakeRuleSchema>;

/** `terms/intake.yaml`: which subscriptions become contracts, and under which terms. */
export const intakeSchema = z
  .strictObject({ rules: z.array(intakeRuleSchema).max(MOST_RULES) })
  .superRefine(({ rules }, context) => {
    for (const [index, { rule }] of rules.entries()) {
      if (rules.findIndex((other) => other.rule === rule) === index) continue;
      const message = `there is another rule called ${rule}; give one of them another name`;
      context.addIssue({ code: 'custom', message, path: ['rules', index, 'rule'] });
    }
  });

export type IntakeRules = z.infer<typeof intakeSchema>;

export const NO_RULES: IntakeRules = { rules: [] };

/** The values of a rule's condition; undefined where it has none. */
export type Conditions = ReadonlyMap<string, readonly string[]>;

const ITEM_FIELDS: ReadonlySet<string> = new Set(['product', 'price', 'plan']);

/** A rule's conditions by field, in which `metadata.tier` is a field. */
export function conditionsOf({ when: { metadata = {}, ...plain } }: Pick<IntakeRule, 'when'>): Conditions {
  const fields = Object.entries(plain).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined);
  const keys = Object.entries(metadata).map(([key, values]): [string, string | string[]] => [
    `metadata.${key}`,
    values,
  ]);
  return new Map([...fields, ...keys].map(([field, values]) => [field, [values].flat()]));
}

/** Whether a condition is about one of the subscription's items. */
export function isOfItem(field: string): boolean {
  return ITEM_FIELDS.has(field);
}

/**
 * Whether the first rule says more precisely which subscriptions it is for: it has a condition on everything that the other
 * has one on, and on something else. A price belongs to one product, so a condition on the price says more than one on
 * product or plan.
 */
export function isMoreSpecific(rule: IntakeRule, other: IntakeRule): boolean {
  const [own, others] = [fieldsOf(rule), fieldsOf(other)];
  return own.size > others.size && [...others].every((field) => own.has(field));
}

function fieldsOf(rule: IntakeRule): ReadonlySet<string> {
  const fields = [...conditionsOf(rule).keys()];
  return new Set(fields.includes('price') ? [...fields, 'product', 'plan'] : fields);
}

/** Whether two rules make the same contract of a subscription. */
export function isSameResult({ rule: _, when: _when, ...one }: IntakeRule, other: IntakeRule): boolean {
  const { rule: _rule, when: _conditions, ...rest } = other;
  return canonicalJson(one) === canonicalJson(rest);
}

/** The text of an id with its placeholders filled in, or the first placeholder that has no value. */
export function filledIn(
  template: string,
  valueFor: (placeholder: string) => string | null,
): { readonly text: string } | { readonly missing: string } {
  const placeholders = [...template.matchAll(PLACEHOLDER)].map(([, placeholder = '']) => placeholder);
  const missing = placeholders.find((placeholder) => valueFor(placeholder) === null);
  if (missing !== undefined) return { missing };
  return { text: template.replaceAll(PLACEHOLDER, (_, placeholder: string) => valueFor(placeholder) ?? '') };
}
