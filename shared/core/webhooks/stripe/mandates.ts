import * as z from 'zod';
import { identifier, idOrObject, word } from '../fields.ts';
import { contractEvent, informational } from '../mapped-event.ts';
import type { EventKind } from '../provider.ts';
import { readObject, type StripeMapper } from './message.ts';

const mandateSchema = z.looseObject({
  id: identifier,
  status: word,
  payment_method: z.union([z.looseObject({ id: identifier, customer: idOrObject.nullish() }), identifier]).nullish(),
});

const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ['pending', 'mandate.created'],
  ['active', 'mandate.activated'],
  ['inactive', 'mandate.cancelled'],
]);

export const mandateMappers: Readonly<Record<string, StripeMapper>> = {
  'mandate.updated': (message) => {
    const { id, status, payment_method: method } = readObject(mandateSchema, message);
    const expanded = typeof method === 'object' ? method : null;
    const parties = {
      contract: null,
      customer: expanded?.customer ?? null,
      further: [typeof method === 'string' ? method : expanded?.id],
    };
    const kind = KINDS.get(status);
    if (!kind) return informational(message, parties);
    return [contractEvent(message, kind, { parties, data: { mandate: id } })];
  },
};
