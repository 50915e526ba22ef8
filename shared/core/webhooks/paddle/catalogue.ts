import * as z from 'zod';
import { currencyCode, identifier, minorUnitsText, rfc3339 } from '../fields.ts';
import { contractEvent } from '../mapped-event.ts';
import { type PaddleMapper, readEntity } from './message.ts';

const priceSchema = z.looseObject({
  id: identifier,
  product_id: identifier.nullish(),
  unit_price: z.looseObject({ amount: minorUnitsText, currency_code: currencyCode }).nullish(),
  updated_at: rfc3339.nullish(),
});
const methodSchema = z.looseObject({ id: identifier, customer_id: identifier.nullish(), saved_at: rfc3339.nullish() });

export const priceMappers: Readonly<Record<string, PaddleMapper>> = {
  /** Concerns whoever is registered under the price or its product: the catalogue names no subscription. */
  'price.updated': (message) => {
    const price = readEntity(priceSchema, message);
    return [
      contractEvent(message, 'price.changed', {
        parties: { contract: null, customer: null, further: [price.id, price.product_id] },
        occurredAt: price.updated_at,
        amount: price.unit_price?.amount,
        currency: price.unit_price?.currency_code,
        data: { price: price.id },
      }),
    ];
  },
};

export const paymentMethodMappers: Readonly<Record<string, PaddleMapper>> = {
  'payment_method.saved': (message) => {
    const method = readEntity(methodSchema, message);
    return [
      contractEvent(message, 'mandate.created', {
        parties: { contract: null, customer: method.customer_id ?? null, further: [method.id] },
        occurredAt: method.saved_at,
        fact: `mandate-created.${method.id}`,
        data: { mandate: method.id },
      }),
    ];
  },
  'payment_method.deleted': (message) => {
    const method = readEntity(methodSchema, message);
    return [
      contractEvent(message, 'mandate.cancelled', {
        parties: { contract: null, customer: method.customer_id ?? null, further: [method.id] },
        fact: `mandate-cancelled.${method.id}`,
        data: { mandate: method.id },
      }),
    ];
  },
};
