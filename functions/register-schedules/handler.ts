import { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { Schedules, scheduleSettings } from '../../shared/aws/schedules.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { FunctionParts } from '../../shared/runtime/parts.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { readChange } from './change.ts';
import { declaration } from './declaration.ts';
import type { RegisterSchedulesDependencies } from './dependencies.ts';
import { follow } from './follow.ts';

/** Follows changes of the table in order. If one fails, Lambda delivers the batch again from that change on. */
export function createHandler(dependencies: RegisterSchedulesDependencies) {
  const { telemetry } = dependencies;
  return lambda<DynamoDBStreamEvent, DynamoDBBatchResponse>()
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

interface Parts extends FunctionParts {
  readonly scheduler: SchedulerClient;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, { scheduler, clock, telemetry }: Parts) {
  return createHandler({
    schedules: new Schedules(scheduler, scheduleSettings(environment)),
    clock,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    scheduler: new SchedulerClient(),
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
