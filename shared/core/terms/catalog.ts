import { type Pack, packLabel, revisedVersion } from './pack.ts';

/** Every available pack version, by the pack's name, oldest first, and each version by its revisions. */
export type TermsCatalog = ReadonlyMap<string, readonly Pack[]>;

const CALLED = { terms: 'terms pack', version: 'version', statutes: 'statute', settings: 'setting' } as const;

export class UnknownTermsError extends Error {
  override readonly name = 'UnknownTermsError';
  readonly field: keyof typeof CALLED;
  readonly value: string;

  /** `pack`: the pack whose version is unknown. `remedy`: a sentence that says what to do. */
  constructor(field: keyof typeof CALLED, value: string, known: readonly string[], pack?: string, remedy?: string) {
    const missing = `There is no ${CALLED[field]} ${value}${pack === undefined ? '' : ` of ${pack}`}.`;
    super([missing, ...(remedy === undefined ? [] : [remedy]), `Known: ${known.join(', ') || 'none'}.`].join(' '));
    this.field = field;
    this.value = value;
  }
}

/** Two files that claim to be the same version of the same pack. */
export class DuplicatePackError extends Error {
  override readonly name = 'DuplicatePackError';
}

export function buildCatalog(packs: readonly Pack[]): TermsCatalog {
  const catalog = new Map<string, Pack[]>();
  for (const pack of packs) {
    const versions = catalog.get(pack.pack) ?? [];
    if (versions.some((known) => packLabel(known) === packLabel(pack))) {
      throw new DuplicatePackError(`${packLabel(pack)} is defined twice. Give one of the files another version.`);
    }
    catalog.set(
      pack.pack,
      [...versions, pack].sort(
        (a, b) => compareVersions(a.version, b.version) || (a.revision ?? 1) - (b.revision ?? 1),
      ),
    );
  }
  return catalog;
}

/** A catalogue with its own packs and the statutes of another. Its own statute replaces one of the same name. */
export function withStatutes(catalog: TermsCatalog, other: TermsCatalog): TermsCatalog {
  const statutes = [...other].filter(([name, [first]]) => first?.kind === 'statute' && !catalog.has(name));
  return new Map([...catalog, ...statutes]);
}

/**
 * The pack in a version, or the newest one if no version is named. `2026-01` is the first revision of that version,
 * `2026-01+2` the second; `2026-01+1`, as proposals name the first, is it too. @throws UnknownTermsError
 */
export function findPack(catalog: TermsCatalog, terms: string, version?: string): Pack {
  const versions = catalog.get(terms);
  const newest = versions?.at(-1);
  if (!versions || !newest) throw new UnknownTermsError('terms', terms, [...catalog.keys()]);
  if (version === undefined) return newest;
  const wanted = version.replace(/\+1$/, '');
  const found = versions.find((pack) => revisedVersion(pack) === wanted);
  if (found) return found;
  throw new UnknownTermsError(
    'version',
    version,
    versions.map((pack) => packLabel(pack)),
    terms,
  );
}

/** The newest revision of a version, for a contract that is made now. @throws UnknownTermsError */
export function newestRevision(catalog: TermsCatalog, terms: string, version: string): Pack {
  const last = catalog.get(terms)?.findLast((pack) => pack.version === version);
  return last ?? findPack(catalog, terms, version);
}

/** Numbers within a version compare as numbers, so 2 comes before 10. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
