import * as z from 'zod';
import type { ProviderField } from '../events/amendment.ts';
import { sameJson } from '../events/canonical.ts';
import type { Contract } from '../events/contract.ts';
import { type CustomerSnapshot, type CustomerValues, type FormerValues, textAt } from '../webhooks/snapshots.ts';

const text = z.string().max(500).nullable();

/** Beside the metadata. */
const VALUES = ['name', 'email', 'locale', 'country'] as const;

const CHANGES = ['created', 'updated', 'deleted'] as const;

/** A provider's customer, as its latest message tells. It holds personal data: nothing of it is logged. */
export const customerRecordSchema = z.object({
  provider: z.string().max(32),
  id: z.string().max(500),
  /** The provider's time of the message that these values are of, and its id: absent for an answer of the provider. */
  at: z.string(),
  message: z.string().max(500).optional(),
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
type Told = Pick<CustomerSnapshot, 'at' | 'change'> & {
  readonly message?: string | null | undefined;
  readonly values?: CustomerValues | undefined;
};

/**
 * Whether a message tells of a later state than another one. Providers promise no order, and two updates may have the same
 * time: Stripe counts in whole seconds. The later of them is the one that began with what the other ended with. Where the
 * provider does not say what an update began with, the order of the ids decides, so that the order of arrival does not.
 */
export function isLater(message: CustomerSnapshot, other: Told): boolean {
  const difference = Date.parse(message.at) - Date.parse(other.at);
  if (difference !== 0) return difference > 0;
  const steps = CHANGES.indexOf(message.change) - CHANGES.indexOf(other.change);
  if (steps !== 0 || message.change !== 'updated' || other.values === undefined) return steps > 0;
  if (message.former !== null) return beginsWith(message.former, other.values);
  // An answer is as of the begin of its second, so it puts back nothing that a message of that second told.
  return message.message !== null && message.message > (other.message ?? '');
}

/** Only the fields that the update changed count: another update in between, yet to come, may have changed the others. */
function beginsWith({ metadata = {}, ...former }: FormerValues, values: CustomerValues): boolean {
  const fields = VALUES.filter((field) => former[field] !== undefined);
  const keys = Object.keys(metadata);
  return (
    fields.length + keys.length > 0 &&
    fields.every((field) => former[field] === values[field]) &&
    keys.every((key) => metadata[key] === textAt(values.metadata, key))
  );
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
  const told = message.message === null ? {} : { message: message.message };
  const record = { provider, id, at, ...told, change, revision: (stored?.revision ?? 0) + 1 };
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
