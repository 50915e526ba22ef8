import type { Door } from '../door.ts';
import { idOf, ownValue, typeOf } from '../envelope.ts';
import { type TimestampedScheme, verifyTimestamped } from '../signature.ts';

/** `ts=1700000000;h1=<hex>`, one `h1` per live secret. https://developer.paddle.com/webhooks/signature-verification */
const SCHEME: TimestampedScheme = {
  header: 'paddle-signature',
  delimiter: ';',
  timeKey: 'ts',
  signatureKey: 'h1',
  separator: ':',
};

const SIMULATED = ['ntfsimevt_', 'ntfsimntf_'];

export const paddleDoor: Door = {
  name: 'paddle',
  verify: (input) => verifyTimestamped(SCHEME, input),
  envelopeOf(payload) {
    // One event can come in several notifications, each with an id of its own.
    const [id, notification] = [idOf(ownValue(payload, 'event_id')), idOf(ownValue(payload, 'notification_id'))];
    // Entities show neither account nor mode: the sandbox has a secret of its own. Only the simulator marks its ids.
    const simulated = [id, notification].some((each) => SIMULATED.some((prefix) => each?.startsWith(prefix)));
    const mode = simulated ? 'simulation' : 'unknown';
    return { id, type: typeOf(ownValue(payload, 'event_type')), account: null, mode };
  },
};
