import * as z from 'zod';
import type { ProviderField } from '../events/amendment.ts';
import { canonicalJson, digest, sameJson } from '../events/canonical.ts';
import type { Contract } from '../events/contract.ts';
import { inTrail } from '../events/trail.ts';
import { type CustomerSnapshot, type CustomerValues, type FormerValues, textAt } from '../webhooks/snapshots.ts';

const text = z.string().max(500).nullable();

/** Beside the metadata. */
const VALUES = ['name', 'email', 'locale', 'country'] as const;

const CHANGES = ['created', 'updated', 'deleted'] as const;

const valuesSchema = z.object({
  ...{ name: text, email: text, locale: text, country: text },
  metadata: z.record(z.string().max(64), z.string().max(500)),
});

const toldSchema = z.object({
  /** The provider's id of the message; empty for an answer of the provider. */
  message: z.string().max(500),
  change: z.enum(CHANGES),
  /** As in `CustomerSnapshot`. */
  former: z
    .object({
      ...valuesSchema.omit({ metadata: true }).partial().shape,
      metadata: z.record(z.string().max(64), text).optional(),
    })
    .nullable(),
  values: valuesSchema,
});
/** What a message told of a customer at a time that it shares with others. */
type Told = z.infer<typeof toldSchema>;

/** A provider's customer, as its latest message tells. It holds personal data: nothing of it is logged. */
export const customerRecordSchema = z.object({
  provider: z.string().max(32),
  id: z.string().max(500),
  /** The provider's time of the message that these values are of. */
  at: z.string(),
  change: z.enum(CHANGES),
  /** Rises with every write. A write over another revision than the one that was read is refused. */
  revision: z.int().positive(),
  /** Absent once the provider has deleted the customer. */
  values: valuesSchema.optional(),
  /** What the messages of that time told, in their order as far as it is known. Absent in records of earlier releases. */
  told: z.array(toldSchema).optional(),
  /** Hash of the values before that time; absent where they are not known. */
  before: z.string().length(64).optional(),
  /** The time of the message that told `before`. Absent in records of earlier releases. */
  beforeAt: z.string().optional(),
});
export type CustomerRecord = z.infer<typeof customerRecordSchema>;

/** The most that is kept of the messages of one time, in characters of JSON; those told first go first. */
export const MOST_TOLD = 50_000;

/** Whether a message changes what is known of a customer. */
export function tellsMore(message: CustomerSnapshot, known: CustomerRecord): boolean {
  const changed = withMessage(known, message);
  return changed !== undefined && !sameJson(known.values, changed.values);
}

/** The customer as the latest of several messages tells; undefined without messages, or if the customer was deleted. */
export function latestOf(messages: readonly CustomerSnapshot[]): CustomerValues | undefined {
  return messages.reduce<CustomerRecord | undefined>(
    (known, message) => withMessage(known, message) ?? known,
    undefined,
  )?.values;
}

/**
 * The record with what a message tells; undefined if it tells nothing that is to be kept. Of a deleted customer only the time
 * is kept.
 *
 * Providers promise no order, and several messages may have the same time: Stripe counts in whole seconds. All of that time are
 * kept, so that the values do not depend on which came first.
 */
export function withMessage(stored: CustomerRecord | undefined, message: CustomerSnapshot): CustomerRecord | undefined {
  const { provider, id, at, change } = message;
  const difference = stored === undefined ? 1 : Date.parse(at) - Date.parse(stored.at);
  const record = { provider, id, at, revision: (stored?.revision ?? 0) + 1 };
  if (stored !== undefined && difference < 0) return withEarlier(stored, message);
  if (difference === 0 && stored?.change === 'deleted') return undefined;
  if (change === 'deleted') return { ...record, change };
  const one = { message: message.message ?? '', change, former: message.former, values: message.values };
  const known = stored?.values === undefined || difference > 0 ? [] : toldIn({ ...stored, values: stored.values });
  // The first answer of a time stands for all: two deliveries would wake one another for ever by the answers that each has.
  if (known.some((other) => other.message === one.message)) return undefined;
  const before = difference > 0 ? stored?.values && hashOf(stored.values) : stored?.before;
  const beforeAt = difference > 0 ? stored?.values && stored.at : stored?.beforeAt;
  const told = inOrder([...known, one], before);
  while (told.length > 1 && JSON.stringify(told).length > MOST_TOLD) told.shift();
  const last = told.at(-1) ?? one;
  return {
    ...record,
    change: last.change,
    values: last.values,
    told,
    ...(before !== undefined && { before }),
    ...(beforeAt !== undefined && { beforeAt }),
  };
}

