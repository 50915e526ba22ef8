/** The time, as an instant in UTC: `2026-11-20T08:00:00Z`. */
export interface Clock {
  now(): string;
}

export const systemClock: Clock = {
  now: () => new Date().toISOString().replace('.000Z', 'Z'),
};
