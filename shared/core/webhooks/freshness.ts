import type { InstantText } from '../calendar/types.ts';

/** Both Stripe and Standard Webhooks allow this much between signing and receipt. */
export const SIGNATURE_WINDOW_SECONDS = 300;

/**
 * Tells whether a signature was made within `seconds` of now, before or after. A time ahead of ours is bounded too:
 * without that bound a body signed for next year can be replayed until then.
 */
export function within(now: () => InstantText, seconds: number): (signedAt: InstantText) => boolean {
  return (signedAt) => Math.abs(Date.parse(now()) - Date.parse(signedAt)) <= seconds * 1000;
}
