import { SchedulerClient } from '@aws-sdk/client-scheduler';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { Schedules } from '../../shared/aws/schedules.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { readChange } from './change.ts';
import { declaration } from './declaration.ts';
import type { RegisterSchedulesDependencies } from './dependencies.ts';
import { follow } from './follow.ts';

/** Follows the table's changes in order. From the first that fails on, the batch comes again. */
export function createHandler(dependencies: RegisterSchedulesDependencies) {
  const { telemetry } = dependencies;
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use({ after: () => telemetry.flush(), onError: () => telemetry.flush() })
    .handler(async ({ Records }) => {
      for (const record of Records) {
        try {
          const change = readChange(record);
          if (change) await follow(dependencies, change);
        } catch (error) {
          const itemIdentifier = record.dynamodb?.SequenceNumber ?? '';
          telemetry.error('RECORD_FAILED', error, { sequence: itemIdentifier });
          return { batchItemFailures: [{ itemIdentifier }] };
        }
      }
      return { batchItemFailures: [] };
    });
}

export const handler = wire(() => {
  const environment = parseEnvironment(declaration.environment);
  return createHandler({
    schedules: new Schedules(new SchedulerClient(), {
      group: environment.SCHEDULE_GROUP,
      roleArn: environment.SCHEDULER_ROLE_ARN,
      queueArn: environment.NOTICES_QUEUE_ARN,
      deadLetterArn: environment.SCHEDULER_DLQ_ARN,
    }),
    clock: systemClock,
    telemetry: createTelemetry(declaration.name),
  });
});
