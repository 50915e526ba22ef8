import * as z from 'zod';
import { anyObject, epochSeconds, identifier, lenient, rfc3339, text } from '../fields.ts';
import type { Message } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';

export interface StripeMessage extends Message {
  /** A thin event says that something happened, and carries no data. */
  readonly thin: boolean;
  readonly object: object;
  /** For `*.updated`: the former values of what changed, and nothing else. */
  readonly previous: object | null;
  /** The version an endpoint is pinned to shapes the body. */
  readonly apiVersion: string | null;
}

const typeName = z.string().min(1).max(200);

const snapshotEvent = z.object({
  id: identifier,
  type: typeName,
  created: epochSeconds,
  api_version: lenient(text),
  data: z.object({ object: anyObject, previous_attributes: anyObject.nullish() }),
});

const anyMessage = z.object({ object: z.unknown().optional() });

const THIN_EVENT = 'v2.core.event';
const thinEvent = z.object({
  id: identifier,
  type: typeName,
  created: rfc3339,
  related_object: lenient(anyObject),
});

export function readMessage(payload: unknown): StripeMessage {
  const { object: kind } = readPayload(anyMessage, payload);
  const common = { provider: 'stripe', apiVersion: null, previous: null };
  if (kind === THIN_EVENT) {
    const { id, type, created, related_object } = readPayload(thinEvent, payload);
    return { ...common, eventId: id, type, sentAt: created, thin: true, object: related_object ?? {} };
  }
  const { id, type, created, data, api_version } = readPayload(snapshotEvent, payload);
  return {
    ...common,
    eventId: id,
    type,
    sentAt: created,
    thin: false,
    object: data.object,
    previous: data.previous_attributes ?? null,
    apiVersion: api_version ?? null,
  };
}

export function readObject<T>(schema: z.ZodType<T>, message: StripeMessage): T {
  return readPayload(schema, message.object, 'data.object');
}

export function readFormer<T>(schema: z.ZodType<T>, message: StripeMessage): T {
  return readPayload(schema, message.previous ?? {}, 'data.previous_attributes');
}
