import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { QueueTrigger, RecurringTrigger, RouteTrigger, StreamTrigger } from '../../shared/runtime/declaration.ts';
import type { DeclaredFunction } from './declared-function.ts';
import type { HttpEntrance } from './http-entrance.ts';
import type { ServiceResources } from './service-resources.ts';

/** A change that cannot be handled is given up after this many retries, so that it does not hold up its shard. */
const STREAM_RETRIES = 10;

/** Connects a function to everything its declaration says starts it. */
export function connectTriggers(declared: DeclaredFunction, entrance: HttpEntrance, resources: ServiceResources): void {
  const { triggers } = declared.declaration;
  const routes = triggers.filter((trigger): trigger is RouteTrigger => trigger.kind === 'route');
  if (routes.length > 0) entrance.connect(declared, routes);
  for (const trigger of triggers) {
    if (trigger.kind === 'queue') connectQueue(declared, trigger, resources);
    if (trigger.kind === 'stream') connectStream(declared, trigger, resources);
    if (trigger.kind === 'recurring') connectRule(declared, trigger, resources);
  }
}

function connectQueue(declared: DeclaredFunction, trigger: QueueTrigger, resources: ServiceResources): void {
  new lambda.EventSourceMapping(declared, `${trigger.queue}-queue`, {
    target: declared.function,
    eventSourceArn: resources.queues[trigger.queue].queue.queueArn,
    batchSize: trigger.batchSize,
    maxConcurrency: trigger.maxConcurrency,
    reportBatchItemFailures: true,
  });
}

function connectStream(declared: DeclaredFunction, trigger: StreamTrigger, resources: ServiceResources): void {
  const { table, changesDeadLetters, names } = resources;
  if (!table.tableStreamArn) throw new Error(`Table ${names.table} has no stream.`);
  new lambda.EventSourceMapping(declared, 'table-stream', {
    target: declared.function,
    eventSourceArn: table.tableStreamArn,
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    bisectBatchOnError: true,
    retryAttempts: STREAM_RETRIES,
    reportBatchItemFailures: true,
    onFailure: { bind: () => ({ destination: changesDeadLetters.queueArn }) },
    filters: [
      lambda.FilterCriteria.filter({
        dynamodb: { Keys: { [TABLE_SCHEMA.sortKey]: { S: lambda.FilterRule.beginsWith(trigger.sortKeyPrefix) } } },
      }),
    ],
  });
}

function connectRule(declared: DeclaredFunction, trigger: RecurringTrigger, resources: ServiceResources): void {
  new events.Rule(declared, trigger.name, {
    ruleName: resources.names.rule(trigger.name),
    description: `Starts ${declared.declaration.name}: ${trigger.name}`,
    schedule: events.Schedule.expression(trigger.schedule),
    targets: [
      new targets.LambdaFunction(declared.function, {
        event: events.RuleTargetInput.fromObject({ ...trigger.input }),
        retryAttempts: 10,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: resources.recurringDeadLetters,
      }),
    ],
  });
}
