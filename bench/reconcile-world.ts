import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { assemble } from '../functions/sweep-deadlines/handler.ts';
import { operationOf } from '../local/aws/errors.ts';
import { lambdaContext } from '../local/aws/invocation.ts';
import { FakeScheduler } from '../local/aws/scheduler.ts';
import { EmbeddedTable } from '../local/dynamo/embedded-table.ts';
import { VirtualClock } from '../local/time/clock.ts';
import { VirtualTimer } from '../local/time/virtual-timer.ts';
import { Schedules, scheduleName, scheduleSettings } from '../shared/aws/schedules.ts';
import { deadlineItem } from '../shared/aws/table/items.ts';
import { type Job, JobTable } from '../shared/aws/table/jobs.ts';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import type { StepWork } from '../shared/core/notices/work.ts';
import { laterBy } from '../shared/runtime/clock.ts';
import { SILENT } from '../shared/runtime/log.ts';

const START = '2026-11-20T02:17:00Z';
const SWEEP_EVERY_MS = 300_000;
const TABLE = 'clauseclock';
const GROUP = 'clauseclock';
const ENVIRONMENT = {
  STAGE: 'bench',
  TABLE_NAME: TABLE,
  NOTICES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/notices',
  NOTICES_QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:notices',
  INBOUND_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/inbound',
  SCHEDULE_GROUP: GROUP,
  SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/scheduler',
  SCHEDULER_DLQ_ARN: 'arn:aws:sqs:eu-central-1:000000000000:notices',
};
export interface WorldOptions {
  readonly contracts: number;
  /** What a call takes, in milliseconds. */
  readonly latency: { readonly table: number; readonly scheduler: number };
  /** How long an invocation may take, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Reconciled {
  readonly job: Job;
  readonly invocations: number;
  /** From the start of the first invocation to the end of the last, in milliseconds. */
  readonly elapsedMs: number;
  /** The longest invocation, in milliseconds. */
  readonly longestMs: number;
  /** By service and operation. */
  readonly calls: ReadonlyMap<string, number>;
  /** The most calls of one operation of the scheduler in one second. */
  readonly mostPerSecond: number;
  readonly rungs: number;
  readonly missing: number;
  readonly orphans: number;
  /** Schedules that are missing, or belong to nothing, at the end. */
  readonly wrong: number;
}

/** Contracts with their deadlines and schedules, of which some are missing and some belong to nothing. */
export class ReconcileWorld {
  readonly #options: WorldOptions;
  readonly #timer = new VirtualTimer();
  readonly #table = new EmbeddedTable();
  readonly #scheduler = new FakeScheduler({
    clock: new VirtualClock(START),
    groups: [GROUP],
    deliver: async () => undefined,
  });
  readonly #calls = new Map<string, number>();
  readonly #perSecond = new Map<string, number>();
  readonly #wanted = new Set<string>();
  #missing = 0;
  #orphans = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  /** Every second contract has two open rungs, the others one. Every 100th schedule is missing, every 150th has an orphan beside it. */
  async fill(): Promise<void> {
    const schedules = new Schedules(this.#scheduler as unknown as SchedulerClient, scheduleSettings(ENVIRONMENT));
    for (let n = 0; n < this.#options.contracts; n += 1) {
      for (let d = 0; d <= n % 2; d += 1) await this.#add(schedules, `contract-${n}`, `suspension~in_${d}`, n);
    }
  }

  async #add(schedules: Schedules, contract: string, deadline: string, n: number): Promise<void> {
    const at = laterBy(START, (1 + (n % 700)) * 86_400_000);
    const stored = { id: deadline, instant: at, steps: [], ladder: [], done: [], revision: 2, run: 1 };
    const next = { step: 'due', at };
    const item = deadlineItem(contract, { ...FIELDS, ...stored, next } as unknown as StoredDeadline, START);
    await this.#table.send(new PutItemCommand({ TableName: TABLE, Item: item }));
    const work: StepWork = { kind: 'step', contract, deadline, revision: 2, step: 'due' };
    const place = this.#wanted.size;
    this.#wanted.add(scheduleName(work));
    if (place % 100 === 50) this.#missing += 1;
    else await schedules.register(work, at, START);
    if (place % 150 !== 75) return;
    this.#orphans += 1;
    await schedules.register({ ...work, revision: 1 }, at, START);
  }

  /** Starts the nightly comparison and continues it by sweeps until it has ended. */
  async reconcile(): Promise<Reconciled> {
    const handler = this.#handler();
    const jobs = new JobTable(this.#table as unknown as DynamoDBClient, TABLE);
    let invocations = 0;
    let longestMs = 0;
    for (;;) {
      const begun = this.#timer.now();
      const end = begun + this.#options.timeoutMs;
      const context = {
        ...lambdaContext('sweep-deadlines', 300),
        getRemainingTimeInMillis: () => end - this.#timer.now(),
      };
      const task = invocations === 0 ? 'reconcile' : 'overdue';
      await this.#timer.run(() => handler({ task }, context));
      invocations += 1;
      longestMs = Math.max(longestMs, this.#timer.now() - begun);
      const job = await jobs.read('reconcile');
      if (job?.endedAt !== undefined) return this.#result(job, invocations, longestMs);
      await this.#timer.run(() => this.#timer.pause(begun + SWEEP_EVERY_MS - this.#timer.now()));
    }
  }

  #handler() {
    const { table, scheduler } = this.#options.latency;
    const dynamodb = this.#observed(this.#table, 'table', table) as unknown as DynamoDBClient;
    return assemble(ENVIRONMENT, {
      dynamodb,
      scheduler: this.#observed(this.#scheduler, 'scheduler', scheduler) as unknown as SchedulerClient,
      sqs: { send: async () => ({}) } as unknown as SQSClient,
      clock: { now: () => laterBy(START, Math.floor(this.#timer.now())) },
      timer: this.#timer,
      telemetry: () => SILENT,
    });
  }

  /** A client whose calls are counted, each of which takes `latencyMs`. */
  #observed(client: { send(command: unknown): Promise<unknown> }, service: string, latencyMs: number) {
    return {
      send: async (command: unknown) => {
        const call = `${service} ${operationOf(command)}`;
        const second = `${call} ${Math.floor(this.#timer.now() / 1000)}`;
        this.#calls.set(call, (this.#calls.get(call) ?? 0) + 1);
        if (service === 'scheduler') this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + 1);
        await this.#timer.pause(latencyMs);
        return client.send(command);
      },
    };
  }

  #result(job: Job, invocations: number, longestMs: number): Reconciled {
    const existing = new Set(this.#scheduler.schedules().map(({ name }) => name));
    const missing = [...this.#wanted].filter((name) => !existing.has(name)).length;
    const orphaned = [...existing].filter((name) => !this.#wanted.has(name)).length;
    return {
      job,
      invocations,
      elapsedMs: this.#timer.now(),
      longestMs,
      calls: this.#calls,
      mostPerSecond: Math.max(...this.#perSecond.values()),
      rungs: this.#wanted.size,
      missing: this.#missing,
      orphans: this.#orphans,
      wrong: missing + orphaned,
    };
  }
}

/** The further fields that reading a deadline requires. */
const FIELDS = { clause: 'suspension', state: 'open', date: '2027-01-01' };
