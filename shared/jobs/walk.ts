import { type Job, type JobTable, MOST_FAILURES } from '../aws/table/jobs.ts';
import type { Clock, Timer } from '../runtime/clock.ts';
import type { Telemetry } from '../runtime/log.ts';
import { namesInLogs } from '../runtime/logged-ids.ts';
import { Pace } from './pace.ts';
import { type FailedPiece, type PageResult, type Piece, workOn } from './page-work.ts';
import { ended, hasEnded, type JobOptions, left, type Place, passed, started, taken } from './progress.ts';

/** A page of work. `next`, the cursor of the page after it, is absent on the last one. */
export interface WorkPage {
  readonly pieces: readonly Piece[];
  readonly next?: string;
}

/** A set of things to go over in pages, such as all contracts. */
export interface Stage {
  /** Stored with the job: keep it the same from release to release. */
  readonly name: string;
  page(cursor: string | undefined): Promise<WorkPage>;
}

/** What a job does: its stages in order, and of each page several pieces at once. */
export interface Walk {
  readonly stages: readonly Stage[];
  /** Pieces started per second. At this rate a whole page has to fit into one run. */
  readonly perSecond: number;
  /** Pieces worked on at once. */
  readonly parallel: number;
}

export interface WalkDependencies {
  readonly jobs: JobTable;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly telemetry: Telemetry;
}

/** With less time left than this, in milliseconds, a run starts no page; with less than half of it, no piece. */
export const TIME_FOR_PAGE_MS = 30_000;
/** Added to a run's remaining time to get its lease, in milliseconds: a run cannot be alive after its lease. */
const LEASE_MARGIN_MS = 60_000;
/** Runs that may fail at one page. Then the page is passed over or, if it cannot be read, the job fails. */
export const MOST_ATTEMPTS = 5;

/** Another run has written the job since this run took it. */
class JobLostError extends Error {
  override readonly name = 'JobLostError';
}

/** The error of pieces that were not tried, because every run so far died at their page. */
class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
}

/**
 * Starts a job, which the next run takes. If the job of this id has not ended, nothing is started and that job is answered:
 * there is one job of an id at a time.
 */
export async function startJob(
  { jobs, clock, telemetry }: Pick<WalkDependencies, 'jobs' | 'clock' | 'telemetry'>,
  id: string,
  options: JobOptions,
): Promise<Job> {
  for (;;) {
    const before = await jobs.read(id);
    if (before && !hasEnded(before)) return before;
    const job = await tryToWrite(jobs, started(id, options, clock.now(), before));
    if (!job) continue;
    telemetry.info('JOB_STARTED', { job: id });
    return job;
  }
}

/**
 * Continues a job from its place until the job ends, the time runs short, or a page fails. Finished pages are kept, and the
 * sweep calls again until the job has ended. Undefined if there is no such job, if it has ended, or if another run holds it.
 */
export async function goOn(
  dependencies: WalkDependencies,
  id: string,
  walk: Walk,
  remainingMs: () => number,
): Promise<Job | undefined> {
  const { telemetry } = dependencies;
  const job = await take(dependencies, id, remainingMs());
  if (!job) return undefined;
  try {
    return await new Run(dependencies, walk, remainingMs).from(job);
  } catch (error) {
    if (!(error instanceof JobLostError)) throw error;
    telemetry.warn('JOB_STOPPED', { job: id, reason: 'taken by another run' });
    return undefined;
  }
}

async function take({ jobs, clock }: WalkDependencies, id: string, remainingMs: number): Promise<Job | undefined> {
  const job = await jobs.read(id);
  const now = clock.now();
  if (job?.freeAt === undefined || Date.parse(job.freeAt) > Date.parse(now)) return undefined;
  if (remainingMs < TIME_FOR_PAGE_MS) return undefined;
  return tryToWrite(jobs, taken(job, now, remainingMs + LEASE_MARGIN_MS));
}

/** Undefined when somebody else wrote the job since it was read. */
async function tryToWrite(jobs: JobTable, job: Job): Promise<Job | undefined> {
  const written = { ...job, revision: job.revision + 1 };
  return (await jobs.save(written)) ? written : undefined;
}

interface Move {
  readonly to: Job;
  /** Called once the move is written. */
  report(to: Job): void;
}

/** One run of a job, which holds it. */
class Run {
  readonly #dependencies: WalkDependencies;
  readonly #walk: Walk;
  readonly #remainingMs: () => number;
  readonly #pace: Pace;

