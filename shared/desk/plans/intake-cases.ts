import * as z from 'zod';
import { sameJson } from '../../core/events/canonical.ts';
import { contractSchema } from '../../core/events/contract.ts';
import { contractFrom, type Intake, type IntakeTerms, WAIT_REASONS } from '../../core/intake/contract-from.ts';
import { PROVIDER_NAMES } from '../../core/webhooks/doors.ts';
import { type CustomerValues, localeIn, type SubscriptionSnapshot } from '../../core/webhooks/snapshots.ts';
import { checked } from '../reading/schema-faults.ts';
import { readYaml } from '../reading/yaml-text.ts';
import { GoldenCasesError, inCase } from './golden-cases.ts';

const name = z.string().min(1).max(500);
const metadata = z.record(z.string(), z.string()).default({});
const country = z.string().regex(/^[A-Z]{2}$/, 'use two capital letters, such as DE');

const itemSchema = z.strictObject({
  product: name.optional(),
  price: name.optional(),
  plan: z.union([name, z.array(name)]).optional(),
  /** How often it is billed, `1 month`. */
  interval: name.optional(),
});

const subscriptionSchema = z.strictObject({
  provider: z.enum(PROVIDER_NAMES).default('stripe'),
  id: name.default('sub_case'),
  customer: name.default('cus_case'),
  state: z.enum(['not-started', 'running', 'ended']).default('running'),
  startedAt: z.iso.datetime({ offset: true, error: 'write an instant such as 2026-11-20T08:00:00Z' }).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'use a code such as EUR')
    .optional(),
  country: country.optional(),
  items: z.array(itemSchema).max(100).default([]),
  metadata,
  /** The day of the month on which it is billed. */
  anchorDay: z.int().min(1).max(31).optional(),
});

const customerSchema = z.strictObject({
  name: name.optional(),
  /** null: the customer has no address. */
  email: z.string().nullable().default('somebody@customer.example'),
  locale: z
    .string()
    .refine((text) => localeIn(text) === text, 'use a language such as en or pt-BR')
    .optional(),
  country: country.optional(),
  metadata,
});

const caseSchema = z
  .strictObject({
    case: z.string().min(1),
    subscription: subscriptionSchema,
    /** `unknown`: the provider has not told about the customer. */
    customer: z.union([z.literal('unknown'), customerSchema]).prefault({}),
    /** The rule that makes the contract. */
    rule: z.string().optional(),
    /** Fields of the contract; those not named are not looked at. */
    expect: contractSchema
      .partial()
      .extend({ customer: contractSchema.shape.customer.extend({ locale: z.string() }).partial().optional() })
      .optional(),
    /** Fields that the contract is not to have. */
    absent: z.array(contractSchema.keyof()).optional(),
    /** Why it becomes no contract. */
    waits: z.enum(WAIT_REASONS).optional(),
    none: z.enum(['not-started', 'ended']).optional(),
  })
  .refine(
    ({ rule, expect, waits, none }) => [rule ?? expect, waits, none].filter((one) => one !== undefined).length === 1,
    'say what comes of it: rule and expect, or waits, or none',
  );

export type IntakeCase = z.infer<typeof caseSchema>;

const fileSchema = z.array(caseSchema).min(1);

/** The cases of `intake.cases.yaml`. @throws GoldenCasesError naming file, line and field */
export function readIntakeCases(file: string, text: string): IntakeCase[] {
  const yaml = readYaml(text);
  if ('faults' in yaml) throw GoldenCasesError.in(file, yaml.faults);
  const { content, placeOf } = yaml;
  const read = checked(fileSchema, content);
  if ('data' in read) return read.data;
  throw GoldenCasesError.in(
    file,
    read.faults.map(({ path, field, message }) => ({
      ...placeOf(path, field),
      message: [...inCase(path, content), message].join(': '),
    })),
  );
}

/** Everything in which the rules answer a case otherwise than expected; empty where they agree. */
export function failuresOfIntake(golden: IntakeCase, terms: IntakeTerms): string[] {
  const customer = golden.customer === 'unknown' ? undefined : valuesOf(golden.customer);
  const found = contractFrom(snapshotOf(golden.subscription), customer, terms);
  const { rule, expect = {}, absent = [], waits, none } = golden;
  const wanted = waits ?? none;
  if (!('contract' in found)) return wanted === outcomeOf(found) ? [] : [`it ${told(found)}`];
  if (wanted !== undefined) return [`rule ${found.rule} makes a contract of it`];
  return [
    ...(rule === undefined || rule === found.rule ? [] : [`it is made by rule ${found.rule}, not ${rule}`]),
    ...differences(expect, found.contract, ''),
    ...absent.filter((field) => found.contract[field] !== undefined).map((field) => `${field} is there`),
  ];
}

type Other = Exclude<Intake, { readonly contract: unknown }>;

function outcomeOf(intake: Other): string {
  return 'waits' in intake ? intake.waits : intake.none;
}

function told(intake: Other): string {
  return 'waits' in intake
    ? `waits, ${intake.waits}: ${intake.detail}`
    : `becomes no contract: it has ${intake.none === 'ended' ? 'ended' : 'not started'}`;
}

/** No rule goes by when the message was sent. */
const ANY_TIME = '2026-01-01T00:00:00Z';

function snapshotOf({
  startedAt,
  currency,
  country: of,
  items,
  anchorDay,
  ...rest
}: IntakeCase['subscription']): SubscriptionSnapshot {
  return {
    ...rest,
    at: ANY_TIME,
    startedAt: startedAt ?? null,
    currency: currency ?? null,
    country: of ?? null,
    items: items.map(({ product = null, price = null, plan = [], interval = null }) => ({
      product,
      price,
      plans: [plan].flat(),
      interval,
    })),
    anchorAt: null,
    anchorDay: anchorDay ?? null,
  };
}

function valuesOf(customer: Exclude<IntakeCase['customer'], string>): CustomerValues {
  const { name: called = null, email, locale = null, country: of = null } = customer;
  return { name: called, email, locale, country: of, metadata: customer.metadata };
}

/** The fields that are wanted and are otherwise. */
function differences(wanted: object, found: object, within: string): string[] {
  return Object.entries(wanted).flatMap(([field, value]) => {
    const actual: unknown = Reflect.get(found, field);
    if (field === 'customer') return differences(value, actual as object, 'customer.');
    return sameJson(actual, value) ? [] : [`${within}${field} is ${shown(actual)}, not ${shown(value)}`];
  });
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
