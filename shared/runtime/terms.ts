import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import { buildCatalog, type TermsCatalog } from '../core/terms/catalog.ts';
import type { Pack } from '../core/terms/pack.ts';
import { PackError, readPack } from '../core/terms/read-pack.ts';
import { bundleDirectory } from './environment.ts';
import { loadHolidayTables } from './holiday-tables.ts';

/** The folder of the holiday tables within the terms folder. */
const CALENDARS = 'calendars';

/** A pack's golden cases lie beside it. */
export const CASES = '.cases.yaml';

/** Reads every pack (`<pack>/<version>.yaml`) below the terms folder. Throws `PackError` naming file and line. */
export function loadCatalog(directory: string): TermsCatalog {
  const folders = readdirSync(directory).filter(
    (name) => name !== CALENDARS && statSync(join(directory, name)).isDirectory(),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(join(directory, folder))
      .filter((name) => name.endsWith('.yaml') && !name.endsWith(CASES))
      .map((name) => join(folder, name)),
  );
  return buildCatalog(files.map((file) => readPackAt(directory, file)));
}

/** A pack is found by its path, so the path says what the file says. */
function readPackAt(directory: string, file: string): Pack {
  const pack = readPack(file, readFileSync(join(directory, file), 'utf8'));
  const place = join(pack.pack, `${pack.version}.yaml`);
  if (place === file) return pack;
  const message = `the file calls itself ${pack.pack}, version ${pack.version}; move it to ${place} or correct it`;
  throw new PackError(file, [{ line: 1, column: 1, path: 'version', message }]);
}

/** The folder of the project's own packs and tables, when run from its source. */
export function sourceFolder(): string {
  return fileURLToPath(new URL('../../terms', import.meta.url));
}

export interface Terms {
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** The packs and holiday tables of a folder. A relative one is looked for beside the bundle. */
export function loadTerms(directory: string): Terms {
  const folder = isAbsolute(directory) ? directory : resolve(bundleDirectory(), directory);
  return { catalog: loadCatalog(folder), holidays: loadHolidayTables(join(folder, CALENDARS)) };
}

/** The project's own packs and tables, when run from its source. */
export function sourceTerms(): Terms {
  return loadTerms(sourceFolder());
}
