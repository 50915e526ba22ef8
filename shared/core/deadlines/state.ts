export const DEADLINE_STATES = ['open', 'met', 'lapsed', 'paused', 'superseded', 'cancelled'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];
