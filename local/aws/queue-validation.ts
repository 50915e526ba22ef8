import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidBatchEntryId,
  InvalidMessageContents,
  type MessageAttributeValue,
  SQSServiceException,
  TooManyEntriesInBatchRequest,
} from '@aws-sdk/client-sqs';
import { clientFault } from './errors.ts';
import type { Attributes } from './queue-messages.ts';

export const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_BATCH = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
const ATTRIBUTE_NAME = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/;
// The characters XML 1.0 allows.
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export function invalidParameter(message: string): SQSServiceException {
  return new SQSServiceException({ name: 'InvalidParameterValue', message, ...clientFault(400) });
}

/** A whole number in a range; undefined passes. */
export function requireSeconds(field: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw invalidParameter(
    `Value ${value} for parameter ${field} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

interface Message {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

/** Checks one message as SendMessage does; answers with its attributes. */
export function requireMessage(message: Message): Attributes {
  const body = message.MessageBody ?? '';
  if (body === '') {
    const text = 'The request must contain the parameter MessageBody.';
    throw new SQSServiceException({ name: 'MissingParameter', message: text, ...clientFault(400) });
  }
  if (!ALLOWED.test(body)) {
    throw new InvalidMessageContents({
      message: 'Invalid characters were found in the message body.',
      ...clientFault(400),
    });
  }
  requireSeconds('DelaySeconds', message.DelaySeconds, 0, 900);
  const attributes = requireAttributes(message.MessageAttributes ?? {});
  if (messageBytes(message) > MAX_MESSAGE_BYTES) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    );
  }
  return attributes;
}

function requireAttributes(attributes: Record<string, MessageAttributeValue>): Attributes {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_BATCH)
    throw invalidParameter('Number of message attributes [>10] exceeds the allowed maximum [10].');
  for (const [name, value] of entries) {
    if (!ATTRIBUTE_NAME.test(name)) throw invalidParameter(`Invalid message attribute name ${name}.`);
    if (!/^(String|Number)(\..+)?$/.test(value.DataType ?? '') || !value.StringValue) {
      throw invalidParameter(
        `The message attribute '${name}' must have a String or Number value; binary ones are not kept here.`,
      );
    }
  }
  return Object.fromEntries(entries.map(([name, { DataType, StringValue }]) => [name, { DataType, StringValue }]));
}

/** What counts against the size limit: the body and the attributes' names, types and values. */
function messageBytes(message: Message): number {
  let bytes = Buffer.byteLength(message.MessageBody ?? '');
  for (const [name, value] of Object.entries(message.MessageAttributes ?? {})) {
    bytes += Buffer.byteLength(name + (value.DataType ?? '') + (value.StringValue ?? ''));
  }
  return bytes;
}

/** Checks a batch as a whole: its size, and that its entries' ids are well formed and distinct. */
export function requireBatch(entries: readonly (Message & { readonly Id: string | undefined })[] | undefined): void {
  if (entries === undefined || entries.length === 0) {
    throw new EmptyBatchRequest({ message: 'There should be at least one entry in the request.', ...clientFault(400) });
  }
  if (entries.length > MAX_BATCH) {
    const message = `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`;
    throw new TooManyEntriesInBatchRequest({ message, ...clientFault(400) });
  }
  const seen = new Set<string>();
  for (const { Id = '' } of entries) {
    if (!ENTRY_ID.test(Id)) {
      const message =
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores, at most 80 of them.';
      throw new InvalidBatchEntryId({ message, ...clientFault(400) });
    }
    if (seen.has(Id)) throw new BatchEntryIdsNotDistinct({ message: `Id ${Id} repeated.`, ...clientFault(400) });
    seen.add(Id);
  }
  const bytes = entries.reduce((sum, entry) => sum + messageBytes(entry), 0);
  if (bytes > MAX_MESSAGE_BYTES) {
    const message = `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw new BatchRequestTooLong({ message, ...clientFault(400) });
  }
}
