import type { HolidayTables, LoadedSet } from '../../../shared/core/calendar/holiday-table.ts';

/** How a test makes the version of each set that comes with the second edition. */
type Later = (name: string, set: LoadedSet) => LoadedSet;

const WEDNESDAYS = Array.from({ length: 120 }, (_, week) =>
  new Date(Date.UTC(2026, 0, 7 + 14 * week)).toISOString().slice(0, 10),
);

/** Every other Wednesday from 2026 on is a holiday as well, so that most periods of business days end otherwise. */
export const withMoreHolidays: Later = (_, set) => ({
  ...set,
  holidays: [...set.holidays, { name: 'Added', dates: WEDNESDAYS }],
});

/** Tables with two editions: the sets as they are, and a later version of each. */
export function twoEditions(tables: HolidayTables, later: Later): HolidayTables {
  const before = [...tables.sets].map(([name, set]) => [name, set.version] as const);
  const sets = new Map(
    [...tables.sets].map(([name, set]) => [name, { ...later(name, set), version: '2999.1' }] as const),
  );
  const versions = new Map([...tables.versions, ...[...sets].map(([name, set]) => [`${name}@2999.1`, set] as const)]);
  const after = [...sets.keys()].map((name) => [name, '2999.1'] as const);
  const editions = [before, after].map((named, index) => ({
    ...{ edition: index + 1, zones: '2026c', rules: 1, sets: Object.fromEntries(named) },
  }));
  return { sets, versions, editions };
}
