import { withoutClock } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';
import { adjustmentMappings } from './paddle/adjustments.ts';
import { INFORMATIONAL } from './paddle/informational.ts';
import { type PaddleMessage, partiesOf, readMessage } from './paddle/message.ts';
import { paymentMethodMappings } from './paddle/payment-methods.ts';
import { customerOf, subscriptionOf } from './paddle/snapshots.ts';
import { subscriptionMappings } from './paddle/subscriptions.ts';
import { transactionMappings } from './paddle/transactions.ts';
import type { MappedEvent, Provider } from './provider.ts';

const MAPPINGS: ReadonlyMap<string, Mapping<PaddleMessage>> = new Map(
  Object.entries({
    ...subscriptionMappings,
    ...transactionMappings,
    ...adjustmentMappings,
    ...paymentMethodMappings,
  }),
);

/** Paddle Billing. Amounts come in minor units by ISO 4217. */
export const paddle: Provider = {
  name: 'paddle',
  mappings: MAPPINGS,
  informational: INFORMATIONAL,
  map(payload): MappedEvent[] {
    const message = readMessage(payload);
    const mapping = MAPPINGS.get(message.type);
    const events = mapping?.map(message) ?? [];
    if (events.length > 0) return events;
    const known = mapping !== undefined || INFORMATIONAL.has(message.type);
    return withoutClock(message, known ? 'informational' : 'unmapped', partiesOf(message));
  },
  subscriptionOf: (payload) => subscriptionOf(readMessage(payload)),
  customerOf: (payload) => customerOf(readMessage(payload)),
};
