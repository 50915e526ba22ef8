import type { Door } from '../door.ts';
import { idOf, ownValue, typeOf } from '../envelope.ts';
import { type TimestampedScheme, verifyTimestamped } from '../signature.ts';

/** `t=1700000000,v1=<hex>`; a rolled secret adds a second `v1`. https://docs.stripe.com/webhooks/signature */
const SCHEME: TimestampedScheme = {
  header: 'stripe-signature',
  delimiter: ',',
  timeKey: 't',
  signatureKey: 'v1',
  separator: '.',
};

export const stripeDoor: Door = {
  name: 'stripe',
  verify: (input) => verifyTimestamped(SCHEME, input),
  envelopeOf(payload) {
    const livemode = ownValue(payload, 'livemode');
    return {
      id: idOf(ownValue(payload, 'id')),
      type: typeOf(ownValue(payload, 'type')),
      // Connected accounts are named on the event. A thin event names its account as `context`.
      account: idOf(ownValue(payload, 'account')) ?? idOf(ownValue(payload, 'context')),
      mode: typeof livemode !== 'boolean' ? 'unknown' : livemode ? 'live' : 'test',
    };
  },
};
