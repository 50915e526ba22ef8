import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/functions.ts';
import {
  functionNamed,
  type Properties,
  resourcesOf,
  roleOf,
  statement,
  statementsOf,
  synthesize,
  target,
} from './synthesized.ts';

const { data, service, operations } = synthesize();
const READS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const PUTS = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
const DELETES = ['dynamodb:DeleteItem'];

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const WORK_QUEUES = new Set(['SendToNotices', 'SendToDeliveries', 'SendToInbound']);

const text = (value: unknown): string => JSON.stringify(value);
const touching = (role: Properties, action: RegExp): Properties[] =>
  statementsOf(role).filter((each) => each.Action.some((name: string) => action.test(name)));
const withAccess = (resource: string): string[] =>
  FUNCTIONS.filter(({ access }) => access.some((each) => each.resource === resource)).map(({ name }) => name);

describe('roles', () => {
  it('are one per function and one for schedules, each with its whole policy inside', () => {
    expect(resourcesOf(service, 'AWS::IAM::Role')).toHaveLength(FUNCTIONS.length + 1);
    for (const template of [data, service, operations]) {
      template.resourceCountIs('AWS::IAM::Policy', 0);
      template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    }
    for (const [, role] of resourcesOf(service, 'AWS::IAM::Role')) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role.Policies).toHaveLength(1);
    }
    const used = FUNCTIONS.map(({ name }) => text(functionNamed(service, name).Role));
    expect(new Set(used).size).toBe(FUNCTIONS.length);
  });

  it('allow * for listing only, where AWS knows nothing narrower', () => {
    const everything = resourcesOf(service, 'AWS::IAM::Role').flatMap(([, role]) =>
      statementsOf(role)
        .filter((each) => each.Resource.includes('*'))
        .flatMap((each) => each.Action),
    );
    expect(everything.sort()).toEqual(['dynamodb:ListStreams', 'scheduler:ListSchedules', 'scheduler:ListSchedules']);
  });

  it('have no other wildcard than the stage’s own schedules, and none in an action', () => {
    const wild = resourcesOf(service, 'AWS::IAM::Role').flatMap(([, role]) =>
      statementsOf(role).flatMap((each) => [
        ...each.Action.filter((action: string) => action.includes('*')),
        ...each.Resource.filter((resource: unknown) => resource !== '*' && text(resource).includes('*')).map(text),
      ]),
    );
    expect(wild).toHaveLength(2);
    for (const resource of wild) expect(resource).toMatch(/:schedule\/clauseclock-dev\/\*"/);
  });
});

