import type { ContractTable } from '../aws/table/table.ts';

/**
 * The contract that a provider's references lead to, best reference first. `ambiguous`: the best one that leads anywhere is a
 * customer's with several contracts.
 */
export async function contractFor(
  table: ContractTable,
  provider: string,
  references: readonly string[],
): Promise<{ readonly contract: string } | 'ambiguous' | undefined> {
  for (const reference of references) {
    const [contract, ...others] = (await table.ownersOf(provider, reference))?.contracts ?? [];
    if (contract !== undefined) return others.length === 0 ? { contract } : 'ambiguous';
  }
  return undefined;
}
