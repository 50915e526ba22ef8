import * as z from 'zod';
import { canonicalJson, digest } from '../core/events/canonical.ts';
import type { DeliveryState } from './delivery.ts';
import { FILTERS, type Filters, WAITING_STATES } from './filters.ts';

/** The kind of the job that has many deliveries worked on again. */
export const REPLAY = 'replay-inbound';

/** What was asked for. `to` is set: what comes in later is not meant. */
export const replayAskedSchema = z.strictObject({
  ...FILTERS,
  to: z.string(),
  by: z.string(),
  reason: z.string(),
});
export type ReplayAsked = z.infer<typeof replayAskedSchema>;

/** The states meant: those that wait where none is named. */
export function statesOf({ state }: Filters): readonly DeliveryState[] {
  return state === undefined ? WAITING_STATES : [state];
}

/** The same for the same input, so that a request that is sent twice starts one job. */
export function replayJobId(input: Omit<ReplayAsked, 'to'> & { readonly to?: string | undefined }): string {
  return `${REPLAY}-${digest('clauseclock/replay/1', canonicalJson(input)).slice(0, 16)}`;
}
