import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { QueueName } from '../../shared/runtime/declaration.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import type { MailEvents } from './mail-events.ts';
import type { ProviderKeys } from './provider-keys.ts';
import type { Schedules } from './schedules.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';
import type { DeadLetterQueue, WorkQueue } from './work-queue.ts';

/** What a declaration can ask for. */
export interface ServiceResources {
  readonly settings: Settings;
  readonly names: Names;
  readonly table: dynamodb.Table;
  readonly tableKey: kms.IKey;
  /** The key of queues, topics, webhook secrets and provider keys. */
  readonly messageKey: kms.IKey;
  readonly queues: Readonly<Record<QueueName, WorkQueue>>;
  readonly changesDeadLetters: DeadLetterQueue;
  readonly recurringDeadLetters: DeadLetterQueue;
  readonly schedules: Schedules;
  readonly mail: MailEvents;
  readonly webhookSecrets: WebhookSecrets;
  readonly providerKeys: ProviderKeys;
}
