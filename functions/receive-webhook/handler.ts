import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';
import { WorkQueue } from '../../shared/aws/work-queue.ts';
import { SIGNATURE_WINDOW_SECONDS, within } from '../../shared/core/webhooks/freshness.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { FunctionParts } from '../../shared/runtime/parts.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { type ReceiveWebhookDependencies, receive } from './receive.ts';

export function createHandler(dependencies: ReceiveWebhookDependencies) {
  return httpHandler(dependencies.telemetry, (event) => receive(dependencies, event));
}

interface Parts extends FunctionParts {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly isFresh: ReceiveWebhookDependencies['isFresh'];
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, sqs, secrets, isFresh, clock, telemetry } = parts;
  return createHandler({
    deliveries: new DeliveryStore(dynamodb, environment.TABLE_NAME),
    queue: new WorkQueue(sqs, environment.INBOUND_QUEUE_URL),
    secrets: new WebhookSecrets(secrets, environment.WEBHOOK_SECRET_PREFIX, clock),
    accounts: environment.PROVIDER_ACCOUNTS,
    isFresh,
    clock,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    sqs: new SQSClient(),
    secrets: new SecretsManagerClient(),
    isFresh: within(() => systemClock.now(), SIGNATURE_WINDOW_SECONDS),
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
