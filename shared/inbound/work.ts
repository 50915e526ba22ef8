import * as z from 'zod';
import { jobIdSchema } from '../aws/table/jobs.ts';
import { BACKFILL } from './backfill-job.ts';
import { deliverySchema } from './delivery.ts';

/** A message of the inbound queue. `delivery`: a stored delivery is to be worked on. `job`: a job is to be gone on with. */
export const inboundWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), delivery: deliverySchema.shape.id }),
  z.object({ kind: z.literal('job'), job: jobIdSchema }),
]);
export type InboundWork = z.infer<typeof inboundWorkSchema>;

/** The kinds of jobs that `record-webhook` runs. */
export const INBOUND_JOBS: ReadonlySet<string> = new Set([BACKFILL]);
