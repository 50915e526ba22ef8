import type { ContractTable } from '../aws/table/table.ts';
import type { ParkedEvent } from '../core/events/parked.ts';
import { isCustomerReference } from '../core/webhooks/references.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { recordOnce } from './record-once.ts';

/**
 * Records every event that earlier releases parked for this contract, oldest first. One that the contract cannot take stays
 * parked with its reason, and so does one of another contract. Changes of deadlines that do not fit into one transaction are
 * left to `settle`. Returns how many were recorded.
 */
export async function replayParked(dependencies: RecordingDependencies, contract: string): Promise<number> {
  const loaded = await dependencies.table.load(contract);
  if (!loaded) return 0;
  let recorded = 0;
  for (const [provider, references] of Object.entries(loaded.head.contract.references ?? {})) {
    for (const reference of references) {
      const parked = await dependencies.table.parkedFor(provider, reference);
      parked.sort((a, b) => Date.parse(a.event.recordedAt) - Date.parse(b.event.recordedAt));
      for (const waiting of parked) {
        if ((await onlyContractOf(dependencies.table, waiting)) !== contract) continue;
        const { result } = await recordOnce(dependencies, { contract, event: waiting.event });
        if (result.outcome === 'rejected') continue;
        await dependencies.table.unpark(provider, waiting.references, waiting.event.id);
        recorded += Number(result.outcome === 'recorded');
      }
    }
  }
  return recorded;
}

/**
 * The contract that a parked event belongs to. The customer was written beside the subscription, and decides only where
 * nothing else is named.
 */
async function onlyContractOf(
  table: ContractTable,
  { provider, references }: ParkedEvent,
): Promise<string | undefined> {
  const named = references.filter((reference) => !isCustomerReference(provider, reference));
  for (const reference of named.length > 0 ? named : references) {
    const [contract, ...others] = (await table.ownersOf(provider, reference))?.contracts ?? [];
    if (contract !== undefined) return others.length === 0 ? contract : undefined;
  }
  return undefined;
}
