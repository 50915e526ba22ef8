import { Validations } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { build, type Properties, resourcesOf, synthesize } from './synthesized.ts';

const { data, service, operations } = synthesize();
const templates: readonly Template[] = [data, service, operations];
const everywhere = (type: string) => templates.flatMap((template) => resourcesOf(template, type));

describe('encryption', () => {
  it('covers every queue and topic with a customer-managed key, in transit too', () => {
    const queues = everywhere('AWS::SQS::Queue');
    expect(queues.every(([, { KmsMasterKeyId }]) => KmsMasterKeyId)).toBe(true);
    expect(denyingPlainText('AWS::SQS::QueuePolicy')).toHaveLength(queues.length);
    const topics = everywhere('AWS::SNS::Topic');
    expect(topics).toHaveLength(2);
    expect(topics.every(([, { KmsMasterKeyId }]) => KmsMasterKeyId)).toBe(true);
    expect(denyingPlainText('AWS::SNS::TopicPolicy')).toHaveLength(topics.length);
  });

  it('uses keys that are rotated, and lets services send but not administer', () => {
    for (const [, key] of everywhere('AWS::KMS::Key')) {
      expect(key.EnableKeyRotation).toBe(true);
      for (const each of key.KeyPolicy.Statement) {
        if (each.Principal.Service) expect(each.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
      }
    }
  });

  it('asks alarms for the account, and no service of which it is not known that it names it to the key', () => {
    const statements = everywhere('AWS::KMS::Key').flatMap(([, key]) => key.KeyPolicy.Statement as Properties[]);
    const conditions = statements.flatMap(({ Principal, Condition }) =>
      [Principal.Service ?? []].flat().map((name: string) => [name, Condition?.StringEquals]),
    );
    expect(Object.fromEntries(conditions)).toMatchObject({
      'cloudwatch.amazonaws.com': { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      'events.amazonaws.com': undefined,
      'ses.amazonaws.com': undefined,
    });
  });
});

const secretsUnder = (prefix: string) =>
  resourcesOf(service, 'AWS::SecretsManager::Secret')
    .map(([, each]) => each)
    .filter(({ Name }) => Name.startsWith(prefix));

describe('webhook secrets', () => {
  it('are one per provider, random until the operator sets them, under the customer-managed key', () => {
    const secrets = secretsUnder('clauseclock/dev/webhook/');
    expect(secrets.map(({ Name }) => Name)).toEqual([
      'clauseclock/dev/webhook/stripe',
      'clauseclock/dev/webhook/paddle',
    ]);
    for (const secret of secrets) {
      expect(secret.GenerateSecretString.PasswordLength).toBeGreaterThanOrEqual(32);
      expect(secret.KmsKeyId).toBeDefined();
      expect(secret).not.toHaveProperty('SecretString');
    }
  });
});

describe('keys of providers', () => {
  it('are one secret per provider, without a key until the operator stores one, under the customer-managed key', () => {
    const secrets = secretsUnder('clauseclock/dev/api/');
    expect(secrets.map(({ Name }) => Name)).toEqual(['clauseclock/dev/api/stripe', 'clauseclock/dev/api/paddle']);
    for (const secret of secrets) {
      expect(secret.SecretString).toBe('{}');
      expect(secret.KmsKeyId).toBeDefined();
    }
  });
});

describe('resources', () => {
  it('are of mainstream kinds: no custom resources, nothing that runs at deployment', () => {
    const kinds = new Set(templates.flatMap((each) => Object.values(each.toJSON().Resources).map(typeOf)));
    expect([...kinds].sort()).toMatchInlineSnapshot(`
      [
        "AWS::ApiGatewayV2::Api",
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::DynamoDB::Table",
        "AWS::Events::Rule",
        "AWS::IAM::Role",
        "AWS::KMS::Key",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
        "AWS::SES::ConfigurationSet",
        "AWS::SES::ConfigurationSetEventDestination",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy",
        "AWS::Scheduler::ScheduleGroup",
        "AWS::SecretsManager::Secret",
      ]
    `);
  });

  it('keep no log for ever', () => {
    for (const [, group] of everywhere('AWS::Logs::LogGroup')) expect(group.RetentionInDays).toBe(90);
  });

  it('carry no account or region of their own', () => {
    const written = JSON.stringify(templates.map((each) => each.toJSON()));
    expect(written).not.toMatch(/\b\d{12}\b/);
    expect(written).not.toMatch(/\b(us|eu|ap|sa|ca)-[a-z]+-\d\b/);
  });
});

describe('the checks of a synthesis', () => {
  it('pass: CloudFormation’s own rules, and AwsSolutions with what is acknowledged', () => {
    const { app } = build({ validate: true });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  }, 60_000);

  it('stop it at a finding that is not acknowledged', () => {
    const { app, service: stack } = build();
    new Queue(stack, 'Stray');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow();
    const report = new AwsSolutionsChecks(app).validateScope(stack);
    const found = report.violations.filter(({ severity }) => severity !== 'info').map(({ ruleName }) => ruleName);
    expect(found).toEqual(expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']));
  });

  it('acknowledges exactly these findings', () => {
    const { app } = build();
    const acknowledged = app.node
      .findAll()
      .flatMap((construct) =>
        construct.node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .map(({ data: rule }) => ({ at: construct.node.path, ...(rule as object) })),
      );
    expect(acknowledged).toMatchInlineSnapshot(`
      [
        {
          "Annotation::AwsSolutions-SQS3": "This queue is itself where dead letters go: schedules and the stream mapping name it as theirs.",
          "at": "clauseclock-dev-service/ChangesDeadLetters",
        },
        {
          "Annotation::AwsSolutions-SQS3": "This queue is itself where dead letters go: schedules and the stream mapping name it as theirs.",
          "at": "clauseclock-dev-service/Schedules/DeadLetters",
        },
        {
          "Annotation::AwsSolutions-SMG4": "The payment provider issues the secret; docs/deploy.md says how it is rotated with two live at once.",
          "at": "clauseclock-dev-service/WebhookSecrets/stripe",
        },
        {
          "Annotation::AwsSolutions-SMG4": "The payment provider issues the secret; docs/deploy.md says how it is rotated with two live at once.",
          "at": "clauseclock-dev-service/WebhookSecrets/paddle",
        },
        {
          "Annotation::AwsSolutions-SMG4": "The payment provider issues the key; docs/deploy.md says how it is replaced.",
          "at": "clauseclock-dev-service/ProviderKeys/stripe",
        },
        {
          "Annotation::AwsSolutions-SMG4": "The payment provider issues the key; docs/deploy.md says how it is replaced.",
          "at": "clauseclock-dev-service/ProviderKeys/paddle",
        },
        {
          "Annotation::AwsSolutions-APIG4": "Payment providers cannot sign for IAM; the function verifies their own signature over the raw body.",
          "at": "clauseclock-dev-service/Entrance/POST --webhooks--{provider}",
        },
        {
          "Annotation::AwsSolutions-IAM5[Resource::*]": "scheduler:ListSchedules and dynamodb:ListStreams: AWS knows no narrower resource for listing; nothing else is allowed on *.",
          "at": "clauseclock-dev-service/register-schedules/Role",
        },
        {
          "Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/clauseclock-dev/*]": "One schedule per deadline, named as deadlines come: the function manages all of its own stage’s group.",
          "at": "clauseclock-dev-service/register-schedules/Role",
        },
        {
          "Annotation::AwsSolutions-IAM5[Resource::*]": "scheduler:ListSchedules: AWS knows no narrower resource for listing; nothing else is allowed on *.",
          "at": "clauseclock-dev-service/sweep-deadlines/Role",
        },
        {
          "Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/clauseclock-dev/*]": "One schedule per deadline, named as deadlines come: the function manages all of its own stage’s group.",
          "at": "clauseclock-dev-service/sweep-deadlines/Role",
        },
      ]
    `);
  });
});

function denyingPlainText(type: string): Properties[] {
  return everywhere(type)
    .flatMap(([, policy]) => policy.PolicyDocument.Statement)
    .filter((each) => each.Effect === 'Deny' && each.Condition.Bool['aws:SecureTransport'] === 'false');
}

function typeOf(resource: unknown): string {
  return (resource as { Type: string }).Type;
}
