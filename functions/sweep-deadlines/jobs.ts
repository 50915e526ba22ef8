import type { Job } from '../../shared/aws/table/jobs.ts';
import { goOn, startJob, type Walk } from '../../shared/jobs/walk.ts';
import type { SweepDependencies } from './dependencies.ts';
import { reconciliation } from './reconcile.ts';

/** The jobs that this function runs, by kind. */
const WALKS = new Map([['reconcile', reconciliation]]);

/** A job of a kind that this release does not run. */
class UnknownJobError extends Error {
  override readonly name = 'UnknownJobError';
}

/**
 * The walk of a job kind that this release does not know, as after a roll-back. Its page fails, so that the job is
 * tried again and goes on if a release that knows it returns in time.
 */
function unknown(kind: string): Walk {
  const page = () => Promise.reject(new UnknownJobError(`no walk of kind ${kind}`));
  return { stages: [{ name: 'unknown', page }], perSecond: 1, parallel: 1 };
}

/** Starts the comparison of table and schedules, unless one is running, and works on it while time is left. */
export async function reconcile(dependencies: SweepDependencies, remainingMs: () => number): Promise<Job> {
  const job = await startJob(dependencies, 'reconcile', { kind: 'reconcile' });
  return (await goOn(dependencies, job.id, reconciliation(dependencies), remainingMs)) ?? job;
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
  const walk = WALKS.get(kind)?.(dependencies);
  await goOn(dependencies, id, walk ?? unknown(kind), remainingMs);
}
