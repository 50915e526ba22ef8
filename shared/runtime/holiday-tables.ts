import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { withEditions } from '../core/calendar/editions.ts';
import { type HolidayTables, InvalidHolidayTableError, parseHolidayTables } from '../core/calendar/holiday-table.ts';
import { checkReleasedSets, type ReleasedSets } from '../core/calendar/released-sets.ts';

/** The file beside the tables that says what each edition number stands for. */
export const EDITIONS = 'editions.json';

/** The file beside the tables that lists the digest of each released version. */
export const RELEASED_SETS = 'released.json';

const releasedSchema = z.record(
  z.string().regex(/^[^@]+@\d{4}\.\d+$/, 'use set@version, such as DK@2026.1'),
  z.string().regex(/^[0-9a-f]{64}$/, 'a digest has 64 hexadecimal digits'),
);

/**
 * Reads every table of the directory, by default the `terms/calendars` of the source tree, and checks it against the list
 * of released versions and the list of editions, where there are any. A CommonJS bundle has no `import.meta.url`, so a bundled function must say
 * where its tables lie.
 * @throws InvalidHolidayTableError when the directory holds no table, a table is malformed, or a released version is gone
 * or says something else
 */
export function loadHolidayTables(directory: string = sourceDirectory()): HolidayTables {
  const tables = loadTablesWithoutEditions(directory);
  const editions = join(directory, EDITIONS);
  return existsSync(editions) ? withEditions(tables, editions, readJson(editions)) : tables;
}

/** As `loadHolidayTables`, before the edition is given out that stands for the tables. */
export function loadTablesWithoutEditions(directory: string): HolidayTables {
  const tables = readHolidayTables(directory);
  checkReleasedSets(tables, readReleasedSets(directory));
  return tables;
}

/** As `loadHolidayTables`, without comparing the tables with what was released. */
export function readHolidayTables(directory: string): HolidayTables {
  const names = tableFilesIn(directory);
  if (names.length === 0) throw new InvalidHolidayTableError(join(directory, '*.json'), 'there is no such file');
  return parseHolidayTables(names.map((name) => ({ name, content: readJson(join(directory, name)) })));
}

/** The table files of a directory, of today and of earlier versions. */
export function tableFilesIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json') && name !== RELEASED_SETS && name !== EDITIONS)
    .sort();
}

/** The list of released versions; empty where the directory has none. @throws InvalidHolidayTableError */
export function readReleasedSets(directory: string): ReleasedSets {
  const file = join(directory, RELEASED_SETS);
  if (!existsSync(file)) return {};
  const parsed = releasedSchema.safeParse(readJson(file));
  if (!parsed.success) throw new InvalidHolidayTableError(file, z.prettifyError(parsed.error));
  return parsed.data;
}

function readJson(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidHolidayTableError(file, `not JSON (${cause instanceof Error ? cause.message : cause})`);
  }
}

function sourceDirectory(): string {
  const here: string | undefined = import.meta.url;
  if (!here) throw new Error('loadHolidayTables: pass the directory of the holiday tables; a bundle does not know it');
  return fileURLToPath(new URL('../../terms/calendars', here));
}
