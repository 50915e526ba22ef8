import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { Access, FunctionDeclaration, Trigger } from '../../shared/runtime/declaration.ts';
import type { ServiceResources } from './service-resources.ts';

const READ_ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const PUT_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
/** References, pointers of waiting webhooks and proposals are deleted. Their partitions hold other items too, which no policy tells apart. */
const DELETE_ITEMS = ['dynamodb:DeleteItem'];
const CONSUME = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
] as const;
const READ_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_KEY = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];
const REWRITE_KEY = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'];

const allow = (sid: string, actions: readonly string[], resources: string[], conditions?: iam.Conditions) =>
  new iam.PolicyStatement({ sid, actions: [...actions], resources, ...(conditions && { conditions }) });

/** Exactly what a declaration needs: its logs, its triggers, its access. Nothing else is ever added to the role. */
export function statementsFor(
  declaration: FunctionDeclaration,
  resources: ServiceResources,
  logGroupArn: string,
): iam.PolicyStatement[] {
  return [
    allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
    ...declaration.triggers.flatMap((trigger) => forTrigger(trigger, resources)),
    ...declaration.access.flatMap((access) => forAccess(access, resources)),
  ];
}

function forTrigger(trigger: Trigger, resources: ServiceResources): iam.PolicyStatement[] {
  const keyArn = resources.messageKey.keyArn;
  switch (trigger.kind) {
    case 'route':
      return [];
    case 'queue':
      return [
        allow(`Consume${capital(trigger.queue)}`, CONSUME, [resources.queues[trigger.queue].queue.queueArn]),
        allow('ReadMessages', ['kms:Decrypt'], [keyArn]),
      ];
    case 'stream':
      return [
        allow(
          'ReadChanges',
          ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          [streamArn(resources)],
        ),
        // Lambda needs this action to attach a stream; it cannot be limited to a resource.
        allow('ListStreams', ['dynamodb:ListStreams'], ['*']),
        allow('DecryptChanges', ['kms:Decrypt'], [resources.tableKey.keyArn]),
        ...sendTo('ChangesDeadLetters', resources.changesDeadLetters.queueArn, keyArn),
      ];
    case 'recurring':
      return sendTo('RecurringDeadLetters', resources.recurringDeadLetters.queueArn, keyArn);
  }
}

function forAccess(access: Access, resources: ServiceResources): iam.PolicyStatement[] {
  switch (access.resource) {
    case 'table':
      return tableAccess(access.actions, resources);
    case 'contracts':
      return [allow('ListContracts', ['dynamodb:Scan'], [resources.table.tableArn])];
    case 'partitions':
      return partitionAccess(access.prefix, resources);
    case 'queue': {
      const { queueArn } = resources.queues[access.queue].queue;
      return sendTo(capital(access.queue), queueArn, resources.messageKey.keyArn);
    }
    case 'schedules':
      return scheduleAccess(resources);
    case 'mail':
      return [mailAccess(resources)];
    case 'webhook-secrets':
      return secretAccess('WebhookSecrets', resources.webhookSecrets.secrets, resources);
    case 'provider-keys':
      return secretAccess('ProviderKeys', resources.providerKeys.secrets, resources);
  }
}

function secretAccess(
  what: string,
  secrets: readonly secretsmanager.Secret[],
  { messageKey }: ServiceResources,
): iam.PolicyStatement[] {
  const arns = secrets.map((secret) => secret.secretArn);
  return [
    allow(`Read${what}`, ['secretsmanager:GetSecretValue'], arns),
    allow(`Decrypt${what}`, ['kms:Decrypt'], [messageKey.keyArn]),
  ];
}

type TableActions = Extract<Access, { resource: 'table' }>['actions'];

const ITEM_ACTIONS: Readonly<Record<TableActions, readonly string[]>> = {
  read: READ_ITEMS,
  'read-put': [...READ_ITEMS, ...PUT_ITEMS],
  'read-write': [...READ_ITEMS, ...PUT_ITEMS, ...DELETE_ITEMS],
};

function tableAccess(actions: TableActions, { table, tableKey }: ServiceResources): iam.PolicyStatement[] {
  const writes = actions !== 'read';
  const indexes = Object.values(TABLE_SCHEMA.indexes).map(({ name }) => `${table.tableArn}/index/${name}`);
  return [
    allow('UseTable', ITEM_ACTIONS[actions], [table.tableArn]),
    allow('QueryIndexes', ['dynamodb:Query'], indexes),
    throughTable('UseTableKey', writes ? [...READ_KEY, ...WRITE_KEY, ...REWRITE_KEY] : READ_KEY, tableKey),
  ];
}

function partitionAccess(prefix: string, { table, tableKey }: ServiceResources): iam.PolicyStatement[] {
  const what = capital(prefix.replace(/\W/g, ''));
  return [
    allow(`Put${what}`, ['dynamodb:PutItem'], [table.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
    }),
    throughTable(`EncryptFor${what}`, [...READ_KEY, ...WRITE_KEY, ...REWRITE_KEY], tableKey),
  ];
}

/** The table's key, for nothing but the table. */
function throughTable(sid: string, actions: readonly string[], key: kms.IKey): iam.PolicyStatement {
  return allow(sid, actions, [key.keyArn], {
    StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(key).region}.amazonaws.com` },
  });
}

function scheduleAccess({ schedules }: ServiceResources): iam.PolicyStatement[] {
  return [
    allow(
      'ManageSchedules',
      ['CreateSchedule', 'DeleteSchedule', 'GetSchedule', 'UpdateSchedule'].map((action) => `scheduler:${action}`),
      [schedules.scheduleArns],
    ),
    // Listing cannot be limited to a resource; it shows names and states, not the input of a schedule.
    allow('ListSchedules', ['scheduler:ListSchedules'], ['*']),
    allow('GiveSchedulesTheirRole', ['iam:PassRole'], [schedules.role.roleArn], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
  ];
}

/** SES checks the address's own identity where one is verified, otherwise its domain's. */
function mailAccess({ mail, settings }: ServiceResources): iam.PolicyStatement {
  const stack = Stack.of(mail);
  const domain = settings.fromAddress.slice(settings.fromAddress.lastIndexOf('@') + 1);
  const identities = [settings.fromAddress, domain].map((resourceName) =>
    stack.formatArn({ service: 'ses', resource: 'identity', resourceName }),
  );
  return allow('SendMail', ['ses:SendRawEmail'], [...identities, mail.configurationSetArn], {
    StringEquals: { 'ses:FromAddress': settings.fromAddress },
  });
}

function sendTo(what: string, queueArn: string, keyArn: string): iam.PolicyStatement[] {
  return [
    allow(`SendTo${what}`, ['sqs:SendMessage'], [queueArn]),
    allow(`EncryptFor${what}`, ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
  ];
}

function streamArn({ table, names }: ServiceResources): string {
  if (table.tableStreamArn) return table.tableStreamArn;
  throw new Error(`Table ${names.table} has no stream, yet a declaration has one as its trigger.`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
