import * as z from 'zod';
import { epochSeconds, identifier, idIn, rfc3339, word } from '../fields.ts';
import type { Message, Parties } from '../mapped-event.ts';
import { readPayload } from '../payload-error.ts';
import type { MappedEvent } from '../provider.ts';

export interface StripeMessage extends Message {
  /** A thin event says that something happened, and carries no data. */
  readonly thin: boolean;
  readonly object: unknown;
  /** For `*.updated`: the former values of what changed, and nothing else. */
  readonly previous: Readonly<Record<string, unknown>> | null;
  /** The version an endpoint is pinned to shapes the body. */
  readonly apiVersion: string | null;
}

export type StripeMapper = (message: StripeMessage) => MappedEvent[];

const typeName = z.string().min(1).max(200);

const snapshotEvent = z.looseObject({
  id: identifier,
  type: typeName,
  created: epochSeconds,
  api_version: word.nullish(),
  data: z.looseObject({
    object: z.looseObject({}),
    previous_attributes: z.looseObject({}).nullish(),
  }),
});

const THIN_EVENT = 'v2.core.event';
const thinEvent = z.looseObject({
  id: identifier,
  type: typeName,
  created: rfc3339,
  related_object: z.looseObject({ id: identifier }).nullish(),
});

export function readMessage(payload: unknown): StripeMessage {
  const kind = readPayload(z.looseObject({ object: word.optional() }), payload).object;
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

const CUSTOMER_TYPES: ReadonlySet<string> = new Set(['customer.created', 'customer.updated', 'customer.deleted']);

/** Whom any Stripe object concerns, as far as it says. */
export function partiesOf({ object, type }: StripeMessage): Parties {
  const read = (key: string) => (typeof object === 'object' && object !== null ? idIn(Reflect.get(object, key)) : null);
  const contract = type.startsWith('customer.subscription.') ? read('id') : read('subscription');
  const customer = CUSTOMER_TYPES.has(type) ? read('id') : read('customer');
  return { contract, customer, further: [read('payment_intent'), read('charge'), read('payment_method')] };
}
