import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { Schedules, scheduleSettings } from '../../shared/aws/schedules.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { HoldTable } from '../../shared/aws/table/holds.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WaitingTable } from '../../shared/aws/table/waiting.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { systemClock, systemTimer, type Timer } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { FunctionParts } from '../../shared/runtime/parts.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import type { SweepDependencies } from './dependencies.ts';
import { countStopped, freeLetters } from './free-letters.ts';
import { holdLetters } from './hold-letters.ts';
import { queueDeliveries } from './inbound.ts';
import { checkProviders, goOnWithJobs, propose, reconcile } from './jobs.ts';
import { queueOverdue } from './overdue.ts';
import { countTasks } from './tasks.ts';
import { countWaiting } from './waiting.ts';

const taskSchema = z.object({ task: z.enum(['overdue', 'reconcile', 'propose', 'backfill']) });

/** Queues overdue work first; jobs use the time that is left. */
export function createHandler(dependencies: SweepDependencies) {
  const { telemetry } = dependencies;
  return lambda<unknown, unknown>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async (input, context) => {
      const { task } = taskSchema.parse(input);
      const remainingMs = () => context.getRemainingTimeInMillis();
      if (task === 'reconcile') return viewOf(await reconcile(dependencies, remainingMs));
      if (task === 'propose') return viewOf(await propose(dependencies));
      if (task === 'backfill') return { jobs: (await checkProviders(dependencies)).map(viewOf) };
      const found = await overdue(dependencies);
      // Whom this wakes does not wait for the jobs, and a run that dies over one takes what it counted with it.
      telemetry.flush();
      await goOnWithJobs(dependencies, remainingMs);
      return { found };
    });
}

/**
 * Queues what should have happened, each kind of work also where the other cannot be queued. Letters that are queued have to
 * find the hold that stands now. Returns how much was queued.
 */
async function overdue(dependencies: SweepDependencies): Promise<number> {
  const held = await Promise.allSettled([holdLetters(dependencies)]);
  const queued = await Promise.allSettled([
    freeLetters(dependencies),
    queueOverdue(dependencies),
    queueDeliveries(dependencies),
  ]);
  const counted = await Promise.allSettled([
    countTasks(dependencies),
    countWaiting(dependencies),
    countStopped(dependencies),
  ]);
  const failed = [...held, ...queued, ...counted].find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return queued.reduce((sum, each) => sum + (each.status === 'fulfilled' ? each.value : 0), 0);
}

interface Parts extends FunctionParts {
  readonly dynamodb: DynamoDBClient;
  readonly scheduler: SchedulerClient;
  readonly sqs: SQSClient;
  readonly timer: Timer;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, scheduler, sqs, clock, timer, telemetry } = parts;
  return createHandler({
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    enumeration: new Enumeration(dynamodb, environment.TABLE_NAME),
    jobs: new JobTable(dynamodb, environment.TABLE_NAME),
    holds: new HoldTable(dynamodb, environment.TABLE_NAME),
    schedules: new Schedules(scheduler, scheduleSettings(environment)),
    deliveries: new DeliveryTable(dynamodb, environment.TABLE_NAME),
    waiting: new WaitingTable(dynamodb, environment.TABLE_NAME),
    queue: new WorkQueue(sqs, environment.NOTICES_QUEUE_URL),
    inbound: new WorkQueue(sqs, environment.INBOUND_QUEUE_URL),
    clock,
    timer,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    scheduler: new SchedulerClient(),
    sqs: new SQSClient(),
    clock: systemClock,
    timer: systemTimer,
    telemetry: createTelemetry,
  }),
);
