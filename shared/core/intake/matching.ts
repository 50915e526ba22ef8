import type { CustomerValues, SubscriptionItem, SubscriptionSnapshot } from '../webhooks/snapshots.ts';
import { conditionsOf, type IntakeRule, type IntakeRules, isMoreSpecific, isOfItem, isSameResult } from './rules.ts';

/** A subscription, and its customer if the provider has told about the customer. */
export interface Applicant {
  readonly subscription: SubscriptionSnapshot;
  readonly customer: CustomerValues | undefined;
}

export type Choice =
  /** `items` are those of the subscription that the rule is about, and others that say the same. */
  | { readonly rule: IntakeRule; readonly items: readonly SubscriptionItem[] }
  | { readonly waits: 'no-rule' }
  /** Which rule it is depends on what is not known of the customer. */
  | { readonly waits: 'no-address'; readonly rules: readonly IntakeRule[] }
  | { readonly waits: 'ambiguous-rule'; readonly rules: readonly IntakeRule[] };

/**
 * The rule for a subscription: of those whose conditions hold, the most specific. Rules of which neither is more specific
 * have to make the same contract. A condition on something that is not known, such as the country of a customer without an
 * address, may hold: the choice then waits, unless it comes to the same contract either way.
 */
export function chooseRule(intake: IntakeRules, applicant: Applicant): Choice {
  const matches = intake.rules.flatMap((rule) => matchOf(rule, applicant) ?? []);
  const certain = matches.filter(({ isCertain }) => isCertain);
  const left = matches.filter((match) => !certain.some((other) => goesBefore(other, match)));
  const [first] = left;
  if (first === undefined) return { waits: 'no-rule' };
  const decided = left.find(({ isCertain }) => isCertain);
  const differing = left.filter(({ rule }) => !isSameResult(rule, first.rule));
  if (decided !== undefined && differing.length === 0) {
    const items = applicant.subscription.items.filter((item) => left.some((match) => match.items.includes(item)));
    return { rule: decided.rule, items };
  }
  const rules = [first, ...differing].map(({ rule }) => rule);
  return { waits: left.every(({ isCertain }) => isCertain) ? 'ambiguous-rule' : 'no-address', rules };
}

interface Match {
  readonly rule: IntakeRule;
  /** False if a condition is about something that is not known. */
  readonly isCertain: boolean;
  readonly items: readonly SubscriptionItem[];
  readonly isOfItems: boolean;
}

/** A rule about one item goes before no rule about another. */
function goesBefore(one: Match, other: Match): boolean {
  if (!isMoreSpecific(one.rule, other.rule)) return false;
  return !one.isOfItems || !other.isOfItems || one.items.some((item) => other.items.includes(item));
}

/** Undefined if one of the rule's conditions does not hold. */
function matchOf(rule: IntakeRule, applicant: Applicant): Match | undefined {
  const conditions = [...conditionsOf(rule)];
  const ofItems = conditions.filter(([field]) => isOfItem(field));
  const { items: all } = applicant.subscription;
  const items = all.filter((item) =>
    ofItems.every(([field, wanted]) => namesOf(item, field).some((name) => name !== null && wanted.includes(name))),
  );
  if (ofItems.length > 0 && items.length === 0) return undefined;
  let isCertain = true;
  for (const [field, wanted] of conditions.filter(([name]) => !isOfItem(name))) {
    const value = valueIn(applicant, field);
    if (value === 'unknown') isCertain = false;
    else if (value.text === null || !wanted.includes(value.text)) return undefined;
  }
  return { rule, isCertain, items, isOfItems: ofItems.length > 0 };
}

function namesOf(item: SubscriptionItem, field: string): readonly (string | null)[] {
  return field === 'plan' ? item.plans : [field === 'price' ? item.price : item.product];
}

/** What stands in a field that is not of an item. `unknown`: the customer's next message may tell. */
function valueIn({ subscription, customer }: Applicant, field: string): { text: string | null } | 'unknown' {
  if (field === 'provider' || field === 'currency') return { text: subscription[field] };
  if (field === 'country') {
    const country = subscription.country ?? customer?.country ?? null;
    return country === null ? 'unknown' : { text: country };
  }
  const text = metadataOf({ subscription, customer }, field.slice('metadata.'.length));
  return text === null && customer === undefined ? 'unknown' : { text };
}

/** What the account wrote under a key: on the subscription, or else on its customer. */
export function metadataOf({ subscription, customer }: Applicant, key: string): string | null {
  const holder = [subscription.metadata, customer?.metadata ?? {}].find((held) => Object.hasOwn(held, key));
  return holder?.[key] ?? null;
}
