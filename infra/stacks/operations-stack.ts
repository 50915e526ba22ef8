import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { FunctionDeclaration } from '../../shared/runtime/declaration.ts';
import type { Names } from '../names.ts';
import { type AlarmPlan, alarmPlans } from '../operations/alarm-plan.ts';
import { addDashboard } from '../operations/dashboard.ts';
import type { Settings } from '../settings.ts';

export interface OperationsStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly messageKey: kms.IKey;
  readonly apiId: string;
  readonly functions: readonly FunctionDeclaration[];
}

/** The dashboard, and the alarms that mail the operations address. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { names } = props;
    const topic = this.#alarmTopic(props);
    const action = new SnsAction(topic);
    const alarms = alarmPlans(props).map((plan) => {
      const alarm = this.#alarm(plan, names);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    const dashboard = addDashboard(this, props, alarms);
    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
  }

  #alarmTopic({ names, messageKey, settings }: OperationsStackProps): sns.Topic {
    const topic = new sns.Topic(this, 'AlarmTopic', {
      topicName: names.alarmTopic,
      masterKey: messageKey,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(settings.operationsAddress));
    return topic;
  }

  #alarm(plan: AlarmPlan, names: Names): Alarm {
    return new Alarm(this, plan.name, {
      alarmName: names.alarm(plan.name),
      alarmDescription: `${plan.impact} First: ${plan.firstStep} Then: docs/runbooks/${plan.runbook}.md`,
      metric: plan.metric,
      threshold: plan.threshold,
      evaluationPeriods: plan.periods ?? 1,
      comparisonOperator: plan.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: plan.missing ?? TreatMissingData.NOT_BREACHING,
    });
  }
}
