import type { SQSRecord } from 'aws-lambda';
import { md5 } from './ids.ts';
import type { StoredMessage } from './queue-messages.ts';

/** A receipt handle names one receive of one message. */
export function receiptHandle(message: StoredMessage): string {
  return Buffer.from(`${message.id} ${message.receives}`).toString('base64');
}

export function readReceiptHandle(handle: string): { readonly id: string; readonly receives: number } | undefined {
  const [, id, receives] = /^([0-9a-f-]{36}) (\d+)$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  return id === undefined ? undefined : { id, receives: Number(receives) };
}

/** What SQS itself says of a message; times as epoch milliseconds in text. */
export function systemAttributes(message: StoredMessage): SQSRecord['attributes'] {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
}

/** A message as Lambda hands it to a handler. */
export function sqsRecord(message: StoredMessage, queueArn: string, region: string): SQSRecord {
  const attributes = Object.entries(message.attributes).map(([name, { DataType = 'String', StringValue = '' }]) => [
    name,
    { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
  ]);
  return {
    messageId: message.id,
    receiptHandle: receiptHandle(message),
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
