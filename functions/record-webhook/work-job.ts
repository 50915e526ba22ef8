import type { Job, JobTable } from '../../shared/aws/table/jobs.ts';
import { type BackfillDependencies, backfill } from '../../shared/inbound/backfill.ts';
import { BACKFILL } from '../../shared/inbound/backfill-job.ts';
import { REPLAY } from '../../shared/inbound/replay-asked.ts';
import { replayWalk } from '../../shared/inbound/replay-job.ts';
import { hasEnded } from '../../shared/jobs/progress.ts';
import { unknownWalk } from '../../shared/jobs/unknown.ts';
import { goOn, TIME_FOR_PAGE_MS, type Walk } from '../../shared/jobs/walk.ts';
import { decideWalk } from '../../shared/proposals/decide-job.ts';
import { DECIDE, PROPOSE } from '../../shared/proposals/job-kinds.ts';
import { type ProposeDependencies, proposeWalk } from '../../shared/proposals/propose-job.ts';
import type { Timer } from '../../shared/runtime/clock.ts';

export interface JobDependencies extends BackfillDependencies, ProposeDependencies {
  readonly jobs: JobTable;
  readonly timer: Timer;
}

/** The jobs that this function runs, by kind: `INBOUND_JOBS`. */
const WALKS = new Map<string, (dependencies: JobDependencies, job: Job) => Walk | Promise<Walk>>([
  [BACKFILL, backfill],
  [REPLAY, replayWalk],
  [PROPOSE, proposeWalk],
  [DECIDE, decideWalk],
]);

/** For how long a message has pages begun, in milliseconds. */
const TURN_MS = 5000;

/**
 * Goes on with a job for a short time, and sends the message again if there is more to do: webhooks come between. A job that a
 * page holds up is left to the sweep.
 */
export async function workJob(dependencies: JobDependencies, id: string, remainingMs: () => number): Promise<void> {
  const { jobs, timer, queue } = dependencies;
  const job = await jobs.read(id);
  if (!job || hasEnded(job)) return;
  const walk = (await WALKS.get(job.kind)?.(dependencies, job)) ?? unknownWalk(job.kind);
  const began = timer.now();
  const left = () => Math.min(remainingMs(), TIME_FOR_PAGE_MS + TURN_MS - (timer.now() - began));
  const after = await goOn(dependencies, id, walk, left);
  if (after?.state === 'waiting' && after.error === undefined) await queue.send([{ kind: 'job', job: id }]);
}
