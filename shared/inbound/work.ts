import * as z from 'zod';
import { jobIdSchema } from '../aws/table/jobs.ts';
import { DECIDE, PROPOSE } from '../proposals/job-kinds.ts';
import { BACKFILL } from './backfill-job.ts';
import { deliverySchema } from './delivery.ts';
import { REPLAY } from './replay-asked.ts';

/**
 * A message of the inbound queue. `delivery`: a stored delivery is to be worked on. `replay`: a person has it worked on again.
 * `job`: a job is to be gone on with.
 */
export const inboundWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), delivery: deliverySchema.shape.id }),
  z.object({
    kind: z.literal('replay'),
    delivery: deliverySchema.shape.id,
    by: z.string().max(200),
    reason: z.string().max(1000),
  }),
  z.object({ kind: z.literal('job'), job: jobIdSchema }),
]);
export type InboundWork = z.infer<typeof inboundWorkSchema>;

/** The kinds of jobs that `record-webhook` runs. */
export const INBOUND_JOBS: ReadonlySet<string> = new Set([BACKFILL, REPLAY, PROPOSE, DECIDE]);
