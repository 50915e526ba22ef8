/** Messages that nobody can read. */
export const POISON: readonly string[] = [
  'no JSON',
  'null',
  '{"kind":"step"}',
  '{"Type":"Notification","Message":"no JSON"}',
];
