import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { PROVIDER_NAMES } from '../../shared/core/webhooks/doors.ts';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { DeclaredFunction } from '../constructs/declared-function.ts';
import { HttpEntrance } from '../constructs/http-entrance.ts';
import { MailEvents } from '../constructs/mail-events.ts';
import { MessageKey } from '../constructs/message-key.ts';
import { ProviderKeys } from '../constructs/provider-keys.ts';
import { Schedules } from '../constructs/schedules.ts';
import type { ServiceResources } from '../constructs/service-resources.ts';
import { connectTriggers } from '../constructs/triggers.ts';
import { WebhookSecrets } from '../constructs/webhook-secrets.ts';
import { DeadLetterQueue, WorkQueue } from '../constructs/work-queue.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly table: dynamodb.Table;
  readonly tableKey: kms.IKey;
  readonly functions: readonly FunctionDeclaration[];
}

/** Everything that works: queues, schedules, mail events, the HTTP API and the functions. Holds no truth of its own. */
export class ServiceStack extends Stack {
  readonly resources: ServiceResources;
  readonly entrance: HttpEntrance;
  readonly functions: readonly DeclaredFunction[];

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { settings, names, table, tableKey, functions } = props;
    const key = new MessageKey(
      this,
      'MessageKey',
      `Encrypts queues, topics, webhook secrets and provider keys of ${names.api}`,
    );
    const queues = {
      notices: new WorkQueue(this, 'Notices', { name: 'notices', names, key, functions }),
      deliveries: new WorkQueue(this, 'Deliveries', { name: 'deliveries', names, key, functions }),
      inbound: new WorkQueue(this, 'Inbound', { name: 'inbound', names, key, functions }),
    };
    this.resources = {
      settings,
      names,
      table,
      tableKey,
      messageKey: key,
      queues,
      changesDeadLetters: new DeadLetterQueue(this, 'ChangesDeadLetters', { name: 'changes', names, key }),
      recurringDeadLetters: new DeadLetterQueue(this, 'RecurringDeadLetters', { name: 'recurring', names, key }),
      schedules: new Schedules(this, 'Schedules', { names, key, target: queues.notices.queue }),
      mail: new MailEvents(this, 'MailEvents', { names, key, deliveries: queues.deliveries }),
      webhookSecrets: new WebhookSecrets(this, 'WebhookSecrets', { names, key }),
      providerKeys: new ProviderKeys(this, 'ProviderKeys', { names, key }),
    };
    this.entrance = new HttpEntrance(this, 'Entrance', names, settings);
    this.functions = functions.map((declaration) => new DeclaredFunction(this, declaration, this.resources));
    for (const declared of this.functions) connectTriggers(declared, this.entrance, this.resources);
    this.#writeOutputs();
  }

  #writeOutputs(): void {
    const { queues, schedules, mail, webhookSecrets, providerKeys, changesDeadLetters, recurringDeadLetters } =
      this.resources;
    const outputs: Record<string, string> = {
      ApiUrl: this.entrance.url,
      NoticesQueueUrl: queues.notices.queue.queueUrl,
      DeliveriesQueueUrl: queues.deliveries.queue.queueUrl,
      InboundQueueUrl: queues.inbound.queue.queueUrl,
      NoticesDeadLettersUrl: queues.notices.deadLetters.queueUrl,
      DeliveriesDeadLettersUrl: queues.deliveries.deadLetters.queueUrl,
      InboundDeadLettersUrl: queues.inbound.deadLetters.queueUrl,
      SchedulesDeadLettersUrl: schedules.deadLetters.queueUrl,
      ChangesDeadLettersUrl: changesDeadLetters.queueUrl,
      RecurringDeadLettersUrl: recurringDeadLetters.queueUrl,
      ScheduleGroupName: schedules.group.ref,
      SchedulerRoleArn: schedules.role.roleArn,
      ConfigurationSetName: mail.configurationSetName,
      WebhookSecretNames: PROVIDER_NAMES.map((provider) => `${webhookSecrets.prefix}${provider}`).join(','),
      ProviderKeyNames: PROVIDER_NAMES.map((provider) => `${providerKeys.prefix}${provider}`).join(','),
    };
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}
