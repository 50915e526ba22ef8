import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
import { Schedules } from '../../shared/aws/schedules.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import type { SweepDependencies } from './dependencies.ts';
import { queueOverdue } from './overdue.ts';
import { reconcile } from './reconcile.ts';

const taskSchema = z.object({ task: z.enum(['overdue', 'reconcile']) });

export function createHandler(dependencies: SweepDependencies) {
  const { telemetry } = dependencies;
  return middy<unknown, { readonly found: number }>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async (input) => {
      const { task } = taskSchema.parse(input);
      return { found: task === 'overdue' ? await queueOverdue(dependencies) : await reconcile(dependencies) };
    });
}

export const handler = wire(() => {
  const environment = parseEnvironment(declaration.environment);
  return createHandler({
    table: new ContractTable(new DynamoDBClient(), environment.TABLE_NAME),
    schedules: new Schedules(new SchedulerClient(), {
      group: environment.SCHEDULE_GROUP,
      roleArn: environment.SCHEDULER_ROLE_ARN,
      queueArn: environment.NOTICES_QUEUE_ARN,
      deadLetterArn: environment.SCHEDULER_DLQ_ARN,
    }),
    queue: new WorkQueue(new SQSClient(), environment.NOTICES_QUEUE_URL),
    clock: systemClock,
    telemetry: createTelemetry(declaration.name),
  });
});
