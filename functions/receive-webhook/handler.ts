import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';
import { SIGNATURE_WINDOW_SECONDS, within } from '../../shared/core/webhooks/freshness.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvironmentOf, parseEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import type { TermsParts } from '../../shared/runtime/parts.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { type ReceiveWebhookDependencies, receive } from './receive.ts';

export function createHandler(dependencies: ReceiveWebhookDependencies) {
  return httpHandler(dependencies.telemetry, (event) => receive(dependencies, event));
}

interface Parts extends TermsParts {
  readonly dynamodb: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
  readonly isFresh: ReceiveWebhookDependencies['isFresh'];
}

export function assemble(environment: EnvironmentOf<typeof declaration>, parts: Parts) {
  const { dynamodb, secrets, terms, isFresh, clock, telemetry } = parts;
  return createHandler({
    ...terms(environment.TERMS_DIRECTORY),
    table: new ContractTable(dynamodb, environment.TABLE_NAME),
    secrets: new WebhookSecrets(secrets, environment.WEBHOOK_SECRET_PREFIX, clock),
    isFresh,
    clock,
    telemetry: telemetry(declaration.name),
  });
}

export const handler = wire(() =>
  assemble(parseEnvironment(declaration.environment), {
    dynamodb: new DynamoDBClient(),
    secrets: new SecretsManagerClient(),
    terms: loadBundledTerms,
    isFresh: within(() => systemClock.now(), SIGNATURE_WINDOW_SECONDS),
    clock: systemClock,
    telemetry: createTelemetry,
  }),
);
