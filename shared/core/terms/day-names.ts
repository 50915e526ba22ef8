const NAMES: ReadonlyMap<string, string> = new Map([
  ['data.dueOn', 'due date'],
  ['data.effectiveOn', 'effective day'],
  ['data.endsOn', 'end day'],
  ['data.errorOn', 'day of the error'],
  ['data.warnedOn', 'day of the warning'],
]);

/** What a day that an event carries is called in words: `due date` for `data.dueOn`. */
export function dayName(anchor: string): string | undefined {
  return NAMES.get(anchor);
}
