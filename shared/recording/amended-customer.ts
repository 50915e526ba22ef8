import type { ContractHead } from '../aws/table/items.ts';
import { type CustomerChange, PROVIDER_FIELDS, type ProviderField } from '../core/events/amendment.ts';
import type { PinnedContract } from '../core/events/contract.ts';

type Customer = PinnedContract['customer'];
type Field = keyof CustomerChange;

const FIELDS: readonly Field[] = ['name', 'email', 'locale', 'timezone'];

export interface AmendedCustomer {
  readonly customer: Customer;
  /** What differs, in the merge patch's form; undefined if nothing does. */
  readonly change: CustomerChange | undefined;
  readonly fields: readonly { readonly field: string; readonly from: string | null; readonly to: string | null }[];
  /** Fields that a provider would have changed, but a person had set. */
  readonly kept: readonly Field[];
  readonly providerSet: readonly ProviderField[];
}

/** Whether a payment provider may set a field of the customer: a person has not set it. */
export function mayProviderSet({ providerSet = [] }: Pick<ContractHead, 'providerSet'>, field: ProviderField): boolean {
  return providerSet.includes(field);
}

/**
 * The customer after a merge patch. A person's patch makes its fields the person's, even where they say what the provider
 * said; a provider's patch changes only fields that no person set.
 */
export function amendedCustomer(head: ContractHead, patch: CustomerChange, by: 'person' | 'provider'): AmendedCustomer {
  const { customer } = head.contract;
  const named = FIELDS.filter((field) => patch[field] !== undefined);
  const allowed = named.filter((field) => by === 'person' || (isProviders(field) && mayProviderSet(head, field)));
  const differs = (field: Field) => (patch[field] ?? null) !== (customer[field] ?? null);
  const taken = (field: Field) => by === 'person' && isProviders(field) && mayProviderSet(head, field);
  const changed = allowed.filter((field) => differs(field) || taken(field));
  return {
    customer: changed.reduce((amended, field) => withField(amended, field, patch[field]), customer),
    change: changed.length === 0 ? undefined : Object.fromEntries(changed.map((field) => [field, patch[field]])),
    fields: changed.map((field) => ({
      field: `customer.${field}`,
      from: customer[field] ?? null,
      to: patch[field] ?? null,
    })),
    kept: named.filter((field) => !allowed.includes(field) && differs(field)),
    providerSet: (head.providerSet ?? []).filter((field) => by === 'provider' || !named.includes(field)),
  };
}

function isProviders(field: Field): field is ProviderField {
  return PROVIDER_FIELDS.some((one) => one === field);
}

function withField(customer: Customer, field: Field, value: string | null | undefined): Customer {
  const { [field]: _before, ...rest } = customer;
  return { ...rest, ...(value !== null && { [field]: value }) } as Customer;
}
