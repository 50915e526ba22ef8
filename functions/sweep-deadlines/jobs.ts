import type { Job } from '../../shared/aws/table/jobs.ts';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import { startNightly } from '../../shared/inbound/start-backfill.ts';
import { INBOUND_JOBS } from '../../shared/inbound/work.ts';
import { unknownWalk } from '../../shared/jobs/unknown.ts';
import { goOn, startJob } from '../../shared/jobs/walk.ts';
import { PROPOSE } from '../../shared/proposals/job-kinds.ts';
import type { SweepDependencies } from './dependencies.ts';
import { reconciliation } from './reconcile.ts';

/** The jobs that this function runs, by kind. */
const WALKS = new Map([['reconcile', reconciliation]]);

/** Starts the comparison of table and schedules, unless one is running, and works on it while time is left. */
export async function reconcile(dependencies: SweepDependencies, remainingMs: () => number): Promise<Job> {
  const job = await startJob(dependencies, 'reconcile', { kind: 'reconcile' });
  return (await goOn(dependencies, job.id, reconciliation(dependencies), remainingMs)) ?? job;
}

/** Starts the job that looks whether another edition is deployed, and then goes over all contracts. */
export async function propose(dependencies: SweepDependencies): Promise<Job> {
  const job = await startJob(dependencies, PROPOSE, { kind: PROPOSE });
  await dependencies.inbound.send([{ kind: 'job', job: job.id }]);
  return job;
}

/** Starts the nightly check of each payment provider's list of events. Answers the jobs. */
export function checkProviders(dependencies: SweepDependencies): Promise<Job[]> {
  return Promise.all(PROVIDER_NAMES.map((provider) => startNightly(dependencies, provider)));
}

/** Continues every job that no run holds. An error in one job is thrown after the others had their turn. */
export async function goOnWithJobs(dependencies: SweepDependencies, remainingMs: () => number): Promise<void> {
  const errors: unknown[] = [];
  for (const id of await dependencies.jobs.free(dependencies.clock.now())) {
    try {
      await goOnWith(dependencies, id, remainingMs);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function goOnWith(dependencies: SweepDependencies, id: string, remainingMs: () => number): Promise<void> {
  const kind = (await dependencies.jobs.read(id))?.kind;
  if (kind === undefined) return;
  if (INBOUND_JOBS.has(kind)) return dependencies.inbound.send([{ kind: 'job', job: id }]);
  const walk = WALKS.get(kind)?.(dependencies);
  await goOn(dependencies, id, walk ?? unknownWalk(kind), remainingMs);
}
