import { agreementOf } from '../agreement/agreement.ts';
import { pinContract } from '../agreement/pin-contract.ts';
import { parseDay } from '../calendar/days.ts';
import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { Day } from '../calendar/types.ts';
import { PROVIDER_FIELDS, type ProviderField } from '../events/amendment.ts';
import { digest } from '../events/canonical.ts';
import { type Contract, contractIdSchema, contractSchema, REFERENCE_PATTERN } from '../events/contract.ts';
import { inPlainWords } from '../events/fault-words.ts';
import type { TermsCatalog } from '../terms/catalog.ts';
import type { CustomerValues, SubscriptionItem, SubscriptionSnapshot } from '../webhooks/snapshots.ts';
import { type Applicant, chooseRule, metadataOf } from './matching.ts';
import { filledIn, type IntakeRule, type IntakeRules } from './rules.ts';

/** Why a subscription waits instead of becoming a contract. */
export const WAIT_REASONS = [
  'no-rule',
  'no-address',
  'ambiguous-rule',
  /** The items that the rule is about are billed in different intervals. */
  'ambiguous-billing',
  /** The rule's `id` asks for something that the subscription does not have. */
  'no-id',
  /** The contract that the rule makes cannot be used under its terms. */
  'invalid',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

export type Intake =
  /**
   * `rule`: the name of the rule that made it. `providerSet`: what the provider says of the customer, and may change later: not
   * what the rule says.
   */
  | { readonly contract: Contract; readonly rule: string; readonly providerSet: readonly ProviderField[] }
  /** `detail` names field, value and remedy, and nothing personal. */
  | { readonly waits: WaitReason; readonly detail: string }
  /** Nothing is to be created, and nothing waits for it. */
  | { readonly none: 'not-started' | 'ended' };

export interface IntakeTerms {
  readonly intake: IntakeRules;
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

const LONGEST_DETAIL = 500;

/**
 * The contract that the rules make of a subscription, or why it has to wait. Pure: the same subscription, customer and rules
 * always make the same contract.
 *
 * `customer`: undefined while the provider has not told about the customer; without an e-mail address no contract is made.
 */
export function contractFrom(
  subscription: SubscriptionSnapshot,
  customer: CustomerValues | undefined,
  terms: IntakeTerms,
): Intake {
  if (subscription.state !== 'running') return { none: subscription.state };
  const applicant = { subscription, customer };
  const choice = chooseRule(terms.intake, applicant);
  if ('waits' in choice) {
    if (choice.waits === 'no-rule') return waits('no-rule', noRule(subscription));
    const names = listed(choice.rules.map(({ rule }) => rule));
    if (choice.waits === 'ambiguous-rule')
      return waits(
        'ambiguous-rule',
        `The rules ${names} cover it and neither is more specific. Write one for what both cover.`,
      );
    return waits('no-address', `Which of the rules ${names} covers it depends on the customer. ${ADDRESS_WANTED}`);
  }
  if (customer?.email == null)
    return waits('no-address', `The customer’s e-mail address is not known. ${ADDRESS_WANTED}`);
  return contractUnder(choice.rule, choice.items, { subscription, customer, email: customer.email }, terms);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const ADDRESS_WANTED = 'Complete the customer at the provider, whose message about the customer is waited for.';

function waits(reason: WaitReason, detail: string): Intake {
  return { waits: reason, detail: detail.slice(0, LONGEST_DETAIL).toWellFormed() };
}

function noRule({ provider, items, currency }: SubscriptionSnapshot): string {
  const sold = items.slice(0, 3).map(({ product, price }) => `product ${product ?? 'none'}, price ${price ?? 'none'}`);
  const what = [`provider ${provider}`, ...sold, `currency ${currency ?? 'none'}`].join(', ');
  return `No rule covers ${what}. Add one to intake.yaml.`;
}

type Identified = Applicant & { readonly customer: CustomerValues; readonly email: string };

function contractUnder(
  rule: IntakeRule,
  items: readonly SubscriptionItem[],
  applicant: Identified,
  terms: IntakeTerms,
): Intake {
  const { subscription, customer, email } = applicant;
  const id = idOf(rule, applicant);
  if ('missing' in id)
    return waits('no-id', `Rule ${rule.rule} makes the contract’s id of ${id.missing}, which the subscription lacks.`);
  if (!REFERENCE_PATTERN.test(subscription.id))
    return waits('invalid', 'The subscription’s id has characters that no reference of a contract can have.');
  const { terms: pack, version, revision, plan, law, timezone, holidays, statutes, settings, term } = rule;
  const { provider, customer: reference } = subscription;
  const drafted = {
    ...{ id: id.text, terms: pack, version, revision, plan, law, timezone, holidays, statutes, settings, term },
    customer: { email, name: customer.name ?? undefined, locale: rule.locale ?? customer.locale ?? undefined },
    references: {
      [provider]: [subscription.id, reference].filter((one) => one !== null && REFERENCE_PATTERN.test(one)),
    },
  };
  const draft = contractSchema.safeParse(drafted, { error: inPlainWords });
  if (!draft.success) return waits('invalid', `Rule ${rule.rule}: ${draft.error.issues[0]?.message ?? 'invalid'}.`);
  const day = daysUnder(draft.data, terms);
  if ('faults' in day) return waits('invalid', `Rule ${rule.rule}: ${day.faults}`);
  const billing = billingOf(rule, items, subscription, day.of);
  if (billing === 'ambiguous')
    return waits(
      'ambiguous-billing',
      `The items under rule ${rule.rule} are billed in different intervals. Name one product or price, or write billing: { cycle }.`,
    );
  const startsOn = subscription.startedAt === null ? undefined : day.of(subscription.startedAt);
  const providerSet = PROVIDER_FIELDS.filter((field) => field !== 'locale' || rule.locale === undefined);
  return { contract: withoutAbsent({ ...draft.data, startsOn, billing }), rule: rule.rule, providerSet };
}

function withoutAbsent(contract: { [Field in keyof Contract]: Contract[Field] | undefined }): Contract {
  return Object.fromEntries(Object.entries(contract).filter(([, value]) => value !== undefined)) as Contract;
}

function idOf(rule: IntakeRule, applicant: Identified): { readonly text: string } | { readonly missing: string } {
  const { subscription } = applicant;
  const filled = filledIn(rule.id ?? '{provider}-{subscription}', (placeholder) => {
    if (placeholder === 'provider') return subscription.provider;
    if (placeholder === 'subscription') return subscription.id;
    if (placeholder === 'customer') return subscription.customer;
    return metadataOf(applicant, placeholder.slice('metadata.'.length))?.trim() || null;
  });
  return 'text' in filled ? { text: fitting(filled.text) } : filled;
}

const LONGEST_START = 47;

/** The text if it can be a contract's id; else its beginning, as far as that can be read, and a hash of the whole. */
function fitting(text: string): string {
  if (contractIdSchema.safeParse(text).success) return text;
  const start = text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, LONGEST_START);
  return `${start}-${digest('clauseclock/intake-id/1', text).slice(0, 16)}`;
}

/** The civil day of a moment in the contract's zone, or why the contract cannot be used under its terms. */
function daysUnder(
  draft: Contract,
  { catalog, holidays }: IntakeTerms,
): { of: (instant: string) => Day } | { faults: string } {
  const pinned = pinContract(draft, catalog, holidays);
  if ('faults' in pinned) return { faults: pinned.faults.map(({ field, detail }) => `${field}: ${detail}`).join(' ') };
  const agreement = agreementOf({ contract: pinned.contract, catalog, holidays });
  return { of: (instant) => agreement.dayOf(instant) };
}

function billingOf(
  { billing: wanted }: IntakeRule,
  items: readonly SubscriptionItem[],
  subscription: SubscriptionSnapshot,
  dayOf: (instant: string) => Day,
): Contract['billing'] | 'ambiguous' {
  if (typeof wanted === 'object') return wanted;
  const [cycle, another] = new Set(items.flatMap(({ interval }) => interval ?? []));
  if (wanted === 'none' || cycle === undefined) return undefined;
  if (another !== undefined) return 'ambiguous';
  const anchorDay = /month|year/.test(cycle) ? anchorDayOf(subscription, dayOf) : undefined;
  return { cycle, ...(anchorDay !== undefined && { anchorDay }) };
}

const LONGEST_MONTH = 31;

/**
 * The day of the month on which billing periods begin in the contract's zone. The day that was asked for is one in UTC; in the
 * contract's zone it is the one before or after where the anchor lies on another day there than in UTC.
 */
function anchorDayOf(
  { anchorAt, anchorDay }: SubscriptionSnapshot,
  dayOf: (instant: string) => Day,
): number | undefined {
  if (anchorAt === null) return anchorDay ?? undefined;
  const local = dayOf(anchorAt);
  if (anchorDay === null) return Number(local.slice(8));
  const apart = Math.sign(parseDay(local) - parseDay(anchorAt.slice(0, 10)));
  // The day after the last of every month is the first, and the day before the first is the last, which is 31 in every month.
  return ((anchorDay - 1 + apart + LONGEST_MONTH) % LONGEST_MONTH) + 1;
}
