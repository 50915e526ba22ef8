import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { type MetricName, metricNamespace } from '../../shared/runtime/log.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Whose metrics: one stage's, of these functions. */
export interface Counted {
  readonly stage: string;
  readonly functions: readonly FunctionDeclaration[];
}

/**
 * The sum of a metric over all functions of a stage (one dimension, `service`). Alarms cannot search, so every function is
 * listed, whether it counts the metric or not.
 */
export function countOf(name: MetricName, counted: Counted, period = FIVE_MINUTES): IMetric {
  const usingMetrics = metricsOf(name, counted, Stats.SUM, period);
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, label: name, period });
}

function metricsOf(
  metricName: MetricName,
  { stage, functions }: Counted,
  statistic: string,
  period: Duration,
): Record<string, Metric> {
  return Object.fromEntries(
    functions.map(({ name: service }, index) => [
      `m${index}`,
      new Metric({ namespace: metricNamespace(stage), metricName, dimensionsMap: { service }, statistic, period }),
    ]),
  );
}

/** The greatest value of a metric that each of its functions tells as it stands: the age of the oldest, say. */
export function maximumOf(name: MetricName, counted: Counted, period = FIVE_MINUTES): IMetric {
  const usingMetrics = metricsOf(name, counted, Stats.MAXIMUM, period);
  return new MathExpression({ expression: 'MAX(METRICS())', usingMetrics, label: name, period });
}

/** The same count for graphs: finds whichever services emit it. */
export function countGraph(stage: string, name: MetricName, label: string, period = FIVE_MINUTES): IMetric {
  const search = `SEARCH('{${metricNamespace(stage)},service} MetricName="${name}"', 'Sum', ${period.toSeconds()})`;
  return new MathExpression({ expression: `SUM(${search})`, usingMetrics: {}, label, period });
}

export const queueMetric = (
  queueName: string,
  metricName: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage',
  label?: string,
): Metric =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: Stats.MAXIMUM,
    period: FIVE_MINUTES,
    ...(label && { label }),
  });

export const lambdaMetric = (
  functionName: string,
  metricName: 'Errors' | 'Throttles' | 'Invocations' | 'IteratorAge' | 'Duration',
  statistic: string,
  period = FIVE_MINUTES,
  label?: string,
): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic,
    period,
    ...(label && { label }),
  });

export const apiMetric = (apiId: string, metricName: '4xx' | '5xx' | 'Count'): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiId: apiId },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });

/** Reads and writes refused by the table or by an index: a throttled index refuses writes to the table as well. */
export function tableThrottles(tableName: string): IMetric {
  const throttle = (metricName: string, index?: string): Metric =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: tableName, ...(index && { GlobalSecondaryIndexName: index }) },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  const targets = [undefined, ...Object.values(TABLE_SCHEMA.indexes).map(({ name }) => name)];
  return sumOf(
    'Refused reads and writes',
    targets.flatMap((index) => [throttle('ReadThrottleEvents', index), throttle('WriteThrottleEvents', index)]),
  );
}

/** Failures inside DynamoDB itself, over every operation the functions use. */
export function tableSystemErrors(tableName: string): IMetric {
  const operations = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];
  return sumOf(
    'System errors',
    operations.map(
      (operation) =>
        new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: 'SystemErrors',
          dimensionsMap: { TableName: tableName, Operation: operation },
          statistic: Stats.SUM,
          period: FIVE_MINUTES,
        }),
    ),
  );
}

function sumOf(label: string, metrics: readonly Metric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  // CloudWatch ignores missing data of this namespace, whatever an alarm says, and a table that refuses nothing has none: without
  // the zeros an alarm would never return to OK.
  return new MathExpression({ expression: 'SUM(FILL(METRICS(), 0))', usingMetrics, label, period: FIVE_MINUTES });
}

/**
 * By how many the messages of a queue have grown within a period. A queue that nobody touches has no data, which counts as
 * none, so the first message after that counts too.
 */
export function growthOf(queueName: string): IMetric {
  const visible = queueMetric(queueName, 'ApproximateNumberOfMessagesVisible');
  const expression = 'DIFF(FILL(visible, 0))';
  return new MathExpression({ expression, usingMetrics: { visible }, label: 'Further messages', period: FIVE_MINUTES });
}
