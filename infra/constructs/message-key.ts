import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The AWS service that puts messages on an encrypted topic and names the account to KMS. SNS gets its access with the subscription. */
const ALARMS = 'cloudwatch.amazonaws.com';
/**
 * Services that put messages on encrypted topics and queues and of which it is not documented that they name the account to KMS;
 * of EventBridge AWS says that it does not, for topics. A condition would lose their messages silently, which are mail events and
 * dead letters. The policies of topics and queues decide whose messages are accepted.
 */
const OTHERS = ['ses.amazonaws.com', 'events.amazonaws.com'];

/** The key of queues, topics, webhook secrets and provider keys. */
export class MessageKey extends kms.Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsSendMessages',
        principals: [new iam.ServicePrincipal(ALARMS)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'ServicesSendMessages',
        principals: OTHERS.map((sender) => new iam.ServicePrincipal(sender)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }
}
