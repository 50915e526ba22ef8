import * as z from 'zod';
import {
  type Edition,
  type HolidayTables,
  InvalidHolidayTableError,
  type LoadedSet,
  setLabel,
} from './holiday-table.ts';
import type { CountingContext } from './types.ts';
import { ZONE_TABLES } from './zone-table.ts';

/** The edition of what was recorded before there were editions. */
export const FIRST_EDITION = 1;

/** The newest rules of counting. Raised with every change that alters a date; the earlier behaviour stays behind its number. */
export const RULES_OF_COUNTING = 1;

const PUT_BACK = 'put back the editions as they were given out';
const GIVE_OUT = 'give out the next number with "npm run edition"';

const editionSchema = z.strictObject({
  edition: z.int().positive(),
  zones: z.string(),
  rules: z.int().min(1).max(RULES_OF_COUNTING, 'is not known to this release'),
  sets: z.record(z.string(), z.string()),
});

/**
 * The tables with their editions, the first one first.
 * @throws InvalidHolidayTableError for numbers with a gap, a version that is not at hand, and a newest edition that does not
 * stand for the tables as they are, set by set
 */
export function withEditions(tables: HolidayTables, file: string, content: unknown): HolidayTables {
  const parsed = z.array(editionSchema).safeParse(content);
  if (!parsed.success) throw new InvalidHolidayTableError(file, z.prettifyError(parsed.error), PUT_BACK);
  for (const [index, edition] of parsed.data.entries()) checkEdition(tables, file, edition, index + 1);
  const newest = parsed.data.at(-1);
  const outdated = newest && outdatedIn(newest, tables);
  if (outdated) throw new InvalidHolidayTableError(file, `edition ${newest.edition} ${outdated}`, GIVE_OUT);
  return { ...tables, editions: parsed.data };
}

/**
 * In what an edition does not stand for the tables and rules as they are. A set that it does not name is one: it would
 * take the version of the next edition, so that what was counted with the set would move with its first correction.
 */
function outdatedIn({ sets, zones, rules }: Edition, tables: HolidayTables): string | undefined {
  const [set] = [...tables.sets].find(([name, { version }]) => sets[name] !== version) ?? [];
  if (set !== undefined) return set in sets ? `has another version of ${set}` : `does not name ${set}`;
  if (zones !== ZONE_TABLES.at(-1)?.version) return 'has another version of the zone offsets';
  return rules === RULES_OF_COUNTING ? undefined : 'has another version of the rules of counting';
}

function checkEdition(
  { versions }: HolidayTables,
  file: string,
  { edition, zones, sets }: Edition,
  wanted: number,
): void {
  if (edition !== wanted)
    throw new InvalidHolidayTableError(file, `edition ${edition} stands where ${wanted} should be`, PUT_BACK);
  if (!ZONE_TABLES.some(({ version }) => version === zones)) {
    throw new InvalidHolidayTableError(
      file,
      `edition ${edition}: there is no table of zone offsets ${zones}`,
      PUT_BACK,
    );
  }
  const missing = Object.entries(sets).find(([name, version]) => !versions.has(setLabel(name, { version })));
  if (missing) {
    throw new InvalidHolidayTableError(file, `edition ${edition}: ${missing.join('@')} is not at hand`, PUT_BACK);
  }
}

/** The number that is stamped on what is recorded; undefined where the folder of the tables has no editions. */
export function newestEdition({ editions }: HolidayTables): number | undefined {
  return editions.at(-1)?.edition;
}

const byEdition = new WeakMap<HolidayTables, Map<number, HolidayTables>>();

/**
 * The tables that an edition stands for. A set that the edition does not name, because it was added later, is in the version
 * of the first edition that does. The tables themselves for the newest edition, and for a number that is not known.
 */
export function tablesOf(tables: HolidayTables, edition: number): HolidayTables {
  const { editions } = tables;
  if (edition >= editions.length) return tables;
  const known = byEdition.get(tables) ?? new Map<number, HolidayTables>();
  byEdition.set(tables, known);
  const made = known.get(edition) ?? { ...tables, sets: setsOf(tables, edition) };
  known.set(edition, made);
  return made;
}

/** The table of zone offsets and the rules that an edition counts with, as far as they are not the newest. */
export function othersThanNewest(
  { editions }: HolidayTables,
  edition: number,
): Pick<CountingContext, 'zones' | 'rules'> {
  const stands = editions[edition - 1];
  if (stands === undefined) return NONE;
  const { zones, rules } = stands;
  const isNewest = zones === ZONE_TABLES.at(-1)?.version;
  if (isNewest && rules === RULES_OF_COUNTING) return NONE;
  return { ...(!isNewest && { zones }), ...(rules !== RULES_OF_COUNTING && { rules }) };
}

const NONE = {};

function setsOf({ sets, versions, editions }: HolidayTables, edition: number): ReadonlyMap<string, LoadedSet> {
  const since = editions.slice(edition - 1);
  return new Map(
    [...sets].map(([name, current]) => {
      const version = since.find((one) => one.sets[name] !== undefined)?.sets[name] ?? current.version;
      return [name, versions.get(setLabel(name, { version })) ?? current];
    }),
  );
}
