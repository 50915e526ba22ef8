import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { HolidayTables } from '../../shared/core/calendar/holiday-table.ts';
import {
  buildCatalog,
  findPack,
  newestRevision,
  type TermsCatalog,
  UnknownTermsError,
} from '../../shared/core/terms/catalog.ts';
import { nearest } from '../../shared/core/terms/nearest.ts';
import { packLabel, revisedVersion } from '../../shared/core/terms/pack.ts';
import { type LocatedPack, PackError } from '../../shared/desk/reading/read-pack.ts';
import { CALENDARS } from '../../shared/runtime/bundled-terms.ts';
import { INTAKE } from '../../shared/runtime/intake.ts';
import { CASES, readPackFile, sourceFolder } from '../../shared/runtime/terms.ts';
import { UsageError } from '../command-line.ts';
import { checkHoldsPacks, type FolderOfPacks, folderNamed, namesOf, readFolder, tablesIn } from '../packs-at-hand.ts';

/** A pack to check, and the path of its golden cases, even if that file does not exist. */
export interface PackFile {
  readonly source: LocatedPack;
  readonly cases: string;
  /** The folder of packs, if the pack lies in it as `PACK/VERSION.yaml`. */
  readonly folder?: string;
}

/** A file that cannot be read as a pack. */
export interface UnreadableFile {
  readonly error: PackError;
  /** True if the pack is checked: the call names its file, or names none. */
  readonly wanted: boolean;
}

/** The packs to check, and all packs and tables they may refer to. */
export interface LintInput {
  readonly wanted: readonly PackFile[];
  readonly unreadable: readonly UnreadableFile[];
  /** The folder, if all its packs are checked. */
  readonly whole?: FolderOfPacks;
  readonly sources: readonly LocatedPack[];
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/**
 * Reads the packs named (`exoopus`, `exoopus@2026-01` or the path of a file); all of the folder if none is named. The
 * project's own packs are at hand for reference.
 * @throws UsageError for a name or a file that does not exist
 */
export function lintInput(names: readonly string[], termsDir: string | undefined): LintInput {
  const own = readFolder(sourceFolder());
  const folder = termsDir === undefined ? own : readFolder(folderNamed(termsDir));
  checkHoldsPacks(folder);
  const files = filesNamed(names.filter(isPath));
  const packs = distinct([...files.packs, ...filesIn(folder), ...filesIn(own)]);
  const sources = packs.map(({ source }) => source);
  const catalog = buildCatalog(sources.map(({ pack }) => pack));
  const called = names.filter((name) => !isPath(name));
  const named = called.flatMap((name) => packCalled(name, packs, catalog, folder.unreadable));
  const isWanted = (error: PackError) =>
    names.length === 0 || called.some((name) => namesOf(error, catalog).includes(name.split('@')[0] ?? name));
  return {
    wanted: (names.length === 0 ? newestRevisions(folder) : distinct([...files.packs, ...named])).toSorted(byLabel),
    unreadable: [
      ...files.unreadable.map((error) => ({ error, wanted: true })),
      ...folder.unreadable.map((error) => ({ error, wanted: isWanted(error) })),
    ],
    ...(names.length === 0 && { whole: folder }),
    sources,
    catalog,
    holidays: tablesIn(termsDir === undefined ? tablesFolderOf(files.packs) : folder.folder),
  };
}

/**
 * The folder whose holiday tables apply to these files.
 * @throws UsageError if two folders have tables
 */
function tablesFolderOf(files: readonly PackFile[]): string {
  const folders = files.flatMap(({ folder }) => folder ?? []).filter((folder) => existsSync(join(folder, CALENDARS)));
  const [only = sourceFolder(), other] = new Set(folders);
  if (other === undefined) return only;
  throw new UsageError(`${only} and ${other} have holiday tables of their own. Look at the packs of one at a time.`);
}

function isPath(name: string): boolean {
  return /[/\\]|\.ya?ml$/.test(name);
}

/** What new contracts are made under. Older revisions stay as they were released. */
function newestRevisions(folder: FolderOfPacks): PackFile[] {
  const files = filesIn(folder);
  const catalog = buildCatalog(folder.sources.map(({ pack }) => pack));
  return files.filter(({ source: { pack } }) => newestRevision(catalog, pack.pack, pack.version) === pack);
}

function filesIn({ folder, sources }: FolderOfPacks): PackFile[] {
  return sources.map((source) => ({ source, cases: casesBeside(source.file), folder }));
}

function filesNamed(paths: readonly string[]): { packs: PackFile[]; unreadable: PackError[] } {
  const packs: PackFile[] = [];
  const unreadable: PackError[] = [];
  for (const path of paths) {
    checkIsFile(path);
    try {
      const source = readPackFile(path);
      const folder = folderAround(source);
      packs.push({ source, cases: casesBeside(path), ...(folder !== undefined && { folder }) });
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      unreadable.push(error);
    }
  }
  return { packs, unreadable };
}

function checkIsFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${path}: there is no such file.`);
  if (basename(path) === INTAKE)
    throw new UsageError(
      `${path}: rules of intake are checked with the packs they name: lint --terms-dir ${dirname(path)}`,
    );
  if (!found.isDirectory()) return;
  const folder = resolve(path);
  const holdsFiles = readdirSync(folder).some((name) => /\.ya?ml$/.test(name));
  const remedy = holdsFiles
    ? `Name a file in it, or the pack: ${basename(folder)} --terms-dir ${dirname(path)}`
    : `Name a file in it, or the packs in it: --terms-dir ${path}`;
  throw new UsageError(`${path}: this is a folder, not a file. ${remedy}.`);
}

/** The folder of packs, if the pack lies in it as `PACK/VERSION.yaml`; otherwise undefined. */
function folderAround({ file, pack }: LocatedPack): string | undefined {
  const path = resolve(file);
  const folder = dirname(dirname(path));
  return path === join(folder, pack.pack, `${revisedVersion(pack)}.yaml`) ? folder : undefined;
}

function casesBeside(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.ya?ml$/, '')}${CASES}`);
}

/** One file for each pack and version: the first. Files that the call names come first. */
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
    // The file exists but cannot be read, which is a finding.
    if (unreadable.some((one) => namesOf(one, catalog).includes(name))) return [];
    const near = nearest(name, catalog.keys());
    throw new UsageError(near === undefined ? error.message : `${error.message} Did you mean ${near}?`);
  }
}

function byLabel(a: PackFile, b: PackFile): number {
  return packLabel(a.source.pack) < packLabel(b.source.pack) ? -1 : 1;
}
