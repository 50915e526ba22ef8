import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/functions.ts';
import type { QueueTrigger } from '../../shared/runtime/declaration.ts';
import { functionNamed, named, type Properties, resourcesOf, synthesize, target } from './synthesized.ts';

const { service } = synthesize();
const functionOf = (id: string): string =>
  service.findResources('AWS::Lambda::Function')[id]?.Properties.FunctionName.replace('clauseclock-dev-', '');
const queue = (name: string): Properties => named(service, 'AWS::SQS::Queue', 'QueueName', `clauseclock-dev-${name}`);
const queueNameOf = (id: string): string => service.findResources('AWS::SQS::Queue')[id]?.Properties.QueueName;
const mappings = resourcesOf(service, 'AWS::Lambda::EventSourceMapping').map(([, properties]) => properties);

describe('routes', () => {
  const declared = FUNCTIONS.flatMap(({ name, triggers }) =>
    triggers.flatMap((each) => (each.kind === 'route' ? [{ name, ...each }] : [])),
  );

  it('are exactly the declared ones', () => {
    const keys = resourcesOf(service, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey }]) => RouteKey);
    expect(keys.sort()).toEqual(declared.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(declared)('$method $path needs $auth and reaches $name', ({ method, path, auth, name }) => {
    const route = named(service, 'AWS::ApiGatewayV2::Route', 'RouteKey', `${method} ${path}`);
    expect(route.AuthorizationType).toBe(auth === 'iam' ? 'AWS_IAM' : 'NONE');
    const integration = service.findResources('AWS::ApiGatewayV2::Integration')[route.Target['Fn::Join'][1][1].Ref];
    expect(integration?.Properties.PayloadFormatVersion).toBe('2.0');
    expect(functionOf(target(integration?.Properties.IntegrationUri))).toBe(name);
  });

  it('are open only where they carry a signature of their own', () => {
    expect(declared.filter(({ auth }) => auth === 'signed').map(({ path }) => path)).toEqual(['/webhooks/{provider}']);
  });

  it('are throttled, and logged without path, address or body', () => {
    const [stage] = resourcesOf(service, 'AWS::ApiGatewayV2::Stage').map(([, properties]) => properties);
    expect(stage?.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    expect(stage?.AccessLogSettings.Format).not.toMatch(/sourceIp|\.path|body|userAgent|user\b/);
  });
});

describe('queues', () => {
  const declared = FUNCTIONS.flatMap(({ name, timeoutSeconds, triggers }) =>
    triggers
      .filter((each): each is QueueTrigger => each.kind === 'queue')
      .map((trigger) => ({ name, timeoutSeconds, ...trigger })),
  );

  it.each(declared)('$queue starts $name in batches that may fail in part', (trigger) => {
    const [mapping, ...others] = mappings.filter((each) => functionOf(target(each.FunctionName)) === trigger.name);
    expect(others).toEqual([]);
    expect(queueNameOf(target(mapping?.EventSourceArn))).toBe(`clauseclock-dev-${trigger.queue}`);
    expect(mapping).toMatchObject({
      BatchSize: trigger.batchSize,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: trigger.maxConcurrency },
    });
  });

  it.each(declared)('$queue hides a message for six timeouts of $name at least', (trigger) => {
    expect(queue(trigger.queue).VisibilityTimeout).toBeGreaterThanOrEqual(6 * trigger.timeoutSeconds);
  });

  it.each(declared)('$queue gives a message up after five tries, to dead letters that outlast it', (trigger) => {
    const { RedrivePolicy, MessageRetentionPeriod } = queue(trigger.queue);
    expect(RedrivePolicy.maxReceiveCount).toBe(5);
    const dead = queueNameOf(target(RedrivePolicy.deadLetterTargetArn));
    expect(dead).toBe(`clauseclock-dev-${trigger.queue}-dead-letters`);
    expect(queue(`${trigger.queue}-dead-letters`).MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod);
  });
});

describe('the table’s stream', () => {
  it('starts register-schedules, in batches that fail in part, split in halves and are given up in the end', () => {
    const [mapping, ...others] = mappings.filter((each) => each.StartingPosition);
    expect(others).toEqual([]);
    expect(functionOf(target(mapping?.FunctionName))).toBe('register-schedules');
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 25,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(queueNameOf(target(mapping?.DestinationConfig.OnFailure.Destination))).toBe(
      'clauseclock-dev-changes-dead-letters',
    );
    expect(mapping?.FilterCriteria.Filters.map((each: Properties) => JSON.parse(each.Pattern))).toEqual([
      { dynamodb: { Keys: { sk: { S: [{ prefix: 'deadline#' }] } } } },
    ]);
  });
});

describe('recurring work', () => {
  const declared = FUNCTIONS.flatMap(({ name, triggers }) =>
    triggers.flatMap((each) => (each.kind === 'recurring' ? [{ function: name, ...each }] : [])),
  );

  it.each(declared)('$name starts $function with its own input, and keeps what failed', (trigger) => {
    const rule = named(service, 'AWS::Events::Rule', 'Name', `clauseclock-dev-${trigger.name}`);
    expect(rule).toMatchObject({ ScheduleExpression: trigger.schedule, State: 'ENABLED' });
    const [only, ...others] = rule.Targets;
    expect(others).toEqual([]);
    expect(functionOf(target(only.Arn))).toBe(trigger.function);
    expect(JSON.parse(only.Input)).toEqual(trigger.input);
    expect(queueNameOf(target(only.DeadLetterConfig.Arn))).toBe('clauseclock-dev-recurring-dead-letters');
    const onceInvoked = functionNamed(service, trigger.function).DeadLetterConfig.TargetArn;
    expect(queueNameOf(target(onceInvoked))).toBe('clauseclock-dev-recurring-dead-letters');
  });
});

describe('mail events', () => {
  it('go from the configuration set over SNS to the deliveries queue, and are not lost on the way', () => {
    const [destination] = resourcesOf(service, 'AWS::SES::ConfigurationSetEventDestination').map(([, each]) => each);
    const [topic] = resourcesOf(service, 'AWS::SNS::Topic');
    expect(destination?.EventDestination).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ['send', 'reject', 'bounce', 'complaint', 'delivery', 'deliveryDelay'],
      SnsDestination: { TopicARN: { Ref: topic?.[0] } },
    });
    const [subscription] = resourcesOf(service, 'AWS::SNS::Subscription').map(([, each]) => each);
    expect(subscription).toMatchObject({ Protocol: 'sqs', RawMessageDelivery: true, TopicArn: { Ref: topic?.[0] } });
    expect(queueNameOf(target(subscription?.Endpoint))).toBe('clauseclock-dev-deliveries');
    expect(queueNameOf(target(subscription?.RedrivePolicy.deadLetterTargetArn))).toBe(
      'clauseclock-dev-deliveries-dead-letters',
    );
  });

  it('are published by SES alone, for the stage’s own configuration set', () => {
    const [policy] = resourcesOf(service, 'AWS::SNS::TopicPolicy').map(([, each]) => each);
    const allowed = policy?.PolicyDocument.Statement.filter((each: Properties) => each.Effect === 'Allow');
    expect(allowed).toHaveLength(1);
    expect(allowed[0].Principal).toEqual({ Service: 'ses.amazonaws.com' });
    expect(allowed[0].Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(JSON.stringify(allowed[0].Condition)).toMatch(/:configuration-set\/clauseclock-dev"/);
  });
});
