import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';
import type { WorkQueue } from './work-queue.ts';

/** What the mail service reports. Opens and clicks are not asked for: they prove nothing and watch the reader. */
const EVENTS = [
  ses.EmailSendingEvent.SEND,
  ses.EmailSendingEvent.REJECT,
  ses.EmailSendingEvent.BOUNCE,
  ses.EmailSendingEvent.COMPLAINT,
  ses.EmailSendingEvent.DELIVERY,
  ses.EmailSendingEvent.DELIVERY_DELAY,
];

export interface MailEventsProps {
  readonly names: Names;
  readonly key: kms.IKey;
  readonly deliveries: WorkQueue;
}

/** The SES configuration set every notice goes out under, and the way its events take to the deliveries queue. */
export class MailEvents extends Construct {
  readonly configurationSetName: string;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { names, key, deliveries }: MailEventsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.configurationSetName = names.configurationSet;
    this.configurationSetArn = stack.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSetName,
    });
    const configurationSet = new ses.CfnConfigurationSet(this, 'ConfigurationSet', {
      name: this.configurationSetName,
      // A receiving server without TLS still gets its notice: a missed one is worse than one in the clear.
      deliveryOptions: { tlsPolicy: 'OPTIONAL' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    const topic = new sns.Topic(this, 'Topic', {
      topicName: names.mailEventsTopic,
      masterKey: key,
      enforceSSL: true,
    });
    const allowed = topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'MailServicePublishes',
        principals: [new iam.ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': this.configurationSetArn } },
      }),
    );
    topic.addSubscription(
      new subscriptions.SqsSubscription(deliveries.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: deliveries.deadLetters,
      }),
    );
    const destination = new ses.CfnConfigurationSetEventDestination(this, 'EventDestination', {
      configurationSetName: configurationSet.ref,
      eventDestination: {
        name: 'deliveries',
        enabled: true,
        matchingEventTypes: EVENTS,
        snsDestination: { topicArn: topic.topicArn },
      },
    });
    // SES publishes to the topic when the destination is created, so the topic’s policy must exist before.
    if (allowed.policyDependable) destination.node.addDependency(allowed.policyDependable);
  }
}
