import type { SeenEvent } from '../aws/table/commit.ts';
import type { ContractEvent } from '../core/events/event.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { type RecordResult, recordEvent } from './record-event.ts';

/** One event out of a provider's webhook. */
export interface DeliveredEvent {
  readonly provider: string;
  /** The provider's references by which its contract may be known, best first. */
  readonly references: readonly string[];
  readonly event: ContractEvent;
  readonly seen: SeenEvent;
}

export type DeliveredResult =
  | { readonly outcome: 'recorded' | 'duplicate'; readonly contract: string; readonly changes: number }
  | { readonly outcome: 'parked'; readonly reason: string }
  | { readonly outcome: 'duplicate'; readonly contract: undefined };

/** An unknown contract may appear while an event is being parked for it; then there is somewhere to record it. */
const MOST_LOOKUPS = 3;

/**
 * Records a provider's event with its contract, or parks it until the contract appears. An event that the contract
 * cannot take is parked with the reason, for a person to look at: the provider cannot mend it by sending it again.
 */
export async function recordDelivered(
  dependencies: RecordingDependencies,
  delivered: DeliveredEvent,
): Promise<DeliveredResult> {
  const { table } = dependencies;
  const { provider, references, event, seen } = delivered;
  if (await table.wasSeen(seen.provider, seen.eventId, seen.fact)) return { outcome: 'duplicate', contract: undefined };
  for (let lookups = 0; lookups < MOST_LOOKUPS; lookups += 1) {
    const contract = await table.contractFor(provider, references);
    if (contract !== undefined) {
      const result = await recordEvent(dependencies, { contract, event, seen });
      return result.outcome === 'rejected' ? await setAside(dependencies, delivered, result) : told(result, contract);
    }
    const reason = references.length === 0 ? 'no-reference' : 'unknown-contract';
    const parked = await table.park({ provider, references: [...references], event, reason }, seen);
    if (parked === 'parked') return { outcome: 'parked', reason };
    if (parked === 'seen') return { outcome: 'duplicate', contract: undefined };
  }
  throw new Error(
    `the references of ${provider} event ${seen.eventId} keep changing hands; the provider will send it again`,
  );
}

function told(result: Exclude<RecordResult, { outcome: 'rejected' }>, contract: string): DeliveredResult {
  return { outcome: result.outcome, contract, changes: result.outcome === 'recorded' ? result.changes.length : 0 };
}

async function setAside(
  { table }: RecordingDependencies,
  { provider, references, event, seen }: DeliveredEvent,
  { code, faults }: Extract<RecordResult, { outcome: 'rejected' }>,
): Promise<DeliveredResult> {
  const reason = `${code}: ${faults.map(({ field, detail }) => `${field}: ${detail}`).join(' ')}`;
  const parked = await table.park({ provider, references: [...references], event, reason }, seen, true);
  return parked === 'seen' ? { outcome: 'duplicate', contract: undefined } : { outcome: 'parked', reason: code };
}
