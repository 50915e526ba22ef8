import * as z from 'zod';
import { anyObject, idAt, identifier, rfc3339 } from '../fields.ts';
import type { Message, Parties } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';

export interface PaddleMessage extends Message {
  /** The whole entity after the event. Paddle does not say what it was before. */
  readonly entity: object;
}

const eventSchema = z.object({
  /** One event can come in several notifications, each with an id of its own. */
  event_id: identifier,
  event_type: z.string().min(1).max(200),
  occurred_at: rfc3339,
  data: anyObject,
});

export function readMessage(payload: unknown): PaddleMessage {
  const { event_id, event_type, occurred_at, data } = readPayload(eventSchema, payload);
  return { provider: 'paddle', eventId: event_id, type: event_type, sentAt: occurred_at, entity: data };
}

export function readEntity<T>(schema: z.ZodType<T>, message: PaddleMessage): T {
  return readPayload(schema, message.entity, 'data');
}

/** Whom any Paddle entity concerns, as far as it says. */
export function partiesOf({ entity, type }: Pick<PaddleMessage, 'entity' | 'type'>): Parties {
  const own = idAt(entity, 'id');
  const isOwn = (noun: string) => type.startsWith(`${noun}.`);
  return {
    contract: isOwn('subscription') ? own : idAt(entity, 'subscription_id'),
    customer: isOwn('customer') ? own : idAt(entity, 'customer_id'),
    payments: [isOwn('transaction') ? own : idAt(entity, 'transaction_id'), ...(isOwn('payment_method') ? [own] : [])],
  };
}