/**
 * The record with what a message tells of an earlier time; undefined if that is of no use. The latest of them says with what the
 * messages of the record's time began, which tells the order of those that lead back to where they began.
 */
function withEarlier(
  stored: CustomerRecord,
  { at, change, former, values }: CustomerSnapshot,
): CustomerRecord | undefined {
  const { before: known, beforeAt } = stored;
  if (stored.values === undefined || change === 'deleted' || (known !== undefined && beforeAt === undefined))
    return undefined;
  const difference = beforeAt === undefined ? 1 : Date.parse(at) - Date.parse(beforeAt);
  const before = hashOf(values);
  const follows = before !== known && former !== null && hashOf(valuesBefore(former, values)) === known;
  if (difference < 0 || (difference === 0 && !follows)) return undefined;
  const told = inOrder(toldIn({ ...stored, values: stored.values }), before);
  const last = told.at(-1) ?? stored;
  return {
    ...stored,
    revision: stored.revision + 1,
    change: last.change,
    values: last.values ?? stored.values,
    told,
    before,
    beforeAt: at,
  };
}

function toldIn({ told, change, values }: CustomerRecord & Pick<Told, 'values'>): readonly Told[] {
  return told ?? [{ message: '', change, former: null, values }];
}

/**
 * What was told of one time, in order: each update follows the message that left what it began with. Where the provider does
 * not say what an update began with, the ids decide. `before`: hash of the values before that time.
 */
function inOrder(all: readonly Told[], before: string | undefined): Told[] {
  const updates = all.filter((one) => !changesNothing(one));
  const followers = new Map(updates.map((one) => [one, updates.filter((other) => mayFollow(other, one)).length]));
  const sorted = updates.toSorted(
    (a, b) =>
      CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
      (followers.get(b) ?? 0) - (followers.get(a) ?? 0) ||
      (a.message < b.message ? -1 : 1),
  );
  const trail = inTrail(sorted, before, {
    before: ({ former, values }) => (former === null ? undefined : hashOf(valuesBefore(former, values))),
    after: ({ values }) => hashOf(values),
  });
  return [...all.filter(changesNothing), ...trail];
}

/** An answer is as of the begin of its time, and some updates change nothing that is kept: every other message goes after. */
function changesNothing({ message, former }: Told): boolean {
  return message === '' || (former !== null && Object.keys(former).length === 0);
}

/** Another update in between, yet to come, may have changed the fields that the later one did not change. */
function mayFollow({ former }: Told, { values }: Told): boolean {
  if (former === null) return false;
  const { metadata = {}, ...fields } = former;
  return (
    VALUES.every((field) => fields[field] === undefined || fields[field] === values[field]) &&
    Object.entries(metadata).every(([key, value]) => value === textAt(values.metadata, key))
  );
}

function valuesBefore(former: FormerValues, values: CustomerValues): CustomerValues {
  const { name = values.name, email = values.email, locale = values.locale, country = values.country } = former;
  const entries = Object.entries({ ...values.metadata, ...former.metadata });
  const metadata = Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
  return { name, email, locale, country, metadata };
}

function hashOf(values: CustomerValues): string {
  return digest('clauseclock/customer/1', canonicalJson(values));
}

/**
 * The fields in which a contract does not say of its customer what the provider says, among those that the provider may set.
 * What the provider does not know stays as it is.
 */
export function customerChanges(
  { name, email, locale }: CustomerValues,
  { customer }: Pick<Contract, 'customer'>,
  providerSet: readonly ProviderField[],
): Partial<Record<ProviderField, string>> {
  const told = Object.entries({ name, email, locale }).filter(
    (entry): entry is [ProviderField, string] => entry[1] !== null,
  );
  return Object.fromEntries(told.filter(([field, value]) => providerSet.includes(field) && customer[field] !== value));
}

/**
 * As `customerChanges`, for a contract that gets another customer: the name of the one before is no name of this one.
 *
 * @param values undefined if nothing is known of the customer
 */
export function movedCustomer(
  values: CustomerValues | undefined,
  contract: Pick<Contract, 'customer'>,
  providerSet: readonly ProviderField[],
): Partial<Record<Exclude<ProviderField, 'name'>, string>> & { readonly name?: string | null } {
  const isNameless = values?.name == null && providerSet.includes('name') && contract.customer.name !== undefined;
  return { ...(values && customerChanges(values, contract, providerSet)), ...(isNameless && { name: null }) };
}
