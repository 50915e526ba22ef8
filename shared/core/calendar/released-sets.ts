import { createHash } from 'node:crypto';
import { earlierFileName, type HolidayTables, InvalidHolidayTableError, type LoadedSet } from './holiday-table.ts';

/** The digest of each released version of a set, by its label, `DK@2026.1`. */
export type ReleasedSets = Readonly<Record<string, string>>;

/**
 * SHA-256 of what a version says: its years, its holidays, and the label of the set that it extends, which has a digest of
 * its own. `about` and provenance decide nothing and are left out.
 */
export function setDigest(label: string, { from, to, extends: base, holidays }: LoadedSet): string {
  const days = holidays.map((holiday) => [
    holiday.name,
    holiday.local ?? null,
    'dates' in holiday ? holiday.dates : [holiday.every, holiday.from ?? null, holiday.to ?? null],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([label, from, to, base ?? null, days]))
    .digest('hex');
}

/** The digests of every version at hand, in the order of their labels. */
export function digestsOf({ versions }: HolidayTables): ReleasedSets {
  const sorted = [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([label, set]) => [label, setDigest(label, set)]));
}

/**
 * Checks that every released version is at hand and says what it said then. A version that is not released is no fault.
 * @throws InvalidHolidayTableError
 */
export function checkReleasedSets(tables: HolidayTables, released: ReleasedSets): void {
  for (const [label, digest] of Object.entries(released)) {
    const set = tables.versions.get(label);
    if (!set) throw new InvalidHolidayTableError(earlierFileName(label), `${label} was released, and is gone`);
    if (setDigest(label, set) !== digest) {
      throw new InvalidHolidayTableError(
        tables.sets.get(label.split('@')[0] ?? '') === set ? label : earlierFileName(label),
        `${label} was released with other holidays; put it back as it was and make the change under a higher version`,
      );
    }
  }
}
