import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { QueueName } from '../../shared/runtime/declaration.ts';
import { DEAD_LETTERS } from '../names.ts';
import type { AlarmContext } from './alarm-plan.ts';
import { apiMetric, countGraph, lambdaMetric, queueMetric, tableSystemErrors, tableThrottles } from './metrics.ts';

const QUEUES: readonly QueueName[] = ['notices', 'deliveries', 'inbound'];
const FULL_WIDTH = 24;

/** What is due, late or undeliverable at the top; what it runs on below. */
export function addDashboard(scope: Construct, context: AlarmContext, alarms: readonly IAlarm[]): Dashboard {
  const { stage } = context.settings;
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: context.names.dashboard,
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL_WIDTH, height: 4 })],
      [today(stage)],
      [events(stage), schedules(stage), notices(stage)],
      [tasks(stage), stopped(stage)],
      queues(context),
      functions(context),
      [...table(context), entrance(context)],
    ],
  });
}

function today(stage: string): IWidget {
  const day = Duration.days(1);
  return new SingleValueWidget({
    title: 'Last day',
    width: FULL_WIDTH,
    height: 4,
    period: day,
    metrics: [
      countGraph(stage, 'NoticeSent', 'Sent', day),
      countGraph(stage, 'NoticeDelivered', 'Delivered', day),
      countGraph(stage, 'NoticeUndeliverable', 'Undeliverable', day),
      countGraph(stage, 'NoticeUnknown', 'Outcome unknown', day),
      countGraph(stage, 'OverdueFound', 'Late', day),
      countGraph(stage, 'DeadlineLapsed', 'Lapsed', day),
    ],
  });
}

const graph = (title: string, width: number, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, width, height: 6, left, right, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } });

const events = (stage: string): IWidget =>
  graph('Contract events', 8, [
    countGraph(stage, 'EventRecorded', 'Recorded'),
    countGraph(stage, 'EventParked', 'Parked: no contract yet'),
    countGraph(stage, 'EventUnmapped', 'Unmapped'),
    countGraph(stage, 'WebhookRejected', 'Webhooks rejected'),
    countGraph(stage, 'WebhookFailed', 'Webhooks failed'),
    countGraph(stage, 'WebhookOverdue', 'Webhooks queued again'),
  ]);

const schedules = (stage: string): IWidget =>
  graph('Schedules', 8, [
    countGraph(stage, 'ScheduleRegistered', 'Registered'),
    countGraph(stage, 'ScheduleRepaired', 'Repaired overnight'),
    countGraph(stage, 'OverdueFound', 'Due and not fired'),
    countGraph(stage, 'JobFailure', 'Given up by jobs'),
  ]);

const tasks = (stage: string): IWidget =>
  graph(
    'Waiting for a person',
    12,
    [countGraph(stage, 'TaskWaiting', 'Tasks')],
    [
      countGraph(stage, 'TaskAgeHours', 'Oldest task, hours'),
      countGraph(stage, 'WebhookAgeHours', 'Oldest webhook, hours'),
    ],
  );

const stopped = (stage: string): IWidget =>
  graph(
    'Stopped by a person',
    12,
    [countGraph(stage, 'LettersStopped', 'Letters')],
    [countGraph(stage, 'StopsInForce', 'Holds and switches')],
  );

const notices = (stage: string): IWidget =>
  graph('Notices', 8, [
    countGraph(stage, 'NoticeSent', 'Sent'),
    countGraph(stage, 'NoticeDelivered', 'Delivered'),
    countGraph(stage, 'NoticeUndeliverable', 'Undeliverable'),
    countGraph(stage, 'NoticeUnknown', 'Outcome unknown'),
  ]);

function queues({ names }: AlarmContext): IWidget[] {
  const waiting = QUEUES.map((name) => queueMetric(names.queue(name), 'ApproximateNumberOfMessagesVisible', name));
  const ages = QUEUES.map((name) => queueMetric(names.queue(name), 'ApproximateAgeOfOldestMessage', name));
  const dead = DEAD_LETTERS.map((name) =>
    queueMetric(names.deadLetters(name), 'ApproximateNumberOfMessagesVisible', name),
  );
  return [
    graph('Messages waiting', 8, waiting),
    graph('Oldest message, seconds', 8, ages),
    graph('Dead letters', 8, dead),
  ];
}

function functions({ names, functions: declarations }: AlarmContext): IWidget[] {
  const each = (metric: 'Errors' | 'Throttles' | 'Duration', statistic: string): IMetric[] =>
    declarations.map(({ name }) => lambdaMetric(names.function(name), metric, statistic, undefined, name));
  const onStream = declarations.filter(({ triggers }) => triggers.some(({ kind }) => kind === 'stream'));
  const lag = onStream.map(({ name }) =>
    lambdaMetric(names.function(name), 'IteratorAge', Stats.MAXIMUM, undefined, `${name} lag, ms`),
  );
  return [
    graph('Function errors', 6, each('Errors', Stats.SUM)),
    graph('Functions throttled', 6, each('Throttles', Stats.SUM)),
    graph('Duration p95, ms', 6, each('Duration', Stats.percentile(95))),
    graph('Table stream', 6, lag),
  ];
}

const table = ({ names }: AlarmContext): IWidget[] => [
  graph('Table: refused', 8, [tableThrottles(names.table)]),
  graph('Table: failing', 8, [tableSystemErrors(names.table)]),
];

const entrance = ({ apiId }: AlarmContext): IWidget =>
  graph('API', 8, [apiMetric(apiId, 'Count')], [apiMetric(apiId, '4xx'), apiMetric(apiId, '5xx')]);
