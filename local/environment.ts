import { parseSecret } from '../shared/aws/webhook-secrets.ts';
import { PROVIDER_NAMES } from '../shared/core/webhooks/providers.ts';
import type { EnvironmentName } from '../shared/runtime/environment.ts';
import { sourceFolder } from '../shared/runtime/terms.ts';

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

interface Parts {
  readonly noticesUrl: string;
  readonly noticesArn: string;
  readonly schedulerDeadLettersArn: string;
  /** The project's own when absent. */
  readonly termsDirectory?: string;
}

/** The environment of every local function, by the names their declarations ask for. */
export function localEnvironment({
  noticesUrl,
  noticesArn,
  schedulerDeadLettersArn,
  termsDirectory = sourceFolder(),
}: Parts): Record<EnvironmentName, string> {
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
    TERMS_DIRECTORY: termsDirectory,
  };
}

/** The environment variable that replaces a provider's local secret: one secret, or a JSON list of those that are live. */
export function secretVariable(provider: string): string {
  return `WEBHOOK_SECRET_${provider.toUpperCase()}`;
}

/** The secrets a provider's webhooks may be signed with: `whsec_local_<provider>` unless the environment has others. */
export function liveSecrets(provider: string): readonly string[] {
  const given = parseSecret(process.env[secretVariable(provider)] ?? '');
  return given.length > 0 ? given : [`whsec_local_${provider}`];
}

/** The secret to sign with. */
export function localSecret(provider: string): string {
  return liveSecrets(provider)[0] ?? '';
}

/** The content of Secrets Manager, by name. */
export function localSecrets(): Map<string, string> {
  return new Map(
    PROVIDER_NAMES.map((provider) => [`${RESOURCES.secretPrefix}${provider}`, JSON.stringify(liveSecrets(provider))]),
  );
}
