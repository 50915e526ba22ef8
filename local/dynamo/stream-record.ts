import type { AttributeValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as LambdaAttributeValue } from 'aws-lambda';

/** A record of the table's stream as Lambda hands it to a handler: binary values in base64, times in seconds. */
export function lambdaRecord(record: StreamRecord, streamArn: string, epochMs: number): DynamoDBRecord {
  const change = record.dynamodb;
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? 'MODIFY',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion ?? 'local',
    eventSourceARN: streamArn,
    dynamodb: {
      // The stream's own stamp is the machine's time, not the virtual one.
      ApproximateCreationDateTime: Math.floor(epochMs / 1000),
      Keys: image(change?.Keys),
      ...(change?.NewImage === undefined ? {} : { NewImage: image(change.NewImage) }),
      ...(change?.OldImage === undefined ? {} : { OldImage: image(change.OldImage) }),
      SequenceNumber: change?.SequenceNumber ?? '',
      SizeBytes: change?.SizeBytes ?? 0,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

function image(attributes: Attributes | undefined): Record<string, LambdaAttributeValue> {
  return withoutBytes(attributes ?? {}) as Record<string, LambdaAttributeValue>;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** The same attributes where none of them holds bytes, as few do. */
function withoutBytes(attributes: Attributes): object {
  let changed: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(attributes)) {
    const lambda = lambdaValue(value);
    if (lambda === value) continue;
    changed ??= { ...attributes };
    changed[name] = lambda;
  }
  return changed ?? attributes;
}

function lambdaValue(value: AttributeValue): object {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) {
    const L = value.L.map(lambdaValue);
    return L.every((one, index) => one === value.L?.[index]) ? value : { L };
  }
  if (value.M === undefined) return value;
  const M = withoutBytes(value.M);
  return M === value.M ? value : { M };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
