/** Questions that an assumption or a setting must decide if the document does not. */
export const AMBIGUITIES = [
  'trigger-day',
  'roll',
  'month-end',
  'zone',
  'holidays',
  'arrival',
  'last-day',
  'cycle-end',
] as const;
export type Ambiguity = (typeof AMBIGUITIES)[number];
