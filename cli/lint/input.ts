import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { HolidayTables } from '../../shared/core/calendar/holiday-table.ts';
import { buildCatalog, findPack, type TermsCatalog, UnknownTermsError } from '../../shared/core/terms/catalog.ts';
import { nearest } from '../../shared/core/terms/nearest.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { type LocatedPack, PackError, readLocatedPack } from '../../shared/core/terms/read-pack.ts';
import { loadHolidayTables } from '../../shared/runtime/holiday-tables.ts';
import { CASES, checkPackPlace, packFilesIn, sourceFolder } from '../../shared/runtime/terms.ts';
import { UsageError } from '../command-line.ts';

/** A pack to look at, and the path of the file with its golden cases, whether or not there is one. */
export interface PackFile {
  readonly source: LocatedPack;
  readonly cases: string;
}

/** What is to be looked at, and everything that is at hand for it. */
export interface LintInput {
  readonly wanted: readonly PackFile[];
  /** Files that cannot be read as packs. */
  readonly unreadable: readonly PackError[];
  readonly sources: readonly LocatedPack[];
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

interface Read {
  readonly packs: readonly PackFile[];
  readonly unreadable: readonly PackError[];
}

/**
 * Reads the packs named: `exoopus`, `exoopus@2026-01` or the path of a file; all of the folder where none is named. The
 * project's own packs are at hand for all of them. @throws UsageError for a name or a file that is not there
 */
export function lintInput(names: readonly string[], termsDir: string | undefined): LintInput {
  const own = readFolder(sourceFolder());
  const folder = termsDir === undefined ? undefined : existing(termsDir);
  const other = folder === undefined ? undefined : readFolder(folder);
  const files = readEach(names.filter(isPath).map((path) => ({ path, shown: path })));
  const packs = distinct([...files.packs, ...(other?.packs ?? []), ...own.packs]);
  const sources = packs.map(({ source }) => source);
  const catalog = buildCatalog(sources.map(({ pack }) => pack));
  const unreadable = [...files.unreadable, ...(other ?? own).unreadable];
  const named = names.filter((name) => !isPath(name)).flatMap((name) => packCalled(name, packs, catalog, unreadable));
  const wanted = names.length === 0 ? (other ?? own).packs : distinct([...files.packs, ...named]);
  return { wanted: wanted.toSorted(byLabel), unreadable, sources, catalog, holidays: tablesIn(folder) };
}

function existing(directory: string): string {
  const folder = resolve(directory);
  if (existsSync(folder)) return folder;
  throw new UsageError(`--terms-dir ${directory}: there is no such folder.`);
}

function tablesIn(folder: string | undefined): HolidayTables {
  const calendars = folder === undefined ? undefined : join(folder, 'calendars');
  return loadHolidayTables(calendars !== undefined && existsSync(calendars) ? calendars : undefined);
}

function isPath(name: string): boolean {
  return /[/\\]|\.ya?ml$/.test(name);
}

function readFolder(folder: string): Read {
  return readEach(
    packFilesIn(folder).map((file) => {
      const path = join(folder, file);
      return { path, shown: relative('', path), within: file };
    }),
  );
}

interface File {
  readonly path: string;
  /** How it is called in a report. */
  readonly shown: string;
  /** Its path below the terms folder, which has to say what the file says. */
  readonly within?: string;
}

function readEach(files: readonly File[]): Read {
  const packs: PackFile[] = [];
  const unreadable: PackError[] = [];
  for (const file of files) {
    try {
      packs.push(readOne(file));
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      unreadable.push(error);
    }
  }
  return { packs, unreadable };
}

function readOne({ path, shown, within }: File): PackFile {
  const source = readLocatedPack(shown, textOf(path));
  if (within !== undefined) checkPackPlace(source.pack, within, shown);
  const cases = join(dirname(path), `${basename(path).replace(/\.ya?ml$/, '')}${CASES}`);
  return { source, cases };
}

function textOf(path: string): string {
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such file.`);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

/** Of several files that call themselves the same version of the same pack, the first: what is named goes first. */
function distinct(files: readonly PackFile[]): PackFile[] {
  const byName = new Map(files.toReversed().map((file) => [packLabel(file.source.pack), file]));
  return files.filter((file) => byName.get(packLabel(file.source.pack)) === file);
}

function packCalled(
  label: string,
  packs: readonly PackFile[],
  catalog: TermsCatalog,
  unreadable: readonly PackError[],
): PackFile[] {
  const [name = '', version] = label.split('@');
  try {
    const found = findPack(catalog, name, version);
    return packs.filter(({ source }) => source.pack === found);
  } catch (error) {
    if (!(error instanceof UnknownTermsError)) throw error;
    // It is there and cannot be read, which is reported.
    if (unreadable.some(({ file }) => basename(dirname(file)) === name)) return [];
    const near = nearest(name, catalog.keys());
    throw new UsageError(near === undefined ? error.message : `${error.message} Did you mean ${near}?`);
  }
}

function byLabel(a: PackFile, b: PackFile): number {
  return packLabel(a.source.pack) < packLabel(b.source.pack) ? -1 : 1;
}
