import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** AWS services that put messages on encrypted topics and queues. SNS gets its access with the subscription. */
const SENDERS = ['ses.amazonaws.com', 'events.amazonaws.com', 'cloudwatch.amazonaws.com'];

/** The key of queues, topics, webhook secrets and provider keys. */
export class MessageKey extends kms.Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    // The policies of topics and queues decide whose messages are accepted. A condition on the key as well would lose
    // messages silently wherever a service does not pass that information on to KMS.
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
