import * as z from 'zod';
import { sameJson } from '../events/canonical.ts';
import type { Contract } from '../events/contract.ts';
import type { CustomerSnapshot, CustomerValues } from '../webhooks/snapshots.ts';

const text = z.string().max(500).nullable();

/** What contracts hold of a customer. */
const contactSchema = z.object({ name: text, email: text, locale: text });
type Contact = z.infer<typeof contactSchema>;

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
  values: contactSchema
    .extend({ country: text, metadata: z.record(z.string().max(64), z.string().max(500)) })
    .optional(),
  /** The values that the customer's contracts were last given. Where they differ from `values`, that is still to be done. */
  carried: contactSchema.optional(),
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
  const before = other.values;
  const former = Object.entries(message.former ?? {});
  return former.every(([field, value]) => sameJson(value, before[field as keyof CustomerValues]));
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
  if (change === 'deleted') return record;
  return { ...record, values, carried: stored?.carried ?? contactOf(values) };
}

/** The record once the customer's contracts have what it tells. */
export function withCarried(record: CustomerRecord): CustomerRecord {
  const { values, revision } = record;
  return { ...record, revision: revision + 1, ...(values && { carried: contactOf(values) }) };
}

/** Whether contracts of the customer may lack what the record tells. */
export function isToBeCarried({ values, carried }: CustomerRecord): boolean {
  return values !== undefined && carried !== undefined && !sameJson(contactOf(values), carried);
}

function contactOf({ name, email, locale }: Contact): Contact {
  return { name, email, locale };
}

const FIELDS = ['name', 'email', 'locale'] as const;

/**
 * What changed at the provider and is to change in a contract. A field in which the contract does not hold the provider's
 * former value was set by a person, or by a rule, and stays. What the provider no longer knows stays as well.
 */
export function contactChanges(
  record: CustomerRecord,
  { customer }: Pick<Contract, 'customer'>,
): Partial<Contract['customer']> {
  const { values, carried } = record;
  if (values === undefined || carried === undefined) return {};
  const changed = FIELDS.flatMap((field): [string, string][] => {
    const value = values[field];
    if (value === null || value === carried[field]) return [];
    return (customer[field] ?? null) === (carried[field] ?? (field === 'locale' ? 'en' : null)) ? [[field, value]] : [];
  });
  return Object.fromEntries(changed);
}
