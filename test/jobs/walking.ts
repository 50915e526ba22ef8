import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { hasCrashed, invoke } from '../../local/aws/invocation.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { VirtualTimer } from '../../local/time/virtual-timer.ts';
import { type Job, JobTable } from '../../shared/aws/table/jobs.ts';
import type { Piece } from '../../shared/jobs/page-work.ts';
import { goOn, type Stage, startJob, type Walk } from '../../shared/jobs/walk.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

const START = '2026-11-20T02:17:00Z';
export const RUN_MS = 300_000;

/** A job over made-up pages, in virtual time, on the table in memory. */
export class Walking {
  readonly timer = new VirtualTimer();
  readonly telemetry = new CapturedTelemetry();
  /** Replaces the client through which jobs are stored. */
  dynamodb: DynamoDBClient = memoryDatabase().dynamodb;
  /** What runs on the way to the end threw. */
  readonly errors: unknown[] = [];
  readonly #stages: readonly Stage[];

  constructor(...stages: readonly Stage[]) {
    this.#stages = stages;
  }

  get now(): string {
    return laterBy(START, this.timer.now());
  }

  get jobs(): JobTable {
    return new JobTable(this.dynamodb, 'table');
  }

  get dependencies() {
    const clock = { now: () => this.now };
    return { jobs: this.jobs, clock, timer: this.timer, telemetry: this.telemetry.of('test') };
  }

  start(options: { total?: number } = {}): Promise<Job> {
    return startJob(this.dependencies, 'walk', { kind: 'test', ...options });
  }

  /** One invocation, to its end. Undefined when it found nothing to do. */
  run(runMs = RUN_MS, changes: Partial<Walk> = {}): Promise<Job | undefined> {
    return this.timer.run(() => this.begin(runMs, changes));
  }

  /** One invocation; time has to be moved for it. */
  begin(runMs = RUN_MS, changes: Partial<Walk> = {}): Promise<Job | undefined> {
    const end = this.timer.now() + runMs;
    const walk = { stages: this.#stages, perSecond: 100, parallel: 10, ...changes };
    return invoke(() => goOn(this.dependencies, 'walk', walk, () => end - this.timer.now()), undefined);
  }

  /** Runs as the sweep starts them, every five minutes, until the job has ended. */
  async runToEnd(mostRuns = 50): Promise<Job> {
    for (let n = 0; n < mostRuns; n += 1) {
      const begun = this.timer.now();
      await this.run().catch((error: unknown) => this.errors.push(error));
      const job = await this.jobs.read('walk');
      if (job?.endedAt !== undefined) return job;
      await this.wait(begun + RUN_MS - this.timer.now());
    }
    throw new Error(`the job has not ended after ${mostRuns} runs`);
  }

  wait(milliseconds: number): Promise<void> {
    return this.timer.run(() => this.timer.pause(Math.max(0, milliseconds)));
  }

  async stored(): Promise<Job> {
    const job = await this.jobs.read('walk');
    if (!job) throw new Error('there is no job');
    return job;
  }
}

/** Pieces `p-0`, `p-1`, … in pages of a size, each done by `work`. */
export function numbered(
  count: number,
  pageSize: number,
  work: (n: number) => Promise<string | undefined>,
  name = 'numbers',
): Stage {
  return {
    name,
    page: async (cursor) => {
      const from = Number(cursor ?? 0);
      const to = Math.min(count, from + pageSize);
      const pieces = Array.from({ length: to - from }, (_, n): Piece => {
        // A dead process does nothing more.
        return { name: `p-${from + n}`, work: () => (hasCrashed() ? new Promise(() => undefined) : work(from + n)) };
      });
      return { pieces, ...(to < count && { next: String(to) }) };
    },
  };
}
