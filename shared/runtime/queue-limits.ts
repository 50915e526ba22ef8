/** How often a message is received before it goes to its queue's dead letters. */
export const RECEIVES_BEFORE_DEAD = 5;

/** Lambda's advice: a message stays hidden for six timeouts of its consumer, so that no batch in hand is delivered twice. */
const TIMEOUTS_HIDDEN = 6;

/** Seconds for which a message in hand is hidden from others. */
export function visibilitySeconds(consumerTimeoutSeconds: number): number {
  return TIMEOUTS_HIDDEN * consumerTimeoutSeconds;
}
