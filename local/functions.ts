import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SESClient } from '@aws-sdk/client-ses';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { declaration as receiveWebhook } from '../functions/receive-webhook/declaration.ts';
import { createHandler as createReceiveWebhook } from '../functions/receive-webhook/handler.ts';
import { declaration as recordDelivery } from '../functions/record-delivery/declaration.ts';
import { createHandler as createRecordDelivery } from '../functions/record-delivery/handler.ts';
import { declaration as registerSchedules } from '../functions/register-schedules/declaration.ts';
import { createHandler as createRegisterSchedules } from '../functions/register-schedules/handler.ts';
import { declaration as sendNotice } from '../functions/send-notice/declaration.ts';
import { createHandler as createSendNotice } from '../functions/send-notice/handler.ts';
import { declaration as serveApi } from '../functions/serve-api/declaration.ts';
import { createHandler as createServeApi } from '../functions/serve-api/handler.ts';
import { declaration as sweepDeadlines } from '../functions/sweep-deadlines/declaration.ts';
import { createHandler as createSweepDeadlines } from '../functions/sweep-deadlines/handler.ts';
import { Mailer } from '../shared/aws/mailer.ts';
import { Schedules } from '../shared/aws/schedules.ts';
import { Enumeration } from '../shared/aws/table/enumeration.ts';
import { JobTable } from '../shared/aws/table/jobs.ts';
import { ContractTable } from '../shared/aws/table/table.ts';
import { WebhookSecrets } from '../shared/aws/webhook-secrets.ts';
import { WorkQueue } from '../shared/aws/work-queue.ts';
import type { VerifyInput } from '../shared/core/webhooks/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import type { FunctionDeclaration } from '../shared/runtime/declaration.ts';
import { createTelemetry, type Telemetry } from '../shared/runtime/log.ts';
import type { Terms } from '../shared/runtime/terms.ts';
import type { LambdaHandler } from './aws/invocation.ts';
import { standingTimer } from './time/clock.ts';

/** The SDK clients, or what stands for them at their `send`. */
export interface Clients {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly scheduler: Pick<SchedulerClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly ses: Pick<SESClient, 'send'>;
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
}

export interface LocalFunction {
  readonly declaration: FunctionDeclaration;
  // biome-ignore lint/suspicious/noExplicitAny: each handler takes the event its own triggers produce
  readonly handler: LambdaHandler<any, any>;
}

interface Input {
  readonly clients: Clients;
  readonly environment: Readonly<Record<string, string>>;
  /** What the folder in the environment holds. */
  readonly terms: Terms;
  readonly clock: Clock;
  readonly isFresh: VerifyInput['isFresh'];
  /** Replaces the log, for tests. */
  readonly telemetry?: (service: string) => Telemetry;
}

/** Every function with its real handler and adapters on the given clients. */
export function localFunctions({
  clients,
  environment,
  terms,
  clock,
  isFresh,
  telemetry = createTelemetry,
}: Input): LocalFunction[] {
  const dynamodb = clients.dynamodb as DynamoDBClient;
  const tableOf = (name: string) => new ContractTable(dynamodb, name);
  const recording = (name: string) => ({ ...terms, table: tableOf(name), clock });
  const schedulesOf = (env: {
    SCHEDULE_GROUP: string;
    SCHEDULER_ROLE_ARN: string;
    NOTICES_QUEUE_ARN: string;
    SCHEDULER_DLQ_ARN: string;
  }) =>
    new Schedules(clients.scheduler as SchedulerClient, {
      group: env.SCHEDULE_GROUP,
      roleArn: env.SCHEDULER_ROLE_ARN,
      queueArn: env.NOTICES_QUEUE_ARN,
      deadLetterArn: env.SCHEDULER_DLQ_ARN,
    });
  const env = {
    receiveWebhook: receiveWebhook.environment.parse(environment),
    serveApi: serveApi.environment.parse(environment),
    registerSchedules: registerSchedules.environment.parse(environment),
    sendNotice: sendNotice.environment.parse(environment),
    recordDelivery: recordDelivery.environment.parse(environment),
    sweepDeadlines: sweepDeadlines.environment.parse(environment),
  };
  const correspondents = {
    fromAddress: env.sendNotice.FROM_ADDRESS,
    operationsAddress: env.sendNotice.OPERATIONS_ADDRESS,
  };
  return [
    {
      declaration: receiveWebhook,
      handler: createReceiveWebhook({
        ...recording(env.receiveWebhook.TABLE_NAME),
        secrets: new WebhookSecrets(
          clients.secrets as SecretsManagerClient,
          env.receiveWebhook.WEBHOOK_SECRET_PREFIX,
          clock,
        ),
        isFresh,
        telemetry: telemetry(receiveWebhook.name),
      }),
    },
    {
      declaration: serveApi,
      handler: createServeApi({
        ...recording(env.serveApi.TABLE_NAME),
        jobs: new JobTable(dynamodb, env.serveApi.TABLE_NAME),
        telemetry: telemetry(serveApi.name),
      }),
    },
    {
      declaration: registerSchedules,
      handler: createRegisterSchedules({
        schedules: schedulesOf(env.registerSchedules),
        clock,
        telemetry: telemetry(registerSchedules.name),
      }),
    },
    {
      declaration: sendNotice,
      handler: createSendNotice({
        ...recording(env.sendNotice.TABLE_NAME),
        mailer: new Mailer(clients.ses as SESClient, env.sendNotice.CONFIGURATION_SET),
        correspondents,
        telemetry: telemetry(sendNotice.name),
      }),
    },
    {
      declaration: recordDelivery,
      handler: createRecordDelivery({
        ...recording(env.recordDelivery.TABLE_NAME),
        correspondents,
        telemetry: telemetry(recordDelivery.name),
      }),
    },
    {
      declaration: sweepDeadlines,
      handler: createSweepDeadlines({
        table: tableOf(env.sweepDeadlines.TABLE_NAME),
        enumeration: new Enumeration(dynamodb, env.sweepDeadlines.TABLE_NAME),
        jobs: new JobTable(dynamodb, env.sweepDeadlines.TABLE_NAME),
        schedules: schedulesOf(env.sweepDeadlines),
        queue: new WorkQueue(clients.sqs as SQSClient, env.sweepDeadlines.NOTICES_QUEUE_URL),
        clock,
        timer: standingTimer,
        telemetry: telemetry(sweepDeadlines.name),
      }),
    },
  ];
}
