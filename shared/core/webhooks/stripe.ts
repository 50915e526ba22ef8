import { withoutClock } from './mapped-event.ts';
import type { Mapping } from './mapping.ts';
import type { MappedEvent, Provider } from './provider.ts';
import { disputeMappings } from './stripe/disputes.ts';
import { INFORMATIONAL } from './stripe/informational.ts';
import { invoiceMappings } from './stripe/invoices.ts';
import { mandateMappings } from './stripe/mandates.ts';
import { readMessage, type StripeMessage } from './stripe/message.ts';
import { partiesOf } from './stripe/parties.ts';
import { paymentMappings } from './stripe/payments.ts';
import { refundMappings } from './stripe/refunds.ts';
import { customerOf, subscriptionOf } from './stripe/snapshots.ts';
import { subscriptionMappings } from './stripe/subscriptions.ts';

const MAPPINGS: ReadonlyMap<string, Mapping<StripeMessage>> = new Map(
  Object.entries({
    ...subscriptionMappings,
    ...invoiceMappings,
    ...paymentMappings,
    ...refundMappings,
    ...disputeMappings,
    ...mandateMappings,
  }),
);

/** Reads events of API versions from 2020-08-27 on; an endpoint is pinned to one. */
export const stripe: Provider = {
  name: 'stripe',
  mappings: MAPPINGS,
  informational: INFORMATIONAL,
  map(payload): MappedEvent[] {
    const message = readMessage(payload);
    // A thin event names an object without showing it, so it can start no clock by itself.
    const mapping = message.thin ? undefined : MAPPINGS.get(message.type);
    const events = mapping?.map(message) ?? [];
    if (events.length > 0) return events;
    const known = mapping !== undefined || (INFORMATIONAL.has(message.type) && !message.thin);
    return withoutClock(message, known ? 'informational' : 'unmapped', partiesOf(message));
  },
  subscriptionOf: (payload) => subscriptionOf(readMessage(payload)),
  customerOf: (payload) => customerOf(readMessage(payload)),
};
