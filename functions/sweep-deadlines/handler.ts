import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
import { Schedules } from '../../shared/aws/schedules.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { JobTable } from '../../shared/aws/table/jobs.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { systemClock, systemTimer } from '../../shared/runtime/clock.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import type { SweepDependencies } from './dependencies.ts';
import { goOnWithJobs, reconcile } from './jobs.ts';
import { queueOverdue } from './overdue.ts';

const taskSchema = z.object({ task: z.enum(['overdue', 'reconcile']) });

/** What is overdue goes before the jobs, which take what is left of the time. */
export function createHandler(dependencies: SweepDependencies) {
  const { telemetry } = dependencies;
  return middy<unknown, unknown>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async (input, context) => {
      const { task } = taskSchema.parse(input);
      const remainingMs = () => context.getRemainingTimeInMillis();
      if (task === 'reconcile') return viewOf(await reconcile(dependencies, remainingMs));
      const found = await queueOverdue(dependencies);
      // Whom this wakes does not wait for the jobs, and a run that dies over one takes what it counted with it.
      telemetry.flush();
      await goOnWithJobs(dependencies, remainingMs);
      return { found };
    });
}

export const handler = wire(() => {
  const environment = parseEnvironment(declaration.environment);
  const dynamodb = new DynamoDBClient();
  return createHandler({
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    enumeration: new Enumeration(dynamodb, environment.TABLE_NAME),
    jobs: new JobTable(dynamodb, environment.TABLE_NAME),
    schedules: new Schedules(new SchedulerClient(), {
      group: environment.SCHEDULE_GROUP,
      roleArn: environment.SCHEDULER_ROLE_ARN,
      queueArn: environment.NOTICES_QUEUE_ARN,
      deadLetterArn: environment.SCHEDULER_DLQ_ARN,
    }),
    queue: new WorkQueue(new SQSClient(), environment.NOTICES_QUEUE_URL),
    clock: systemClock,
    timer: systemTimer,
    telemetry: createTelemetry(declaration.name),
  });
});
