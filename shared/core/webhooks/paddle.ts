import { withoutClock } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';
import { adjustmentMappings } from './paddle/adjustments.ts';
import { INFORMATIONAL } from './paddle/informational.ts';
import { type PaddleMessage, partiesOf, readMessage, senderOf } from './paddle/message.ts';
import { paymentMethodMappings } from './paddle/payment-methods.ts';
import { subscriptionMappings } from './paddle/subscriptions.ts';
import { transactionMappings } from './paddle/transactions.ts';
import type { MappedEvent, Provider } from './provider.ts';
import { type TimestampedScheme, verifyTimestamped } from './signature.ts';

/** `ts=1700000000;h1=<hex>`, one `h1` per live secret. https://developer.paddle.com/webhooks/signature-verification */
const SCHEME: TimestampedScheme = {
  header: 'paddle-signature',
  delimiter: ';',
  timeKey: 'ts',
  signatureKey: 'h1',
  separator: ':',
};

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
  verify: (input) => verifyTimestamped(SCHEME, input),
  map(payload): MappedEvent[] {
    const message = readMessage(payload);
    const mapping = MAPPINGS.get(message.type);
    const events = mapping?.map(message) ?? [];
    if (events.length > 0) return events;
    const known = mapping !== undefined || INFORMATIONAL.has(message.type);
    return withoutClock(message, known ? 'informational' : 'unmapped', partiesOf(message));
  },
  deliveryId: (payload) => readMessage(payload).eventId,
  senderOf,
};
