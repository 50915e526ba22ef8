import { distinct, informational, unmapped } from './mapped-event.ts';
import { adjustmentMappers } from './paddle/adjustments.ts';
import { paymentMethodMappers, priceMappers } from './paddle/catalogue.ts';
import { CLOCKLESS } from './paddle/clockless.ts';
import { partiesOf, readMessage } from './paddle/message.ts';
import { subscriptionMappers } from './paddle/subscriptions.ts';
import { transactionMappers } from './paddle/transactions.ts';
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

const MAPPERS = new Map(
  Object.entries({
    ...subscriptionMappers,
    ...transactionMappers,
    ...adjustmentMappers,
    ...priceMappers,
    ...paymentMethodMappers,
  }),
);

/** Paddle Billing. */
export const paddle: Provider = {
  name: 'paddle',
  verify: (input) => verifyTimestamped(SCHEME, input),
  map(payload): MappedEvent[] {
    const message = readMessage(payload);
    const mapper = MAPPERS.get(message.type);
    if (mapper) return distinct(mapper(message));
    return CLOCKLESS.has(message.type)
      ? informational(message, partiesOf(message))
      : unmapped(message, partiesOf(message));
  },
  deliveryId: (payload) => readMessage(payload).eventId,
};
