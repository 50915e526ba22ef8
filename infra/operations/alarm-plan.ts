import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import { DEAD_LETTERS, type DeadLetterName, type Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import {
  apiMetric,
  countOf,
  growthOf,
  lambdaMetric,
  maximumOf,
  queueMetric,
  tableSystemErrors,
  tableThrottles,
} from './metrics.ts';

/** An alarm and what the person it wakes needs: the impact, the first step, the runbook. */
export interface AlarmPlan {
  readonly name: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods of the metric in a row; 1 unless told. */
  readonly periods?: number;
  readonly comparison?: ComparisonOperator;
  readonly missing?: TreatMissingData;
  readonly impact: string;
  readonly firstStep: string;
  /** File name, without extension, in docs/runbooks. */
  readonly runbook: string;
}

export interface AlarmContext {
  readonly names: Names;
  readonly functions: readonly FunctionDeclaration[];
  readonly apiId: string;
  readonly settings: Pick<Settings, 'webhookAlarmHours' | 'stage'>;
}

/** Everything that must wake a person. */
export function alarmPlans(context: AlarmContext): readonly AlarmPlan[] {
  return [
    ...DEAD_LETTERS.flatMap((name) => deadLetters(name, context)),
    ...context.functions.flatMap((each) => functionAlarms(each, context)),
    ...noticeAlarms(context),
    ...entranceAlarms(context),
    ...tableAlarms(context),
    ...jobAlarms(context),
  ];
}

const LOST: Record<DeadLetterName, string> = {
  notices: 'A step of a deadline failed five times: its notice is not sent, or its lapse is not recorded.',
  deliveries: 'A delivery, bounce or complaint is not in the evidence; a bounced notice may look sent.',
  inbound: 'A webhook failed five times and could not even be noted as failed; the sweep queues it again.',
  schedules: 'Scheduler could not reach the notices queue: a notice now depends on the five-minute sweep alone.',
  changes: 'A changed deadline has no schedule until the sweep or the nightly reconciliation repairs it.',
  recurring: 'A sweep failed every time it was tried: what did not fire stays unnoticed until the next one.',
};

/** One alarm stands while a message is there; the other tells of each further one, in the fourteen days that the first stands. */
function deadLetters(name: DeadLetterName, { names }: AlarmContext): AlarmPlan[] {
  const queue = names.deadLetters(name);
  const firstStep = `Read one message of queue ${queue} without deleting it.`;
  return [
    {
      name: `${name}-dead-letters`,
      metric: queueMetric(queue, 'ApproximateNumberOfMessagesVisible'),
      threshold: 1,
      impact: LOST[name],
      firstStep,
      runbook: 'dead-letters',
    },
    {
      name: `${name}-further-dead-letters`,
      metric: growthOf(queue),
      threshold: 1,
      impact: `A further message came to queue ${queue}. ${LOST[name]}`,
      firstStep,
      runbook: 'dead-letters',
    },
  ];
}

function functionAlarms(declaration: FunctionDeclaration, { names }: AlarmContext): AlarmPlan[] {
  const { name, triggers } = declaration;
  const functionName = names.function(name);
  const logs = names.functionLogs(name);
  const plans: AlarmPlan[] = [
    {
      name: `${name}-errors`,
      metric: lambdaMetric(functionName, 'Errors', Stats.SUM),
      threshold: 1,
      impact: `${name} crashed or timed out. ${declaration.description}`,
      firstStep: `Read the newest ERROR entries of log group ${logs}.`,
      runbook: 'function-errors',
    },
  ];
  if (triggers.some(({ kind }) => kind === 'stream')) {
    plans.push({
      name: `${name}-behind`,
      metric: lambdaMetric(functionName, 'IteratorAge', Stats.MAXIMUM),
      threshold: Duration.minutes(10).toMilliseconds(),
      impact: 'Changes of the table wait: new deadlines have no schedule yet, superseded ones still have theirs.',
      firstStep: `Look for errors and throttles of ${functionName} on the dashboard.`,
      runbook: 'schedules-behind',
    });
  }
  if (triggers.some(({ kind }) => kind === 'recurring')) {
    plans.push({
      name: `${name}-silent`,
      metric: lambdaMetric(functionName, 'Invocations', Stats.SUM),
      threshold: 1,
      periods: 3,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
      impact: 'The sweep does not run: a schedule that does not fire is noticed by nobody.',
      firstStep: `Check that the EventBridge rules that start ${functionName} are enabled.`,
      runbook: 'sweep-silent',
    });
  }
  return plans;
}

function noticeAlarms({ names, functions, settings }: AlarmContext): AlarmPlan[] {
  return [
    {
      name: 'notices-waiting',
      metric: queueMetric(names.queue('notices'), 'ApproximateAgeOfOldestMessage'),
      threshold: Duration.minutes(15).toSeconds(),
      impact: 'Notices that are due leave late.',
      firstStep: 'Compare the sending rate on the dashboard with the SES quota: aws ses get-send-quota.',
      runbook: 'notices-waiting',
    },
    {
      name: 'deliveries-waiting',
      metric: queueMetric(names.queue('deliveries'), 'ApproximateAgeOfOldestMessage'),
      threshold: Duration.minutes(30).toSeconds(),
      impact: 'Bounces are noticed late, and a send with a lost answer may be repeated for want of its receipt.',
      firstStep: `Look for errors of ${names.function('record-delivery')} on the dashboard.`,
      runbook: 'notices-waiting',
    },
    {
      name: 'overdue-found',
      metric: countOf('OverdueFound', { stage: settings.stage, functions }),
      threshold: 1,
      impact: 'A step was due and had not fired. The sweep put it on the queue; it is late by minutes at least.',
      firstStep: `Read which: DEADLINE_OVERDUE in ${names.functionLogs('sweep-deadlines')}, and compare with the schedules.`,
      runbook: 'overdue-deadlines',
    },
    {
      name: 'notice-undeliverable',
      metric: countOf('NoticeUndeliverable', { stage: settings.stage, functions }),
      threshold: 1,
      impact: 'A notice bounced, was suppressed or rejected: its party has not been told.',
      firstStep: 'Read the evidence of the contract named in the escalation mail: GET /contracts/{contract}/evidence.',
      runbook: 'undeliverable-notices',
    },
    {
      name: 'letters-stopped',
      metric: maximumOf('LettersStopped', { stage: settings.stage, functions }, Duration.hours(1)),
      threshold: 1,
      periods: 24,
      impact: 'Letters have waited for a day, because a person stopped them or has not switched the stage on.',
      firstStep: 'See who stopped what, and why: npx clauseclock sending, then npx clauseclock hold list.',
      runbook: 'stopped-letters',
    },
  ];
}

function entranceAlarms({ names, functions, apiId, settings }: AlarmContext): AlarmPlan[] {
  return [
    {
      name: 'webhooks-rejected',
      metric: countOf('WebhookRejected', { stage: settings.stage, functions }, Duration.hours(1)),
      threshold: 5,
      impact: 'Webhooks fail their signature check. If they are genuine, contract events are being lost.',
      firstStep: `Compare the secret under ${names.webhookSecretPrefix} with the one the provider shows.`,
      runbook: 'rejected-webhooks',
    },
    {
      name: 'webhooks-failed',
      metric: countOf('WebhookFailed', { stage: settings.stage, functions }),
      threshold: 1,
      impact: 'A webhook failed five times: what it tells is not recorded until it is replayed.',
      firstStep: `Read which: WEBHOOK_FAILED in ${names.functionLogs('record-webhook')}.`,
      runbook: 'failed-webhooks',
    },
    {
      name: 'webhooks-overdue',
      metric: countOf('WebhookOverdue', { stage: settings.stage, functions }),
      threshold: 1,
      periods: 2,
      impact: 'Webhooks are stored and not worked on: contract events are not recorded yet.',
      firstStep: `Look for errors and throttles of ${names.function('record-webhook')} on the dashboard.`,
      runbook: 'failed-webhooks',
    },
    {
      name: 'webhook-not-recorded',
      metric: countOf('InboundNotRecorded', { stage: settings.stage, functions }),
      threshold: 1,
      impact: 'A webhook names a known contract and is not recorded: its dates and letters may be wrong until it is.',
      firstStep: 'List which: npx clauseclock tasks.',
      runbook: 'waiting-webhooks',
    },
    {
      name: 'webhooks-waiting',
      metric: maximumOf('WebhookAgeHours', { stage: settings.stage, functions }),
      threshold: settings.webhookAlarmHours,
      impact: `A webhook has waited for ${settings.webhookAlarmHours} hours, for its contract or for a person.`,
      firstStep:
        'List what waits, oldest first: npx clauseclock tasks, then npx clauseclock inbound list --state parked.',
      runbook: 'waiting-webhooks',
    },
    {
      name: 'api-errors',
      metric: apiMetric(apiId, '5xx'),
      threshold: 5,
      impact: 'Webhooks and API calls are answered 5xx. Providers retry for days; callers of the API may not.',
      firstStep: `Read the newest entries of log group ${names.accessLogs} with status 500 and above.`,
      runbook: 'function-errors',
    },
  ];
}

function tableAlarms({ names }: AlarmContext): AlarmPlan[] {
  return [
    {
      name: 'table-throttled',
      metric: tableThrottles(names.table),
      threshold: 1,
      periods: 2,
      impact: 'The table refuses reads or writes: events are answered 5xx, notices wait in their queue.',
      firstStep: 'See on the dashboard whether the table or one of its indexes refuses.',
      runbook: 'table-trouble',
    },
    {
      name: 'table-failing',
      metric: tableSystemErrors(names.table),
      threshold: 1,
      periods: 2,
      impact: 'DynamoDB itself fails: nothing is recorded and no notice can be claimed.',
      firstStep: 'Open the AWS Health Dashboard for DynamoDB in this region.',
      runbook: 'table-trouble',
    },
  ];
}

function jobAlarms({ names, functions, settings }: AlarmContext): AlarmPlan[] {
  return [
    {
      name: 'job-failures',
      metric: countOf('JobFailure', { stage: settings.stage, functions }),
      threshold: 1,
      impact: 'A job gave up a piece of its work, or could not get on. What it was to do there is not done.',
      firstStep: `Read which: GET /jobs/reconcile, or JOB_ITEM_FAILED in ${names.functionLogs('sweep-deadlines')}.`,
      runbook: 'job-failures',
    },
  ];
}
