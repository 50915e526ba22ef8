import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { HolidayTables } from '../shared/core/calendar/holiday-table.ts';
import { buildCatalog, type TermsCatalog, withStatutes } from '../shared/core/terms/catalog.ts';
import type { Pack } from '../shared/core/terms/pack.ts';
import { type LocatedPack, PackError } from '../shared/desk/reading/read-pack.ts';
import { CALENDARS } from '../shared/runtime/bundled-terms.ts';
import { loadHolidayTables } from '../shared/runtime/holiday-tables.ts';
import { INTAKE, INTAKE_CASES } from '../shared/runtime/intake.ts';
import { type PlanningTerms, packFilesIn, readPackIn, sourceFolder } from '../shared/runtime/terms.ts';
import { type CommandLine, UsageError } from './command-line.ts';

/** The packs of a folder, and its files that cannot be read. */
export interface FolderOfPacks {
  readonly folder: string;
  readonly sources: readonly LocatedPack[];
  readonly unreadable: readonly PackError[];
}

/**
 * Reads the packs of a folder; files that cannot be read are kept apart. Paths are relative to the working directory.
 */
export function readFolder(folder: string): FolderOfPacks {
  const sources: LocatedPack[] = [];
  const unreadable: PackError[] = [];
  for (const file of packFilesIn(folder)) {
    try {
      sources.push(readPackIn(folder, file, relative('', join(folder, file))));
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      unreadable.push(error);
    }
  }
  return { folder, sources, unreadable };
}

/**
 * The folder that `--terms-dir` names, or the project's own.
 * @throws UsageError if it is not a folder
 */
export function folderNamed(directory: string | undefined): string {
  if (directory === undefined) return sourceFolder();
  const folder = resolve(directory);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return folder;
  throw new UsageError(
    `--terms-dir ${directory}: ${found ? 'this is a file. Name a folder.' : 'there is no such folder.'}`,
  );
}

/**
 * Refuses a folder without packs, such as one whose packs lie one level too deep.
 * @throws UsageError
 */
export function checkHoldsPacks({ folder, sources, unreadable }: FolderOfPacks): void {
  if (sources.length + unreadable.length > 0) return;
  const own = readdirSync(folder).find((name) => /\.ya?ml$/.test(name) && ![INTAKE, INTAKE_CASES].includes(name));
  const remedy = own === undefined ? '' : ` It holds ${own} itself, so name the folder above it.`;
  throw new UsageError(
    `--terms-dir ${relative('', folder) || '.'}: there is no pack in this folder; packs lie in it as PACK/VERSION.yaml.${remedy}`,
  );
}

/**
 * The holiday tables of a folder; the project's own if the folder has none. Without editions: what a command plans was
 * recorded nowhere and is counted with the tables as they are, as if it were recorded today.
 */
export function tablesIn(folder: string): HolidayTables {
  const calendars = join(folder, CALENDARS);
  return { ...loadHolidayTables(existsSync(calendars) ? calendars : undefined), editions: [] };
}

/** The packs and holiday tables for a command. */
export interface TermsAtHand extends PlanningTerms {
  /** Files that cannot be read. Their packs are left out, and asking the catalog for one throws its `PackError`. */
  readonly unreadable: readonly PackError[];
}

/** The packs of a folder and the project's statutes, with the holiday tables of the folder or the project's own. */
export function termsIn(directory: string | undefined): TermsAtHand {
  const found = readFolder(folderNamed(directory));
  checkHoldsPacks(found);
  const { folder, sources, unreadable } = found;
  const own = catalogOf(
    sources.map(({ pack }) => pack),
    unreadable,
  );
  const statutes = folder === sourceFolder() ? own : catalogAtHand();
  return {
    catalog: new PartialCatalog(withStatutes(own, statutes), unreadable),
    holidays: tablesIn(folder),
    unreadable,
  };
}

function catalogAtHand(): TermsCatalog {
  const { sources, unreadable } = readFolder(sourceFolder());
  return catalogOf(
    sources.map(({ pack }) => pack),
    unreadable,
  );
}

/** A catalog without the packs that have an unreadable version. */
export function catalogOf(packs: readonly Pack[], unreadable: readonly PackError[]): TermsCatalog {
  return new PartialCatalog(buildCatalog(packs), unreadable);
}

/** Reports the files that were left out. */
export function tellUnreadable({ unreadable }: TermsAtHand, line: CommandLine): void {
  for (const { file } of unreadable) line.err(`${file} cannot be read and is left out; clauseclock lint tells why.`);
}

/** The names of the packs that an unreadable file may belong to: its folder, and its own `pack` field. */
export function namesOf({ file, pack }: PackError, catalog: TermsCatalog): string[] {
  const folder = basename(dirname(file));
  return pack === undefined || catalog.has(pack) ? [folder] : [folder, pack];
}

/** Refuses a pack with an unreadable version, since another version would be taken for the newest. */
class PartialCatalog extends Map<string, readonly Pack[]> {
  readonly #unreadable: ReadonlyMap<string, PackError>;

  constructor(catalog: TermsCatalog, unreadable: readonly PackError[]) {
    const byName = new Map(unreadable.flatMap((error) => namesOf(error, catalog).map((name) => [name, error])));
    super([...catalog].filter(([name]) => !byName.has(name)));
    this.#unreadable = byName;
  }

  override has(name: string): boolean {
    return this.#unreadable.has(name) || super.has(name);
  }

  /** @throws PackError if a version of that pack cannot be read */
  override get(name: string): readonly Pack[] | undefined {
    const error = this.#unreadable.get(name);
    if (error) throw error;
    return super.get(name);
  }
}