  constructor(dependencies: WalkDependencies, walk: Walk, remainingMs: () => number) {
    this.#dependencies = dependencies;
    this.#walk = walk;
    this.#remainingMs = remainingMs;
    this.#pace = new Pace(dependencies.timer, walk.perSecond);
  }

  async from(held: Job): Promise<Job> {
    let job = held;
    while (job.state === 'running') {
      const move = await this.#move(job);
      job = await this.#write(move.to);
      // Only once it is written: a run that has lost the job has moved nothing.
      move.report(job);
      // The run may die at the next page, and the alarm goes by what was counted.
      this.#dependencies.telemetry.flush();
    }
    return job;
  }

  /** Where the job gets from here: one page further, to its end, or left for another run. */
  async #move(job: Job): Promise<Move> {
    if (this.#remainingMs() < TIME_FOR_PAGE_MS) return this.#leave(job);
    const { stages } = this.#walk;
    // An unknown stage comes from another release. Starting over does no harm.
    const at = Math.max(
      0,
      stages.findIndex(({ name }) => name === job.place?.stage),
    );
    const stage = stages[at];
    if (!stage) return this.#end(job);
    let page: WorkPage;
    try {
      page = await stage.page(stage.name === job.place?.stage ? job.place.cursor : undefined);
    } catch (error) {
      return job.attempts < MOST_ATTEMPTS ? this.#leave(job, error) : this.#end(job, error);
    }
    const result = await this.#workOn(page, job);
    if (!result) return this.#leave(job);
    if (isOutage(result) && job.attempts < MOST_ATTEMPTS) return this.#leave(job, result.failed[0]?.error);
    return this.#pass(job, placeAfter(page, stage, stages[at + 1]), result);
  }

  async #workOn({ pieces }: WorkPage, job: Job): Promise<PageResult | undefined> {
    // Every earlier run died at this page, and this one would as well.
    if (job.attempts > MOST_ATTEMPTS) return { done: 0, counts: {}, failed: pieces.map(givenUp) };
    return workOn(pieces, {
      timer: this.#dependencies.timer,
      pace: this.#pace,
      parallel: this.#walk.parallel,
      isShort: () => this.#remainingMs() < TIME_FOR_PAGE_MS / 2,
    });
  }

  /** Passes a page. Without a place to go on at, it was the last. */
  #pass(job: Job, place: Place | undefined, result: PageResult): Move {
    const { clock, telemetry } = this.#dependencies;
    const beyond = passed(job, place, result);
    return {
      to: place ? beyond : ended(beyond, clock.now()),
      report: (to) => {
        for (const { name, error } of result.failed.slice(0, MOST_FAILURES - job.failures.length)) {
          telemetry.error('JOB_ITEM_FAILED', error, { job: job.id, item: namesInLogs(name) });
        }
        telemetry.count('JobFailure', result.failed.length);
        if (!place) telemetry.info('JOB_FINISHED', factsOf(to));
      },
    };
  }

  #leave(job: Job, error?: unknown): Move {
    const { clock, telemetry } = this.#dependencies;
    const reason = error === undefined ? 'its time is over' : 'a page could not be passed';
    return {
      to: left(job, clock.now(), error),
      report: (to) => telemetry.info('JOB_STOPPED', { ...factsOf(to), reason }),
    };
  }

  #end(job: Job, error?: unknown): Move {
    const { clock, telemetry } = this.#dependencies;
    return {
      to: ended(job, clock.now(), error),
      report: (to) => {
        if (error === undefined) return telemetry.info('JOB_FINISHED', factsOf(to));
        telemetry.error('JOB_FAILED', error, factsOf(to));
        telemetry.count('JobFailure');
      },
    };
  }

  async #write(job: Job): Promise<Job> {
    const written = await tryToWrite(this.#dependencies.jobs, job);
    if (!written) throw new JobLostError(`job ${job.id} was taken by another run`);
    return written;
  }
}

/** If more pieces fail than succeed, the cause is a service that is down rather than the pieces. */
function isOutage({ done, failed }: PageResult): boolean {
  return failed.length > done;
}

function placeAfter({ next }: WorkPage, stage: Stage, following: Stage | undefined): Place | undefined {
  if (next !== undefined) return { stage: stage.name, cursor: next };
  return following && { stage: following.name };
}

function givenUp({ name }: Piece): FailedPiece {
  return { name, error: new GivenUpError('every run that began it died') };
}

function factsOf({ id, done, failed, counts, attempts, error }: Job) {
  return { ...counts, job: id, done, failed, attempts, error };
}
