import type * as z from 'zod';
import { type Job, jobSchema } from '../aws/table/jobs.ts';

/** A job as `GET /jobs/{job}` answers it: without the fields that only its next run needs. */
export const jobViewSchema = jobSchema.omit({ revision: true, freeAt: true, place: true, attempts: true });

export function viewOf(job: Job): z.infer<typeof jobViewSchema> {
  return jobViewSchema.parse(job);
}
