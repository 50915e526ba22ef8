import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** AWS services that put messages on encrypted topics and queues. SNS gets its access with the subscription. */
const SENDERS = ['events.amazonaws.com', 'cloudwatch.amazonaws.com'];
/** Whether SES names the account to KMS is not documented. The topic's policy decides whose messages are accepted. */
const MAIL_SERVICE = 'ses.amazonaws.com';

/** The key of queues, topics, webhook secrets and provider keys. */
export class MessageKey extends kms.Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'ServicesSendMessages',
        principals: SENDERS.map((sender) => new iam.ServicePrincipal(sender)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'MailServiceSendsMessages',
        principals: [new iam.ServicePrincipal(MAIL_SERVICE)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }
}
