import * as z from 'zod';
import { identifier, idIn, rfc3339 } from '../fields.ts';
import type { Message, Parties } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';
import type { MappedEvent } from '../provider.ts';

export interface PaddleMessage extends Message {
  /** The whole entity after the event. Paddle does not say what it was before. */
  readonly entity: unknown;
}

export type PaddleMapper = (message: PaddleMessage) => MappedEvent[];

const eventSchema = z.looseObject({
  /** One event can come in several notifications, each with an id of its own. */
  event_id: identifier,
  event_type: z.string().min(1).max(200),
  occurred_at: rfc3339,
  data: z.looseObject({}),
});

export function readMessage(payload: unknown): PaddleMessage {
  const { event_id, event_type, occurred_at, data } = readPayload(eventSchema, payload);
  return { provider: 'paddle', eventId: event_id, type: event_type, sentAt: occurred_at, entity: data };
}

export function readEntity<T>(schema: z.ZodType<T>, message: PaddleMessage): T {
  return readPayload(schema, message.entity, 'data');
}

/** Whom any Paddle entity concerns, as far as it says. */
export function partiesOf({ entity, type }: PaddleMessage): Parties {
  const read = (key: string) => (typeof entity === 'object' && entity !== null ? idIn(Reflect.get(entity, key)) : null);
  return {
    contract: type.startsWith('subscription.') ? read('id') : read('subscription_id'),
    customer: type.startsWith('customer.') ? read('id') : read('customer_id'),
  };
}
