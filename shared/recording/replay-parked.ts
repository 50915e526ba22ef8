import type { RecordingDependencies } from './dependencies.ts';
import { recordOnce } from './record-once.ts';
import { contractFor } from './whose.ts';

/**
 * Records every event that was waiting for this contract, oldest first. One that the contract cannot take stays parked
 * with its reason, and so does one that names only a customer with other contracts as well. Changes of deadlines that do not fit into one transaction are left to `settle`.
 * Returns how many were recorded.
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
        if ((await contractFor(dependencies.table, provider, waiting.references)) === 'ambiguous') continue;
        const { result } = await recordOnce(dependencies, { contract, event: waiting.event });
        if (result.outcome === 'rejected') continue;
        await dependencies.table.unpark(provider, waiting.references, waiting.event.id);
        recorded += Number(result.outcome === 'recorded');
      }
    }
  }
  return recorded;
}
