import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { WebhookSecrets } from '../../shared/aws/webhook-secrets.ts';
import { SIGNATURE_WINDOW_SECONDS, within } from '../../shared/core/webhooks/freshness.ts';
import { loadBundledTerms } from '../../shared/runtime/bundled-terms.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { wire } from '../../shared/runtime/wire.ts';
import { declaration } from './declaration.ts';
import { type ReceiveWebhookDependencies, receive } from './receive.ts';

export function createHandler(dependencies: ReceiveWebhookDependencies) {
  return httpHandler(dependencies.telemetry, (event) => receive(dependencies, event));
}

export const handler = wire(() => {
  const environment = parseEnvironment(declaration.environment);
  return createHandler({
    ...loadBundledTerms(environment.TERMS_DIRECTORY),
    table: new ContractTable(new DynamoDBClient(), environment.TABLE_NAME),
    secrets: new WebhookSecrets(new SecretsManagerClient(), environment.WEBHOOK_SECRET_PREFIX, systemClock),
    isFresh: within(() => systemClock.now(), SIGNATURE_WINDOW_SECONDS),
    clock: systemClock,
    telemetry: createTelemetry(declaration.name),
  });
});
