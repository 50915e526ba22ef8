import type { RecordingDependencies } from './dependencies.ts';
import {
  asGiven,
  type RecordAsLoaded,
  type RecordRequest,
  type RecordResult,
  recordOnceAsLoaded,
} from './record-once.ts';
import { settle } from './settle.ts';
import { wakeTaught } from './teach.ts';

/**
 * Records one event and every change of deadline it implies: the event and the first changes in one transaction, the
 * rest at once after it. Webhooks that wait for what the event teaches are woken. Throws as `recordOnce` does; then nothing was recorded.
 */
export function recordEvent(dependencies: RecordingDependencies, request: RecordRequest): Promise<RecordResult> {
  return recordAsLoaded(dependencies, asGiven(request));
}

/** As `recordEvent`, with an event that depends on the contract. */
export async function recordAsLoaded(
  dependencies: RecordingDependencies,
  request: RecordAsLoaded,
): Promise<RecordResult> {
  const { result, unfinished, taught } = await recordOnceAsLoaded(dependencies, request);
  if (unfinished) await settle(dependencies, request.contract);
  else await wakeTaught(dependencies, taught);
  return result;
}
