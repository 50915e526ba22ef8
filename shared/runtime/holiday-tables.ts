import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HolidayTables, InvalidHolidayTableError, parseHolidayTables } from '../core/calendar/holiday-table.ts';

/**
 * Reads every `*.json` of the directory, by default the `terms/calendars` of the source tree.
 * A CommonJS bundle has no `import.meta.url`, so a bundled function must say where its tables lie.
 * @throws InvalidHolidayTableError when the directory holds no table or a table is malformed
 */
export function loadHolidayTables(directory: string = sourceDirectory()): HolidayTables {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0) throw new InvalidHolidayTableError(join(directory, '*.json'), 'there is no such file');
  return parseHolidayTables(names.map((name) => ({ name, content: readJson(join(directory, name)) })));
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
