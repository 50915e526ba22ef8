/** In place of event streams, which no operation of Clauseclock has. The SDK would load them at the first call of one. */
export class EventStreamSerde {
  constructor() {
    throw new Error('Event streams are left out of the bundle: see infra/constructs/function-code.ts.');
  }
}

/** Used only where a client gives none of its own. */
export const eventStreamSerdeProvider = undefined;
