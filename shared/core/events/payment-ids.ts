/** By provider, its ids of payments, invoices, checkouts and transactions, by which its messages name a contract. */
const PAYMENTS: ReadonlyMap<string, RegExp> = new Map([
  ['stripe', /^(?:pi|ch|py|in|cs)_[A-Za-z0-9_]{1,120}$/],
  ['paddle', /^txn_[A-Za-z0-9_]{1,120}$/],
]);

/** The provider whose payment, invoice or transaction has this id; undefined for ids of other kinds. */
export function providerOfPayment(id: string): string | undefined {
  for (const [provider, pattern] of PAYMENTS) if (pattern.test(id)) return provider;
  return undefined;
}
