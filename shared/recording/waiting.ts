import type { Reference } from '../aws/table/references.ts';
import type { ContractTable } from '../aws/table/table.ts';

/** The deliveries that wait under any of these references, each once. */
export async function waitingUnder(
  table: Pick<ContractTable, 'waitingFor'>,
  references: Iterable<Reference>,
): Promise<string[]> {
  const found = new Set<string>();
  for (const { provider, reference } of references) {
    for await (const delivery of table.waitingFor(provider, reference)) found.add(delivery);
  }
  return [...found];
}
