import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCatalog, type TermsCatalog } from '../core/terms/catalog.ts';
import { type Pack, revisedVersion } from '../core/terms/pack.ts';
import { type LocatedPack, PackError, readLocatedPack } from '../desk/reading/read-pack.ts';
import { CALENDARS, type PlanningTerms, type Terms } from './bundled-terms.ts';
import { loadHolidayTables } from './holiday-tables.ts';
import { loadIntake } from './intake.ts';
import { readTextFile, UnreadableFileError } from './text-file.ts';

export type { PlanningTerms, Terms };

/** A pack's golden cases lie beside it. */
export const CASES = '.cases.yaml';

/** Reads every pack (`<pack>/<version>.yaml`, `<pack>/<version>+<revision>.yaml`) below the terms folder. Throws `PackError` naming file and line. */
export function loadCatalog(directory: string): TermsCatalog {
  return buildCatalog(packFilesIn(directory).map((file) => readPackIn(directory, file).pack));
}

/** The pack files below a terms folder, `exoopus/2026-01.yaml`. */
export function packFilesIn(directory: string): string[] {
  const folders = readdirSync(directory).filter(
    (name) => name !== CALENDARS && statSync(join(directory, name), { throwIfNoEntry: false })?.isDirectory(),
  );
  return folders.flatMap((folder) =>
    readdirSync(join(directory, folder))
      .filter((name) => /\.ya?ml$/.test(name) && !/\.cases\.ya?ml$/.test(name))
      .map((name) => join(folder, name)),
  );
}

/** A pack file below a terms folder; `shown` is how it is called in a `PackError`. */
export function readPackIn(directory: string, file: string, shown = file): LocatedPack {
  const source = readPackFile(join(directory, file), shown);
  checkPackPlace(source.pack, directory, file, shown);
  return source;
}

/** Parsed files by path and shown name, with the text they were parsed from: parsing takes far longer than reading. */
const parsed = new Map<string, { readonly text: string; readonly source: LocatedPack }>();

/**
 * The pack of any file; the same object as long as the file's text stays the same.
 * @throws PackError, also where the file cannot be read as text
 */
export function readPackFile(path: string, shown = path): LocatedPack {
  try {
    const text = readTextFile(path);
    const key = JSON.stringify([path, shown]);
    const known = parsed.get(key);
    if (known?.text === text) return known.source;
    const source = readLocatedPack(shown, text);
    parsed.set(key, { text, source });
    return source;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new PackError(shown, [{ line: error.line, column: 1, path: '', message: error.message }]);
  }
}

/**
 * Packs are found by their path below the terms folder, so a file must lie where its `pack` and `version` say. `shown`
 * names the file in the error.
 * @throws PackError
 */
function checkPackPlace(pack: Pack, directory: string, file: string, shown: string): void {
  const place = join(pack.pack, `${revisedVersion(pack)}.yaml`);
  if (place === file) return;
  const called = `the file calls itself ${pack.pack}, version ${revisedVersion(pack)}`;
  const message = existsSync(join(directory, place))
    ? `${called}, and ${place} is there already; take one of them out, or give this one another name or version`
    : `${called}; move it to ${place} or correct it`;
  throw new PackError(shown, [{ line: 1, column: 1, path: 'version', message }], pack.pack);
}

/** The folder of the project's own packs and tables, when run from its source. */
export function sourceFolder(): string {
  return fileURLToPath(new URL('../../terms', import.meta.url));
}

/** The packs, holiday tables and rules of intake of a folder. @throws PackError, also for a rule that makes no contract */
export function loadTerms(folder: string): Terms {
  const terms = { catalog: loadCatalog(folder), holidays: loadHolidayTables(join(folder, CALENDARS)) };
  return { ...terms, intake: loadIntake(folder, terms) };
}

/** The project's own packs, tables and rules, when run from its source. */
export function sourceTerms(): Terms {
  return loadTerms(sourceFolder());
}

let current: Terms | undefined;

/**
 * As `sourceTerms`, for what was recorded nowhere, such as a golden case: without editions it is counted with the tables as
 * they are, and not with those of the first edition. Read once.
 */
export function currentTerms(): Terms {
  if (current === undefined) {
    const { holidays, ...others } = sourceTerms();
    current = { ...others, holidays: { ...holidays, editions: [] } };
  }
  return current;
}
