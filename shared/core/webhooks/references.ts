/** By provider, how the ids of its customers begin. Every other id is of one subscription, invoice or payment. */
const CUSTOMERS: ReadonlyMap<string, string> = new Map([
  ['stripe', 'cus_'],
  ['paddle', 'ctm_'],
]);

/**
 * Whether a provider's reference names a customer, who may have many contracts. Every other reference leads to one
 * contract.
 */
export function isCustomerReference(provider: string, reference: string): boolean {
  const prefix = CUSTOMERS.get(provider);
  return prefix !== undefined && reference.startsWith(prefix);
}
