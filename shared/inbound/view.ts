import * as z from 'zod';
import { PayloadError } from '../core/webhooks/payload-error.ts';
import { findProvider } from '../core/webhooks/providers.ts';
import { type Delivery, deliverySchema } from './delivery.ts';

/** A delivery in a list: what it is, and what became of it. */
export const deliveryViewSchema = deliverySchema.omit({
  headers: true,
  hash: true,
  lastTryAt: true,
  other: true,
  parts: true,
  revision: true,
  secret: true,
});

const mappedSchema = z.looseObject({ id: z.string(), kind: z.string(), occurredAt: z.string() });

/** A delivery by itself: all that is kept of it, and what its body means by the mapping of this release. */
export const wholeDeliverySchema = deliveryViewSchema.extend({
  headers: deliverySchema.shape.headers,
  hash: deliverySchema.shape.hash,
  other: deliverySchema.shape.other,
  secret: deliverySchema.shape.secret.describe('Name of the secret that verified it.'),
  body: z.string().describe('As it came in; in base64 where `bodyEncoding` says so.'),
  bodyEncoding: z.enum(['utf8', 'base64']),
  mapping: z.strictObject({
    events: z.array(mappedSchema).describe('The events it tells, by the mapping of this release.'),
    error: z.string().optional().describe('Why it cannot be mapped.'),
  }),
});

export function deliveryView(delivery: Delivery): z.infer<typeof deliveryViewSchema> {
  return deliveryViewSchema.parse(delivery);
}

export function wholeDelivery(delivery: Delivery, body: Uint8Array): z.infer<typeof wholeDeliverySchema> {
  const text = asUtf8(body);
  return wholeDeliverySchema.parse({
    ...delivery,
    body: text ?? Buffer.from(body).toString('base64'),
    bodyEncoding: text === undefined ? 'base64' : 'utf8',
    mapping: mappingOf(delivery.provider, text),
  });
}

/** Shown as it came in, and skipped where the body is read. */
const BYTE_ORDER_MARK = /^\uFEFF/;

function mappingOf(provider: string, text: string | undefined) {
  if (text === undefined) return { events: [], error: 'The body is not UTF-8.' };
  try {
    const events = findProvider(provider)?.map(JSON.parse(text.replace(BYTE_ORDER_MARK, ''))) ?? [];
    return {
      events: events.map(({ id, kind, occurredAt, references, learns, data }) => ({
        id,
        kind,
        occurredAt,
        references,
        ...(learns !== null && { learns }),
        data,
      })),
    };
  } catch (error) {
    if (error instanceof PayloadError) return { events: [], error: error.message };
    if (error instanceof SyntaxError) return { events: [], error: `The body is not JSON: ${error.message}` };
    throw error;
  }
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
