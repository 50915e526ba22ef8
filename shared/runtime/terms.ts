import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCatalog, type TermsCatalog } from '../core/terms/catalog.ts';
import type { Pack } from '../core/terms/pack.ts';
import { PackError, readPack } from '../core/terms/read-pack.ts';
import { CALENDARS, type Terms } from './bundled-terms.ts';
import { loadHolidayTables } from './holiday-tables.ts';

export type { Terms };

/** A pack's golden cases lie beside it. */
export const CASES = '.cases.yaml';

/** Reads every pack (`<pack>/<version>.yaml`) below the terms folder. Throws `PackError` naming file and line. */
export function loadCatalog(directory: string): TermsCatalog {
  return buildCatalog(packFilesIn(directory).map((file) => readPackAt(directory, file)));
}

/** The pack files below a terms folder, `exoopus/2026-01.yaml`. */
export function packFilesIn(directory: string): string[] {
  const folders = readdirSync(directory).filter(
    (name) => name !== CALENDARS && statSync(join(directory, name)).isDirectory(),
  );
  return folders.flatMap((folder) =>
    readdirSync(join(directory, folder))
      .filter((name) => name.endsWith('.yaml') && !name.endsWith(CASES))
      .map((name) => join(folder, name)),
  );
}

function readPackAt(directory: string, file: string): Pack {
  const pack = readPack(file, readFileSync(join(directory, file), 'utf8'));
  checkPackPlace(pack, file);
  return pack;
}

/**
 * A pack is found by its path below the terms folder, so the path says what the file says.
 * @throws PackError where it does not; `shown` is how the file is called in it
 */
export function checkPackPlace(pack: Pack, file: string, shown: string = file): void {
  const place = join(pack.pack, `${pack.version}.yaml`);
  if (place === file) return;
  const message = `the file calls itself ${pack.pack}, version ${pack.version}; move it to ${place} or correct it`;
  throw new PackError(shown, [{ line: 1, column: 1, path: 'version', message }]);
}

/** The folder of the project's own packs and tables, when run from its source. */
export function sourceFolder(): string {
  return fileURLToPath(new URL('../../terms', import.meta.url));
}

/** The packs and holiday tables of a folder. */
export function loadTerms(folder: string): Terms {
  return { catalog: loadCatalog(folder), holidays: loadHolidayTables(join(folder, CALENDARS)) };
}

/** The project's own packs and tables, when run from its source. */
export function sourceTerms(): Terms {
  return loadTerms(sourceFolder());
}
