/** What strikes a call of a function. */
export const CALL_FAULTS = [
  'crash-before',
  'crash-after',
  'lost-reply',
  'lost-request',
  'throttle',
  'server-error',
  'conflict',
  'hang',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** What may happen to schedules, queue messages and mail events. */
export const OTHER_FAULTS = [
  'fire-twice',
  'fire-late',
  'fire-early',
  'fire-never',
  'redelivery',
  'partial-send',
  'report-lost',
  'report-doubled',
  'report-late',
  'poison',
] as const;
export type OtherFault = (typeof OTHER_FAULTS)[number];
