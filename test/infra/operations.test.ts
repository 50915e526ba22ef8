import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/functions.ts';
import { functionNamed, named, type Properties, REPOSITORY, resourcesOf, synthesize } from './synthesized.ts';

const { service, operations } = synthesize();
const alarms = resourcesOf(operations, 'AWS::CloudWatch::Alarm').map(([, properties]) => properties);
const alarm = (name: string): Properties =>
  named(operations, 'AWS::CloudWatch::Alarm', 'AlarmName', `clauseclock-dev-${name}`);
const deadLetterQueues = resourcesOf(service, 'AWS::SQS::Queue')
  .map(([, { QueueName }]) => QueueName as string)
  .filter((name) => name.endsWith('-dead-letters'));

/** Addresses that a stage other than dev may have. */
const REACHABLE = { fromAddress: 'notices@acme.test', operationsAddress: 'operations@acme.test' };

describe('alarms', () => {
  it.each(deadLetterQueues)('watch %s from the first message', (queueName) => {
    expect(named(operations, 'AWS::CloudWatch::Alarm', 'AlarmName', queueName)).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: queueName }],
      Statistic: 'Maximum',
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it.each(deadLetterQueues)('tell of every further message in %s', (queueName) => {
    const further = `${queueName.replace(/-dead-letters$/, '')}-further-dead-letters`;
    const { Metrics, Threshold, ComparisonOperator } = named(
      operations,
      'AWS::CloudWatch::Alarm',
      'AlarmName',
      further,
    );
    expect([Threshold, ComparisonOperator]).toEqual([1, 'GreaterThanOrEqualToThreshold']);
    const [growth, visible] = Metrics;
    expect(growth.Expression).toBe('DIFF(FILL(visible, 0))');
    expect(visible.MetricStat.Metric).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: queueName }],
    });
  });

  it.each(['table-throttled', 'table-failing'])(
    '%s returns to OK: where nothing is refused there is no data',
    (name) => {
      const [sum] = alarm(name).Metrics;
      expect(sum.Expression).toBe('SUM(FILL(METRICS(), 0))');
    },
  );

  it('count each stage apart, as its functions do', () => {
    const of = (stage: string) => JSON.stringify(synthesize({ ...REACHABLE, stage }).operations.toJSON());
    expect(of('dev')).toContain('"Namespace":"Clauseclock/dev"');
    const other = of('other');
    expect(other).toContain('"Namespace":"Clauseclock/other"');
    expect(other).toContain('{Clauseclock/other,service}');
    expect(other).not.toMatch(/Clauseclock[/,"](?!other)/);
    for (const { name } of FUNCTIONS) expect(functionNamed(service, name).Environment.Variables.STAGE).toBe('dev');
  });

  it('watch six dead-letter queues', () => expect(deadLetterQueues).toHaveLength(6));

  it.each(FUNCTIONS)('watch the errors of $name', ({ name }) => {
    expect(alarm(`${name}-errors`)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: `clauseclock-dev-${name}` }],
      Threshold: 1,
    });
  });

  it('notice a sweep that no longer runs by its silence', () => {
    expect(alarm('sweep-deadlines-silent')).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      Period: 300,
      TreatMissingData: 'breaching',
    });
  });

  it.each([
    ['overdue-found', 'OverdueFound', 1],
    ['notice-undeliverable', 'NoticeUndeliverable', 1],
    ['webhooks-rejected', 'WebhookRejected', 5],
    ['job-failures', 'JobFailure', 1],
  ])('%s counts %s over every function', (name, metricName, threshold) => {
    const { Metrics, Threshold } = alarm(name);
    expect(Threshold).toBe(threshold);
    const counted = Metrics.filter((each: Properties) => each.MetricStat);
    expect(counted.map((each: Properties) => each.MetricStat.Metric.Dimensions)).toEqual(
      FUNCTIONS.map(({ name: value }) => [{ Name: 'service', Value: value }]),
    );
    expect(new Set(counted.map((each: Properties) => each.MetricStat.Metric.MetricName))).toEqual(
      new Set([metricName]),
    );
  });

  it('tell of letters that a person stopped once they have waited for a day', () => {
    const { Metrics, Threshold, EvaluationPeriods } = alarm('letters-stopped');
    const periods = new Set(Metrics.flatMap(({ MetricStat }: Properties) => (MetricStat ? [MetricStat.Period] : [])));
    expect([Threshold, EvaluationPeriods, [...periods]]).toEqual([1, 24, [3600]]);
  });

  it('watch the age of the oldest notice, the stream, the table and the API', () => {
    expect(alarm('notices-waiting')).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900 });
    expect(alarm('register-schedules-behind')).toMatchObject({ MetricName: 'IteratorAge', Threshold: 600_000 });
    expect(alarm('api-errors')).toMatchObject({ MetricName: '5xx' });
    expect(JSON.stringify(alarm('table-throttled').Metrics)).toMatch(/WriteThrottleEvents.*GlobalSecondaryIndexName/s);
    expect(JSON.stringify(alarm('table-failing').Metrics)).toMatch(/SystemErrors.*TransactWriteItems/s);
  });

  it.each(alarms.map((each) => [each.AlarmName as string, each] as const))('%s tells what to do', (name, each) => {
    const parts = /^(?<impact>.{30,}?[.]) First: (?<step>.{20,}?) Then: (?<runbook>docs\/runbooks\/[a-z-]+\.md)$/s.exec(
      each.AlarmDescription,
    );
    expect(parts, each.AlarmDescription).not.toBeNull();
    expect(each.AlarmDescription.length).toBeLessThanOrEqual(1024);
    const runbook = join(REPOSITORY, parts?.groups?.runbook ?? '');
    expect(existsSync(runbook), runbook).toBe(true);
    const topic = name.replace('clauseclock-dev-', '').replace(/^.*-(errors|behind|silent|dead-letters)$/, '-$1');
    expect(readFileSync(runbook, 'utf8')).toContain(`${topic}\``);
  });

  it('reach the operations address, which no alarm forgets', () => {
    const [topic] = resourcesOf(operations, 'AWS::SNS::Topic');
    for (const each of alarms) {
      expect(each.AlarmActions).toEqual([{ Ref: topic?.[0] }]);
      expect(each.OKActions).toEqual([{ Ref: topic?.[0] }]);
    }
    operations.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operations@clauseclock.example',
    });
  });
});

describe('the dashboard', () => {
  const body = JSON.stringify(resourcesOf(operations, 'AWS::CloudWatch::Dashboard').map(([, each]) => each));

  it.each([
    'EventRecorded',
    'EventParked',
    'EventUnmapped',
    'WebhookRejected',
    'ScheduleRegistered',
    'ScheduleRepaired',
    'NoticeSent',
    'NoticeDelivered',
    'NoticeUndeliverable',
    'NoticeUnknown',
    'DeadlineLapsed',
    'OverdueFound',
    'JobFailure',
    'LettersStopped',
    'StopsInForce',
  ])('shows %s', (metric) => expect(body).toContain(`MetricName=\\\\\\"${metric}\\\\\\"`));

  it('shows queues, dead letters, functions, stream, table and API', () => {
    for (const name of [...deadLetterQueues, ...FUNCTIONS.map(({ name }) => `clauseclock-dev-${name}`)]) {
      expect(body).toContain(name);
    }
    for (const metric of ['IteratorAge', 'Throttles', 'WriteThrottleEvents', '5xx']) expect(body).toContain(metric);
  });
});
