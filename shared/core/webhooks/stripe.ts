import { distinct, informational, unmapped } from './mapped-event.ts';
import type { MappedEvent, Provider } from './provider.ts';
import { type TimestampedScheme, verifyTimestamped } from './signature.ts';
import { CLOCKLESS } from './stripe/clockless.ts';
import { disputeMappers } from './stripe/disputes.ts';
import { invoiceMappers } from './stripe/invoices.ts';
import { mandateMappers } from './stripe/mandates.ts';
import { partiesOf, readMessage } from './stripe/message.ts';
import { refundMappers } from './stripe/refunds.ts';
import { subscriptionMappers } from './stripe/subscriptions.ts';

/** `t=1700000000,v1=<hex>`; a rolled secret adds a second `v1`. https://docs.stripe.com/webhooks/signature */
const SCHEME: TimestampedScheme = {
  header: 'stripe-signature',
  delimiter: ',',
  timeKey: 't',
  signatureKey: 'v1',
  separator: '.',
};

const MAPPERS = new Map(
  Object.entries({
    ...subscriptionMappers,
    ...invoiceMappers,
    ...disputeMappers,
    ...refundMappers,
    ...mandateMappers,
  }),
);

/** Reads events of API versions from 2020-08-27 on; an endpoint is pinned to one. */
export const stripe: Provider = {
  name: 'stripe',
  verify: (input) => verifyTimestamped(SCHEME, input),
  map(payload): MappedEvent[] {
    const message = readMessage(payload);
    // A thin event names an object without showing it, so it can start no clock by itself.
    if (message.thin) return unmapped(message, partiesOf(message));
    const mapper = MAPPERS.get(message.type);
    if (mapper) return distinct(mapper(message));
    if (CLOCKLESS.has(message.type)) return informational(message, partiesOf(message));
    return unmapped(message, partiesOf(message));
  },
  deliveryId: (payload) => readMessage(payload).eventId,
};
