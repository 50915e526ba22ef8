import * as z from 'zod';
import { PROVIDER_FIELDS, type ProviderField } from '../events/amendment.ts';
import { sameJson } from '../events/canonical.ts';
import type { Contract } from '../events/contract.ts';
import type { CustomerSnapshot, CustomerValues } from '../webhooks/snapshots.ts';

const text = z.string().max(500).nullable();

const CHANGES = ['created', 'updated', 'deleted'] as const;

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
  values: z
    .object({
      ...{ name: text, email: text, locale: text, country: text },
      metadata: z.record(z.string().max(64), z.string().max(500)),
    })
    .optional(),
});
export type CustomerRecord = z.infer<typeof customerRecordSchema>;

/** Values at a moment, of a message or as stored. */
type Told = Pick<CustomerSnapshot, 'at' | 'change'> & { readonly values?: CustomerValues | undefined };

/**
 * Whether a message tells of a later state than another one. Providers promise no order. Stripe counts in whole seconds: of
 * two updates within one, the later is that which began with what the other ended with.
 */
export function isLater(message: CustomerSnapshot, other: Told): boolean {
  const difference = Date.parse(message.at) - Date.parse(other.at);
  if (difference !== 0) return difference > 0;
  const steps = CHANGES.indexOf(message.change) - CHANGES.indexOf(other.change);
  if (steps !== 0 || message.change !== 'updated' || other.values === undefined) return steps > 0;
  // An answer, which is as of the begin of its second, puts back nothing that a message of that second told.
  if (message.former === null) return false;
  // What it changed says whether it is later. Other fields may have been changed by an update in between that has yet to come.
  const before = Object.keys(message.former).length > 0 ? message.former : message.values;
  const { values } = other;
  return PROVIDER_FIELDS.every((field) => before[field] === undefined || before[field] === values[field]);
}

/** Whether a message tells of a later state than a record, and of another one. */
export function tellsMore(message: CustomerSnapshot, known: CustomerRecord): boolean {
  return isLater(message, known) && !(known.values !== undefined && sameJson(known.values, message.values));
}

/** The customer as the latest of several messages tells; undefined without messages, or if the customer was deleted. */
export function latestOf(messages: readonly CustomerSnapshot[]): CustomerValues | undefined {
  const last = messages.reduce<CustomerSnapshot | undefined>(
    (latest, message) => (latest === undefined || isLater(message, latest) ? message : latest),
    undefined,
  );
  return last?.change === 'deleted' ? undefined : last?.values;
}

/** The record with what a message tells; undefined if it tells nothing later. Of a deleted customer only the time is kept. */
export function withMessage(stored: CustomerRecord | undefined, message: CustomerSnapshot): CustomerRecord | undefined {
  if (stored !== undefined && !isLater(message, stored)) return undefined;
  const { provider, id, at, change, values } = message;
  const record = { provider, id, at, change, revision: (stored?.revision ?? 0) + 1 };
  return change === 'deleted' ? record : { ...record, values };
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
