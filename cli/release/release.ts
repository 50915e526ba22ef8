import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuplicatePackError, findPack, type TermsCatalog, UnknownTermsError } from '../../shared/core/terms/catalog.ts';
import { packDigest, releaseFaults } from '../../shared/core/terms/digest.ts';
import { type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { PackError } from '../../shared/core/terms/read-pack.ts';
import { loadCatalog, sourceFolder } from '../../shared/runtime/terms.ts';
import { type CommandLine, UsageError } from '../command-line.ts';
import { readReleased, writeReleased } from './released.ts';

const USAGE = `usage: clauseclock release PACK@VERSION … [--terms-dir DIR]
       clauseclock release --all [--terms-dir DIR]

Writes a digest of what each version says into released.json beside the packs. A released version
stays as it is: what is to be changed goes into a new version.

  --all             every version that is not released yet
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; the project’s own when absent

Exit code 1 when a pack cannot be read, or was released and says something else since; nothing is
written then. 2 for a wrong call.`;

/** Adds versions to the list of those that are released. A version whose digest differs from that list is refused. */
export async function release(argv: string[], line: CommandLine): Promise<number> {
  const { labels, options } = readOptions(argv);
  if (options.help) {
    line.out(USAGE);
    return 0;
  }
  const folder = folderOf(options['terms-dir']);
  const released = readReleased(folder);
  try {
    const catalog = loadCatalog(folder);
    const packs = options.all ? [...catalog.values()].flat() : labels.map((label) => packAt(catalog, label));
    const faults = releaseFaults(packs, released);
    const changed = faults.filter(({ fault }) => fault === 'changed');
    for (const { message } of changed) line.err(message);
    if (changed.length > 0) return 1;
    writeReleased(folder, { ...released, ...digestsOf(packs) });
    for (const pack of packs)
      line.out(`${packLabel(pack)} ${isKnown(pack, released) ? 'was released before' : 'is released'}`);
    return 0;
  } catch (error) {
    if (!isInputError(error)) throw error;
    line.err(error.message);
    return 1;
  }
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

function folderOf(directory: string | undefined): string {
  if (directory === undefined) return sourceFolder();
  if (!existsSync(resolve(directory))) throw new UsageError(`--terms-dir ${directory}: there is no such folder.`);
  return resolve(directory);
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
  return [UnknownTermsError, PackError, DuplicatePackError].some((kind) => error instanceof kind);
}
