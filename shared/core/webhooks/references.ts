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

/** By provider, its ids of payments, invoices, checkouts and transactions, by which its messages name a contract. */
const PAYMENTS: ReadonlyMap<string, RegExp> = new Map([
  ['stripe', /^(?:pi|ch|py|in|cs)_[A-Za-z0-9_]{1,120}$/],
  ['paddle', /^txn_[A-Za-z0-9_]{1,120}$/],
]);

/** The provider whose payment, invoice or transaction has this id; undefined for ids of other kinds. */
export function providerOfPayment(id: string): string | undefined {
  return [...PAYMENTS].find(([, pattern]) => pattern.test(id))?.[0];
}
