import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import type { EnvironmentName } from '../../shared/runtime/environment.ts';
import type { ServiceResources } from './service-resources.ts';

/** Where the packs lie in the bundle, relative to its root: the place a bundle is unpacked to is not known here. */
export const TERMS_FOLDER = 'terms';

/** The value of each environment variable a declaration may name. */
function values(resources: ServiceResources): Readonly<Record<EnvironmentName, string>> {
  const { settings, names, table, queues, schedules, mail, webhookSecrets, providerKeys } = resources;
  return {
    STAGE: settings.stage,
    TABLE_NAME: table.tableName,
    NOTICES_QUEUE_URL: queues.notices.queue.queueUrl,
    NOTICES_QUEUE_ARN: queues.notices.queue.queueArn,
    DELIVERIES_QUEUE_URL: queues.deliveries.queue.queueUrl,
    INBOUND_QUEUE_URL: queues.inbound.queue.queueUrl,
    SCHEDULE_GROUP: names.scheduleGroup,
    SCHEDULER_ROLE_ARN: schedules.role.roleArn,
    SCHEDULER_DLQ_ARN: schedules.deadLetters.queueArn,
    CONFIGURATION_SET: mail.configurationSetName,
    FROM_ADDRESS: settings.fromAddress,
    OPERATIONS_ADDRESS: settings.operationsAddress,
    WEBHOOK_SECRET_PREFIX: webhookSecrets.prefix,
    PROVIDER_KEY_PREFIX: providerKeys.prefix,
    PROVIDER_ACCOUNTS: settings.providerAccounts.join(','),
    ACCEPT_TEST_DATA: String(settings.acceptTestData),
    INBOUND_RETENTION_DAYS: String(settings.inboundRetentionDays),
    SEND_WINDOW: settings.sendWindow,
    DIGEST: String(settings.digest),
    TERMS_DIRECTORY: TERMS_FOLDER,
  };
}

/** The environment a declaration asks for. Throws where it names a variable that no resource supplies. */
export function environmentFor(
  declaration: FunctionDeclaration,
  resources: ServiceResources,
): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string>> = values(resources);
  const environment: Record<string, string> = {};
  for (const name of Object.keys(declaration.environment.shape)) {
    const value = known[name];
    if (value === undefined) {
      const supplied = Object.keys(known).join(', ');
      throw new Error(
        `functions/${declaration.name}/declaration.ts asks for the environment variable ${name}, which nothing ` +
          `supplies. Name one of ${supplied}, or supply it in infra/constructs/function-environment.ts.`,
      );
    }
    environment[name] = value;
  }
  return environment;
}
