import type { VirtualClock } from '../time/clock.ts';
import { instantText } from '../time/instant.ts';
import { uuidOf } from './ids.ts';
import type { FakeQueues } from './queues.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:mail-events';

/** The envelope in which SNS hands a message to a queue. `sentMs` in epoch milliseconds. */
function snsEnvelope(message: string, sentMs: number, topicArn = TOPIC): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: uuidOf(`sns ${sentMs} ${message}`),
    TopicArn: topicArn,
    Message: message,
    // SNS always writes the milliseconds.
    Timestamp: instantText(sentMs).replace(/(:\d\d)Z$/, '$1.000Z'),
    SignatureVersion: '1',
    Signature: 'local',
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService.pem',
    UnsubscribeURL: `https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}`,
  });
}

/** A publisher of mail events through SNS to a queue. */
export function publishToQueue(
  queues: FakeQueues,
  queue: string,
  clock: VirtualClock,
): (event: string) => Promise<void> {
  return (event) => queues.put(queues.arn(queue), snsEnvelope(event, clock.epochMs()));
}
