import { createHash } from 'node:crypto';
import type { Job } from '../aws/table/jobs.ts';
import type { WorkQueue } from '../aws/work-queue.ts';
import { startJob, type WalkDependencies } from '../jobs/walk.ts';
import { laterBy } from '../runtime/clock.ts';
import { BACKFILL, type Backfill, backfillSchema } from './backfill-job.ts';
import type { InboundWork } from './work.ts';

export interface StartDependencies extends Pick<WalkDependencies, 'jobs' | 'clock' | 'telemetry'> {
  readonly inbound: WorkQueue<InboundWork>;
}

/** How far the nightly check goes back before the start of the last one that went over everything, in milliseconds. */
const OVERLAP_MS = 60 * 60_000;
/** How far the first one goes back. */
const FIRST_MS = 25 * 60 * 60_000;

/** Starts a job for what a person asks for. Asked for again while it runs, it is that job. */
export function startBackfill(dependencies: StartDependencies, asked: Backfill): Promise<Job> {
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.entries(asked).toSorted()))
    .digest('hex');
  return start(dependencies, `${BACKFILL}-${asked.provider}-${hash.slice(0, 16)}`, asked);
}

/**
 * Starts the nightly check of a provider's list: since the last one that went over everything, and an hour, because events
 * may be listed late. One that failed, or had no key, is made up for by the next.
 */
export async function startNightly(dependencies: StartDependencies, provider: Backfill['provider']): Promise<Job> {
  const id = `${BACKFILL}-nightly-${provider}`;
  const since = sinceWhen(await dependencies.jobs.read(id), dependencies.clock.now());
  return start(dependencies, id, { provider, since, dryRun: false, by: 'clauseclock', reason: 'nightly check' });
}

async function start(dependencies: StartDependencies, id: string, { until, ...asked }: Backfill): Promise<Job> {
  const options = { kind: BACKFILL, asked: { ...asked, ...(until !== undefined && { until }) } };
  const job = await startJob(dependencies, id, options);
  await dependencies.inbound.send([{ kind: 'job', job: job.id }]);
  return job;
}

function sinceWhen(before: Job | undefined, now: string): string {
  if (!before) return laterBy(now, -FIRST_MS);
  if (isWhole(before)) return laterBy(before.startedAt, -OVERLAP_MS);
  return backfillSchema.safeParse(before.asked).data?.since ?? laterBy(now, -FIRST_MS);
}

function isWhole({ state, failed, counts }: Job): boolean {
  return state === 'finished' && failed === 0 && !Object.keys(counts).some((outcome) => outcome.startsWith('no-key'));
}
