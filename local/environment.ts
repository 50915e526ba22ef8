import { parseSecrets } from '../shared/aws/webhook-secrets.ts';
import { PROVIDER_NAMES } from '../shared/core/webhooks/doors.ts';
import type { EnvironmentName } from '../shared/runtime/environment.ts';
import { sourceFolder } from '../shared/runtime/terms.ts';

/** Names of the embedded resources. */
export const RESOURCES = {
  table: 'clauseclock-local',
  scheduleGroup: 'clauseclock-local',
  configurationSet: 'clauseclock-local',
  notices: 'notices',
  deliveries: 'deliveries',
  inbound: 'inbound',
  noticesDeadLetters: 'notices-dead-letters',
  deliveriesDeadLetters: 'deliveries-dead-letters',
  inboundDeadLetters: 'inbound-dead-letters',
  schedulerDeadLetters: 'scheduler-dead-letters',
  secretPrefix: 'clauseclock/local/webhook/',
  providerKeyPrefix: 'clauseclock/local/api/',
} as const;

export const OPERATIONS_ADDRESS = 'operations@provider.example';

interface Parts {
  readonly noticesUrl: string;
  readonly noticesArn: string;
  readonly deliveriesUrl: string;
  readonly inboundUrl: string;
  readonly schedulerDeadLettersArn: string;
  /** The project's own when absent. */
  readonly termsDirectory?: string;
  /** When letters go out, such as `08:00-18:00`; at any time when absent. */
  readonly sendWindow?: string;
  /** Whether a day’s many letters to one reader go out as one message; they do not when absent. */
  readonly digest?: boolean;
}

/** The environment of every local function, by the names their declarations ask for. */
export function localEnvironment({
  noticesUrl,
  noticesArn,
  deliveriesUrl,
  inboundUrl,
  schedulerDeadLettersArn,
  termsDirectory = sourceFolder(),
  sendWindow = '',
  digest = false,
}: Parts): Record<EnvironmentName, string> {
  return {
    STAGE: 'local',
    TABLE_NAME: RESOURCES.table,
    NOTICES_QUEUE_URL: noticesUrl,
    NOTICES_QUEUE_ARN: noticesArn,
    DELIVERIES_QUEUE_URL: deliveriesUrl,
    INBOUND_QUEUE_URL: inboundUrl,
    SCHEDULE_GROUP: RESOURCES.scheduleGroup,
    SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/clauseclock-local-scheduler',
    SCHEDULER_DLQ_ARN: schedulerDeadLettersArn,
    CONFIGURATION_SET: RESOURCES.configurationSet,
    FROM_ADDRESS: 'notices@provider.example',
    OPERATIONS_ADDRESS,
    WEBHOOK_SECRET_PREFIX: RESOURCES.secretPrefix,
    PROVIDER_KEY_PREFIX: RESOURCES.providerKeyPrefix,
    PROVIDER_ACCOUNTS: '',
    ACCEPT_TEST_DATA: 'true',
    INBOUND_RETENTION_DAYS: '90',
    SEND_WINDOW: sendWindow,
    DIGEST: String(digest),
    TERMS_DIRECTORY: termsDirectory,
  };
}

/** The environment variable that replaces a provider's local secret; it may hold whatever Secrets Manager may. */
export function secretVariable(provider: string): string {
  return `WEBHOOK_SECRET_${provider.toUpperCase()}`;
}

/** The secrets a provider's webhooks may be signed with: `whsec_local_<provider>` unless the environment has others. */
export function liveSecrets(provider: string): readonly string[] {
  const variable = secretVariable(provider);
  const given = parseSecrets(variable, process.env[variable] ?? '').map(({ value }) => value);
  return given.length > 0 ? given : [`whsec_local_${provider}`];
}

/** The secret to sign with. */
export function localSecret(provider: string): string {
  return liveSecrets(provider)[0] ?? '';
}

/** Keys that the local providers take. */
export const PROVIDER_KEYS: Readonly<Record<string, string>> = {
  stripe: 'rk_test_clauseclocklocal',
  paddle: 'pdl_sdbx_apikey_clauseclocklocal',
};

/** The content of Secrets Manager, by name. `providerKeys`: by provider; none can be asked that has no key. */
export function localSecrets(providerKeys: Readonly<Record<string, string>>): Map<string, string> {
  const signing = PROVIDER_NAMES.map((provider): [string, string] => [
    `${RESOURCES.secretPrefix}${provider}`,
    process.env[secretVariable(provider)]?.trim() || `whsec_local_${provider}`,
  ]);
  const asking = Object.entries(providerKeys).map(([provider, key]): [string, string] => [
    `${RESOURCES.providerKeyPrefix}${provider}`,
    key,
  ]);
  return new Map([...signing, ...asking]);
}
