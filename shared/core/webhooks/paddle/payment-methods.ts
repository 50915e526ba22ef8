import * as z from 'zod';
import { identifier, rfc3339 } from '../fields.ts';
import { type Mapping, mapping, rule } from '../mapping.ts';
import { type PaddleMessage, partiesOf, readEntity } from './message.ts';

const methodSchema = z.object({ id: identifier, saved_at: rfc3339.nullish() });

const saved = rule({
  kind: 'mandate.created',
  carries: ['mandate'],
  tell: (message: PaddleMessage) => {
    const { id, saved_at } = readEntity(methodSchema, message);
    return {
      parties: partiesOf(message),
      subject: id,
      occurredAt: saved_at,
      fact: `mandate-created.${id}`,
      data: { mandate: id },
    };
  },
});

const removed = rule({
  kind: 'mandate.cancelled',
  carries: ['mandate'],
  tell: (message: PaddleMessage) => {
    const { id } = readEntity(methodSchema, message);
    return { parties: partiesOf(message), subject: id, fact: `mandate-cancelled.${id}`, data: { mandate: id } };
  },
});

const whole = (message: PaddleMessage) => message;

export const paymentMethodMappings: Readonly<Record<string, Mapping<PaddleMessage>>> = {
  'payment_method.saved': mapping(whole, [saved]),
  'payment_method.deleted': mapping(whole, [removed]),
};
