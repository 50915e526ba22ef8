import { parseArgs } from 'node:util';
import { buildCatalog, findPack, type TermsCatalog, UnknownTermsError } from '../../shared/core/terms/catalog.ts';
import { type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { packDigest, type Released, type ReleaseFault, releaseFaults } from '../../shared/desk/packs/digest.ts';
import { PackError } from '../../shared/desk/reading/read-pack.ts';
import { type CommandLine, UsageError } from '../command-line.ts';
import { catalogOf, checkHoldsPacks, type FolderOfPacks, folderNamed, readFolder } from '../packs-at-hand.ts';
import { readReleased, writeReleased } from '../released.ts';

const USAGE = `usage: clauseclock release PACK@VERSION … [--terms-dir DIR]
       clauseclock release --all [--terms-dir DIR]

Writes a digest of what each version says into released.json beside the packs. A released version
stays as it is: what is to be changed goes into a new version.

  --all             every version that is not released yet
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; the project’s own when absent

Exit code 1 when a version was released and says something else since or, with --all, is gone; 2 for
a wrong call or a pack that cannot be read. Nothing is written then.`;

/**
 * Adds versions to the list of released ones. Refuses a version that was released with other content; with `--all` also
 * a list with a version that is missing.
 */
export async function release(argv: string[], line: CommandLine): Promise<number> {
  const { labels, options } = readOptions(argv);
  if (options.help) {
    line.out(USAGE);
    return 0;
  }
  const found = readFolder(folderNamed(options['terms-dir']));
  const released = readReleased(found.folder);
  if (Object.keys(released).length === 0) checkHoldsPacks(found);
  try {
    const packs = options.all ? everyPack(found) : packsNamed(labels, found);
    const faults = faultsOf(packs, released, options.all);
    for (const { message } of faults) line.err(message);
    if (faults.length > 0) return 1;
    writeReleased(found.folder, { ...released, ...digestsOf(packs) });
    for (const pack of packs)
      line.out(`${packLabel(pack)} ${isKnown(pack, released) ? 'was released before' : 'is released'}`);
    return 0;
  } catch (error) {
    if (!isInputError(error)) throw error;
    line.err(error.message);
    return 2;
  }
}

/** @throws UsageError if one of them cannot be read */
function everyPack({ sources, unreadable }: FolderOfPacks): Pack[] {
  if (unreadable.length > 0) throw new UsageError(unreadable.map(({ message }) => message).join('\n'));
  return [...buildCatalog(sources.map(({ pack }) => pack)).values()].flat();
}

function packsNamed(labels: readonly string[], { sources, unreadable }: FolderOfPacks): Pack[] {
  const packs = sources.map(({ pack }) => pack);
  const catalog = catalogOf(packs, unreadable);
  return labels.map((label) => packAt(catalog, label));
}

/** The faults that stop a release. An unreleased version is no fault; a missing version is one only with `--all`. */
function faultsOf(packs: readonly Pack[], released: Released, all: boolean): ReleaseFault[] {
  return releaseFaults(packs, released).filter(({ fault }) => fault === 'changed' || (all && fault === 'missing'));
}

function readOptions(argv: string[]) {
  try {
    const { values: options, positionals: labels } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        'terms-dir': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (!options.help && (labels.length === 0) !== options.all) throw new Error('Name the versions, or give --all.');
    return { options, labels };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function packAt(catalog: TermsCatalog, label: string): Pack {
  const [name = '', version] = label.split('@');
  if (version === undefined) throw new UsageError(`${label}: name its version too, such as ${label}@2026-01.`);
  return findPack(catalog, name, version);
}

function digestsOf(packs: readonly Pack[]) {
  return Object.fromEntries(packs.map((pack) => [packLabel(pack), packDigest(pack)]));
}

function isKnown(pack: Pack, released: Readonly<Record<string, string>>): boolean {
  return released[packLabel(pack)] !== undefined;
}

function isInputError(error: unknown): error is Error {
  return [UnknownTermsError, PackError].some((kind) => error instanceof kind);
}
