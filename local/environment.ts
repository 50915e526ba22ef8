import { fileURLToPath } from 'node:url';
import { PROVIDER_NAMES } from '../shared/core/webhooks/providers.ts';
import type { EnvironmentName } from '../shared/runtime/environment.ts';

/** Names of the embedded resources. */
export const RESOURCES = {
  table: 'clauseclock-local',
  scheduleGroup: 'clauseclock-local',
  configurationSet: 'clauseclock-local',
  notices: 'notices',
  deliveries: 'deliveries',
  noticesDeadLetters: 'notices-dead-letters',
  deliveriesDeadLetters: 'deliveries-dead-letters',
  schedulerDeadLetters: 'scheduler-dead-letters',
  secretPrefix: 'clauseclock/local/webhook/',
} as const;

export const OPERATIONS_ADDRESS = 'operations@provider.example';

interface Addresses {
  readonly noticesUrl: string;
  readonly noticesArn: string;
  readonly schedulerDeadLettersArn: string;
}

/** The environment of every local function, by the names their declarations ask for. */
export function localEnvironment({
  noticesUrl,
  noticesArn,
  schedulerDeadLettersArn,
}: Addresses): Record<EnvironmentName, string> {
  return {
    STAGE: 'local',
    TABLE_NAME: RESOURCES.table,
    NOTICES_QUEUE_URL: noticesUrl,
    NOTICES_QUEUE_ARN: noticesArn,
    SCHEDULE_GROUP: RESOURCES.scheduleGroup,
    SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/clauseclock-local-scheduler',
    SCHEDULER_DLQ_ARN: schedulerDeadLettersArn,
    CONFIGURATION_SET: RESOURCES.configurationSet,
    FROM_ADDRESS: 'notices@provider.example',
    OPERATIONS_ADDRESS,
    WEBHOOK_SECRET_PREFIX: RESOURCES.secretPrefix,
    TERMS_DIRECTORY: fileURLToPath(new URL('../terms', import.meta.url)),
  };
}

/** The signing secret of a provider: `whsec_local_<provider>`, or what `WEBHOOK_SECRET_<PROVIDER>` says. */
export function localSecret(provider: string): string {
  return process.env[`WEBHOOK_SECRET_${provider.toUpperCase()}`] ?? `whsec_local_${provider}`;
}

export function localSecrets(): Map<string, string> {
  return new Map(PROVIDER_NAMES.map((provider) => [`${RESOURCES.secretPrefix}${provider}`, localSecret(provider)]));
}
