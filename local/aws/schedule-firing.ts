import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';

/** A delivery under way; it outlives its schedule. Times in epoch milliseconds. */
export interface Firing {
  readonly schedule: string;
  readonly input: CreateScheduleInput;
  /** Next attempt. */
  readonly at: number;
  readonly firedAt: number;
  readonly scheduledAt: number;
  /** Retries made so far. */
  readonly attempts: number;
}

const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;
/** Doubling from a second and held at this, the 185 retries of the default policy spread over its day. */
const LONGEST_WAIT_SECONDS = 512;

/** What follows a failed delivery: another one later, or the end with the condition AWS names in the dead letter. */
export function firingAfterFailure(
  firing: Firing,
  nowMs: number,
):
  | { readonly outcome: 'retry'; readonly firing: Firing }
  | { readonly outcome: 'exhausted'; readonly condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' } {
  const policy = firing.input.Target?.RetryPolicy;
  if (firing.attempts >= (policy?.MaximumRetryAttempts ?? DEFAULT_RETRIES)) {
    return { outcome: 'exhausted', condition: 'MaximumRetryAttempts' };
  }
  const at = nowMs + Math.min(2 ** firing.attempts, LONGEST_WAIT_SECONDS) * 1000;
  if (at - firing.firedAt > (policy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000) {
    return { outcome: 'exhausted', condition: 'MaximumEventAgeInSeconds' };
  }
  return { outcome: 'retry', firing: { ...firing, at, attempts: firing.attempts + 1 } };
}
