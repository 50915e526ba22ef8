import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';
import { DeadLetterQueue } from './work-queue.ts';

export interface SchedulesProps {
  readonly names: Names;
  readonly key: kms.IKey;
  /** The only queue a schedule may send to. */
  readonly target: sqs.IQueue;
}

/** The stage's schedule group, and the role under which its schedules send. */
export class Schedules extends Construct {
  readonly group: scheduler.CfnScheduleGroup;
  readonly groupName: string;
  readonly role: iam.Role;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { names, key, target }: SchedulesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.groupName = names.scheduleGroup;
    this.group = new scheduler.CfnScheduleGroup(this, 'Group', { name: this.groupName });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { name: 'schedules', names, key });
    const groupArn = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: this.groupName,
    });
    this.role = new iam.Role(this, 'Role', {
      description: `Schedules of ${this.groupName} send to the notices queue`,
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': groupArn } },
      }),
      inlinePolicies: {
        send: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              sid: 'SendToNoticesAndDeadLetters',
              // Scheduler writes its dead letters under this role too.
              actions: ['sqs:SendMessage'],
              resources: [target.queueArn, this.deadLetters.queueArn],
            }),
            new iam.PolicyStatement({
              sid: 'EncryptMessages',
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [key.keyArn],
            }),
          ],
        }),
      },
    });
  }

  /** Every schedule of the group, and nothing outside it. */
  get scheduleArns(): string {
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.groupName}/*`,
    });
  }
}
