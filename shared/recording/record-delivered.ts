import type { SeenEvent } from '../aws/table/commit.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { CONFLICT, untilSettled } from './attempt.ts';
import type { RecordingDependencies } from './dependencies.ts';
import { recordEvent } from './record-event.ts';
import type { RecordResult } from './record-once.ts';
import { contractFor } from './whose.ts';

/** One event out of a provider's webhook. */
export interface DeliveredEvent {
  readonly provider: string;
  /** The provider's references by which its contract may be known, best first. */
  readonly references: readonly string[];
  /** Further ones, under which an earlier message of the same fact may wait that did not name as much. */
  readonly earlierReferences?: readonly string[];
  readonly event: ContractEvent;
  readonly seen: SeenEvent;
}

export type DeliveredResult =
  | { readonly outcome: 'recorded' | 'duplicate'; readonly contract: string; readonly changes: number }
  | { readonly outcome: 'parked'; readonly reason: string }
  | { readonly outcome: 'duplicate'; readonly contract: undefined };

/**
 * Records a provider's event with its contract, or parks it until the contract appears. An event that the contract
 * cannot take is parked with the reason, for a person to look at: the provider cannot mend it by sending it again.
 */
export async function recordDelivered(
  dependencies: RecordingDependencies,
  delivered: DeliveredEvent,
): Promise<DeliveredResult> {
  const { table } = dependencies;
  const { provider, references, earlierReferences = [], event, seen } = delivered;
  if (await table.wasSeen(seen.provider, seen.eventId, seen.fact)) return { outcome: 'duplicate', contract: undefined };
  // The contract may be created while its event is being parked; then the event is recorded.
  return untilSettled(references[0] ?? event.id, async () => {
    const found = await contractFor(table, provider, references);
    if (found === undefined) {
      return park(dependencies, delivered, references.length === 0 ? 'no-reference' : 'unknown-contract', false);
    }
    if (found === 'ambiguous') return park(dependencies, delivered, 'ambiguous', true);
    const { contract } = found;
    const result = await recordEvent(dependencies, { contract, event, seen });
    if (result.outcome === 'rejected') {
      const reason = `${result.code}: ${result.faults.map(({ field, detail }) => `${field}: ${detail}`).join(' ')}`;
      return park(dependencies, delivered, reason, true, result.code);
    }
    // An earlier webhook may have parked the same event under the customer’s reference only. Remove it there, so that
    // another contract of that customer does not record it.
    await table.unpark(provider, [...references, ...earlierReferences], event.id);
    return deliveredResult(result, contract);
  });
}

function deliveredResult(result: Exclude<RecordResult, { outcome: 'rejected' }>, contract: string): DeliveredResult {
  return { outcome: result.outcome, contract, changes: result.outcome === 'recorded' ? result.changes.length : 0 };
}

/** `force`: park the event although its contract exists. `shown`: the reason as the sender may read it. */
async function park(
  { table }: RecordingDependencies,
  { provider, references, event, seen }: DeliveredEvent,
  reason: string,
  force: boolean,
  shown = reason,
): Promise<DeliveredResult | typeof CONFLICT> {
  const parked = await table.park({ provider, references: [...references], event, reason }, seen, force);
  if (parked === 'parked') return { outcome: 'parked', reason: shown };
  return parked === 'seen' ? { outcome: 'duplicate', contract: undefined } : CONFLICT;
}
