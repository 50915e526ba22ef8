import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * AWS services that put messages on encrypted topics and queues in their own name. SNS comes with its subscription.
 */
const SENDERS = ['ses.amazonaws.com', 'events.amazonaws.com', 'cloudwatch.amazonaws.com'];

/** The key of queues, topics and webhook secrets. */
export class MessageKey extends kms.Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    // Whose messages are taken is decided by the policies of the topics and queues. A condition here as well
    // would, where a service does not pass that fact on to KMS, lose messages without a trace.
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'ServicesSendMessages',
        principals: SENDERS.map((sender) => new iam.ServicePrincipal(sender)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }
}
