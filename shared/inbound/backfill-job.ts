import * as z from 'zod';
import { PROVIDER_NAMES } from '../core/webhooks/doors.ts';

/** The kind of the jobs that take in what a provider's webhooks did not bring. */
export const BACKFILL = 'backfill';

/** What such a job was asked for. Instants in UTC; without `until` up to the newest event. */
export const backfillSchema = z.object({
  provider: z.enum(PROVIDER_NAMES),
  since: z.string(),
  until: z.string().optional(),
  dryRun: z.boolean(),
  by: z.string(),
  reason: z.string(),
});
export type Backfill = z.infer<typeof backfillSchema>;
