import { setTimeout as pause } from 'node:timers/promises';

/** The time, as an instant in UTC: `2026-11-20T08:00:00Z`. */
export interface Clock {
  now(): string;
}

/** An instant that many milliseconds later. */
export function laterBy(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString().replace('.000Z', 'Z');
}

export const systemClock: Clock = {
  now: () => new Date().toISOString().replace('.000Z', 'Z'),
};

/** Waiting, and measuring how long things take: milliseconds since some moment. */
export interface Timer {
  now(): number;
  pause(milliseconds: number): Promise<void>;
  /** Lets another process go on that is writing the same. As `pause` when absent. */
  backOff?(milliseconds: number): Promise<void>;
}

/** A timer that also limits how long a call may take. */
export interface AbortingTimer extends Timer {
  /** A signal that is aborted after so many milliseconds. */
  abortAfter(milliseconds: number): AbortSignal;
}

export const systemTimer: AbortingTimer = {
  now: () => performance.now(),
  pause: (milliseconds) => pause(milliseconds),
  abortAfter: (milliseconds) => AbortSignal.timeout(milliseconds),
};
