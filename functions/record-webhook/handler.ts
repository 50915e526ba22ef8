import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CustomerTable } from '../../shared/aws/table/customers.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { wakeThrough } from '../../shared/inbound/wake.ts';
import { inboundWorkSchema } from '../../shared/inbound/work.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { queueHandler } from '../../shared/runtime/queue-handler.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { workOrFail } from './work-or-fail.ts';

export function createHandler(dependencies: InboundDependencies) {
  return queueHandler(dependencies.telemetry, inboundWorkSchema, ({ delivery }, receives) =>
    workOrFail(dependencies, delivery, receives),
  );
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, terms, clock, telemetry } = parts;
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    deliveries: new DeliveryTable(dynamodb, environment.TABLE_NAME),
    customers: new CustomerTable(dynamodb, environment.TABLE_NAME),
    inbound: {
      retentionDays: environment.INBOUND_RETENTION_DAYS,
      acceptsTestData: environment.ACCEPT_TEST_DATA,
      accounts: environment.PROVIDER_ACCOUNTS,
    },
    wake: wakeThrough(new WorkQueue(sqs, environment.INBOUND_QUEUE_URL)),
    clock,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    terms: loadBundledTerms,
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