describe('a function', () => {
  it.each(FUNCTIONS)('$name touches the table as far as it declares', ({ name, access }) => {
    const items = touching(roleOf(service, name), /^dynamodb:.*Item|^dynamodb:Query/).filter(
      ({ Condition }) => !Condition,
    );
    const declared = access.find(({ resource }) => resource === 'table');
    if (!declared) {
      expect(items).toEqual([]);
      return;
    }
    const [table, indexes] = items;
    const puts = declared.actions === 'read' ? [] : PUTS;
    const deletes = declared.actions === 'read-write' ? DELETES : [];
    expect(table?.Action).toEqual([...READS, ...puts, ...deletes].sort());
    expect(indexes?.Action).toEqual(['dynamodb:Query']);
    expect(indexes?.Resource.map((each: unknown) => text(each).match(/index\/(\w+)/)?.[1])).toEqual([
      'agenda',
      'due',
      'inbound',
    ]);
  });

  it('deletes items only where it has something to delete: references, pointers, proposals', () => {
    const deleting = FUNCTIONS.filter(({ name }) => touching(roleOf(service, name), /^dynamodb:DeleteItem/).length > 0);
    expect(deleting.map(({ name }) => name).sort()).toEqual(['record-webhook', 'send-notice', 'serve-api']);
  });

  it('puts items into the partitions that it declares, and into no others where it only reads the table', () => {
    for (const { name, access } of FUNCTIONS) {
      const puts = touching(roleOf(service, name), /^dynamodb:/).filter(({ Condition }) => Condition);
      const declared = access.flatMap((each) => (each.resource === 'partitions' ? [each.prefix] : []));
      expect(puts.map(({ Action }) => Action)).toEqual(declared.map(() => ['dynamodb:PutItem']));
      expect(puts.map(({ Condition }) => Condition)).toEqual(
        declared.map((prefix) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } })),
      );
    }
    expect(withAccess('partitions')).toEqual(['receive-webhook', 'sweep-deadlines']);
  });

  it('may do nothing to the table but put deliveries if it receives webhooks', () => {
    const actions = touching(roleOf(service, 'receive-webhook'), /^dynamodb:/);
    expect(actions).toMatchObject([
      {
        Action: ['dynamodb:PutItem'],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['delivery#*'] } },
      },
    ]);
  });

  it('may write nothing but jobs and the hold on letters if it is the sweep, which scans nothing either', () => {
    const writes = touching(roleOf(service, 'sweep-deadlines'), /^dynamodb:(Put|Update|Delete|Scan)/);
    expect(writes.map(({ Sid }) => Sid)).toEqual(['PutJob', 'PutHold']);
  });

  it('writes to its own log group only', () => {
    for (const { name } of FUNCTIONS) {
      const logs = touching(roleOf(service, name), /^logs:/);
      expect(logs).toHaveLength(1);
      expect(text(logs[0]?.Resource)).toBe(
        text([{ 'Fn::GetAtt': [functionNamed(service, name).LoggingConfig.LogGroup.Ref, 'Arn'] }]),
      );
    }
  });

  it('sends mail only if it declares so, and only from the one address', () => {
    const senders = FUNCTIONS.filter(({ name }) => touching(roleOf(service, name), /^ses:/).length > 0);
    expect(senders.map(({ name }) => name)).toEqual(withAccess('mail'));
    const allowed = statement(roleOf(service, 'send-notice'), 'SendMail');
    expect(allowed.Action).toEqual(['ses:SendRawEmail']);
    expect(allowed.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'notices@clauseclock.example' } });
    expect(
      allowed.Resource.map((each: unknown) => text(each).match(/:((identity|configuration-set)\/[^"]+)/)?.[1]),
    ).toEqual([
      'configuration-set/clauseclock-dev',
      'identity/clauseclock.example',
      'identity/notices@clauseclock.example',
    ]);
  });

  it('lists all contracts, by a scan of the table, only if it declares so', () => {
    const scanning = FUNCTIONS.filter(({ name }) => touching(roleOf(service, name), /^dynamodb:Scan$/).length > 0);
    expect(scanning.map(({ name }) => name)).toEqual(['record-webhook']);
    expect(withAccess('contracts')).toEqual(['record-webhook']);
    expect(statement(roleOf(service, 'record-webhook'), 'ListContracts').Action).toEqual(['dynamodb:Scan']);
  });

  it('manages schedules only if it declares so, and passes only their role, only to Scheduler', () => {
    const managers = FUNCTIONS.filter(({ name }) => touching(roleOf(service, name), /^scheduler:|^iam:/).length > 0);
    expect(managers.map(({ name }) => name)).toEqual(withAccess('schedules'));
    const [schedulerRole] = schedulerRoles();
    for (const { name } of managers) {
      const pass = statement(roleOf(service, name), 'GiveSchedulesTheirRole');
      expect(pass.Resource).toEqual([{ 'Fn::GetAtt': [schedulerRole?.[0], 'Arn'] }]);
      expect(pass.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    }
  });

  it('reads secrets only if it declares so', () => {
    const readers = FUNCTIONS.filter(({ name }) => touching(roleOf(service, name), /^secretsmanager:/).length > 0);
    expect(readers.map(({ name }) => name)).toEqual([...withAccess('webhook-secrets'), ...withAccess('provider-keys')]);
  });

  it.each([
    ['receive-webhook', 'webhook-secrets', 'ReadWebhookSecrets', 'clauseclock/dev/webhook/'],
    ['record-webhook', 'provider-keys', 'ReadProviderKeys', 'clauseclock/dev/api/'],
  ])('%s alone reads the %s, and no others', (name, resource, sid, prefix) => {
    expect(withAccess(resource)).toEqual([name]);
    const secrets = resourcesOf(service, 'AWS::SecretsManager::Secret').filter(([, { Name }]) =>
      Name.startsWith(prefix),
    );
    const read = touching(roleOf(service, name), /^secretsmanager:/);
    expect(read.map(({ Sid, Action }) => [Sid, Action])).toEqual([[sid, ['secretsmanager:GetSecretValue']]]);
    expect(read[0]?.Resource.map(target).sort()).toEqual(secrets.map(([id]) => id).sort());
  });

  it('sends to a queue, or consumes one, only if it declares so', () => {
    for (const { name, access, triggers } of FUNCTIONS) {
      const role = roleOf(service, name);
      const sends = touching(role, /^sqs:SendMessage$/).map(({ Sid }) => Sid);
      const sentTo = access.flatMap((each) => (each.resource === 'queue' ? [`SendTo${capital(each.queue)}`] : []));
      expect(sends.filter((sid) => WORK_QUEUES.has(sid))).toEqual(sentTo);
      const consumes = touching(role, /^sqs:ReceiveMessage$/).map(({ Sid }) => Sid);
      const queues = triggers.flatMap((each) => (each.kind === 'queue' ? [each.queue] : []));
      expect(consumes).toEqual(queues.map((queue) => `Consume${capital(queue)}`));
    }
  });
});

describe('the schedules’ role', () => {
  it('is assumed by Scheduler alone, for this account’s own group', () => {
    const [only, ...others] = schedulerRoles();
    expect(others).toEqual([]);
    const [trust, ...further] = only?.[1].AssumeRolePolicyDocument.Statement ?? [];
    expect(further).toEqual([]);
    expect(trust.Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(trust.Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(text(trust.Condition.StringEquals['aws:SourceArn'])).toMatch(/:schedule-group\/clauseclock-dev"/);
  });

  it('may send to the notices queue and the schedules’ dead letters, and nothing else', () => {
    const role = schedulerRoles()[0]?.[1] ?? {};
    expect(statementsOf(role).flatMap(({ Action }) => Action)).toEqual([
      'sqs:SendMessage',
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
    const queues = statement(role, 'SendToNoticesAndDeadLetters').Resource.map(
      (each: Properties) => service.findResources('AWS::SQS::Queue')[each['Fn::GetAtt'][0]]?.Properties.QueueName,
    );
    expect(queues).toEqual(['clauseclock-dev-notices', 'clauseclock-dev-schedules-dead-letters']);
  });
});

function schedulerRoles() {
  return resourcesOf(service, 'AWS::IAM::Role').filter(([, role]) =>
    text(role.AssumeRolePolicyDocument).includes('scheduler.amazonaws.com'),
  );
}
