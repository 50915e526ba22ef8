import type { RecordingDependencies } from './dependencies.ts';
import { type RecordRequest, type RecordResult, recordOnce } from './record-once.ts';
import { settle } from './settle.ts';

/**
 * Records one event and every change of deadline it implies: the event and the first changes in one transaction, the
 * rest at once after it. Throws as `recordOnce` does; then nothing was recorded.
 */
export async function recordEvent(dependencies: RecordingDependencies, request: RecordRequest): Promise<RecordResult> {
  const { result, unfinished } = await recordOnce(dependencies, request);
  if (unfinished) await settle(dependencies, request.contract);
  return result;
}
