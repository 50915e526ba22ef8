import type { Period, Unit } from './types.ts';

/**
 * The units that are a fixed multiple of another. Lengths in such units are of one family: their sum is a length too.
 * A day is no multiple of an hour: it may have 23 or 25.
 */
const MULTIPLES: Partial<Readonly<Record<Unit, { readonly unit: Unit; readonly times: number }>>> = {
  years: { unit: 'months', times: 12 },
  weeks: { unit: 'days', times: 7 },
  years365: { unit: 'days', times: 365 },
};

/**
 * The lengths with those of one family added up, each sum in the place of the family's first length and with the
 * settings of all. `1 year and 1 month` become 13 months, `1 week and 2 days` 9 days; `1 month and 15 days` stay two.
 */
export function addedUp<Length extends Pick<Period, 'n' | 'unit'>>(lengths: readonly Length[]): Length[] {
  const sums = new Map<Unit, Length>();
  for (const length of lengths) {
    const { unit } = inBaseUnit(length);
    const sum = sums.get(unit);
    sums.set(unit, sum === undefined ? length : { ...sum, ...length, ...sumOf(sum, length) });
  }
  return [...sums.values()];
}

function sumOf(one: Pick<Period, 'n' | 'unit'>, other: Pick<Period, 'n' | 'unit'>): Pick<Period, 'n' | 'unit'> {
  if (one.unit === other.unit) return { n: one.n + other.n, unit: one.unit };
  return { n: inBaseUnit(one).n + inBaseUnit(other).n, unit: inBaseUnit(one).unit };
}

/** The length in the smallest unit of its family: 12 months for 1 year. */
export function inBaseUnit({ n, unit }: Pick<Period, 'n' | 'unit'>): Pick<Period, 'n' | 'unit'> {
  const multiple = MULTIPLES[unit];
  return multiple === undefined ? { n, unit } : { n: n * multiple.times, unit: multiple.unit };
}
