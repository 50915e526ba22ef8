import { canonicalJson, digest } from '../../core/events/canonical.ts';
import { type Pack, packLabel } from '../../core/terms/pack.ts';
import { asWritten, canonicalClause } from './canonical-clause.ts';

/** Names what is hashed and how. The number changes whenever older digests cannot be compared with it. */
const DOMAIN = 'clauseclock/terms/1';

/**
 * The content of a version: everything that decides dates, notices and explanations. The pack's defaults are filled
 * into its clauses, and each clause is in its canonical form. Left out are name, version and what only the linter
 * reads.
 */
export function meaningOf(pack: Pack) {
  const {
    pack: _name,
    version: _version,
    revision: _revision,
    review: _review,
    acknowledges: _acknowledged,
    doesNotApply: _notCompared,
    mayApply: _compared,
    business: _comparedForIt,
    defaults: _filledIn,
    assumptions,
    clauses,
    ...meaning
  } = pack;
  return withoutOuterSpace({
    ...meaning,
    assumptions: assumptions.map(
      ({ settles: _settles, otherReading: _other, saferFor: _safety, onlyWith, ...assumption }) => ({
        ...assumption,
        ...(onlyWith && { onlyWith: [onlyWith].flat() }),
      }),
    ),
    clauses: clauses.map(canonicalClause),
  });
}

/** SHA-256 over the canonical JSON of a version's content, in lower-case hex. The same content has the same digest. */
export function packDigest(pack: Pack): string {
  const { clauses, ...rest } = meaningOf(pack);
  return digest(DOMAIN, canonicalJson({ ...rest, clauses: clauses.map(asWritten) }));
}

/** Trims every text: YAML's block style decides whether it ends with a line break, which carries no meaning. */
function withoutOuterSpace<Value>(value: Value): Value {
  return trimmed(value) as Value;
}

function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimmed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, trimmed(member)]));
}

/** The digest of each released version, by `pack@version`. */
export type Released = Readonly<Record<string, string>>;

/** A version that differs from the list of released versions. */
export interface ReleaseFault {
  readonly pack: string;
  readonly fault: 'changed' | 'unreleased' | 'missing';
  /** The fault and its remedy, in one or two sentences. */
  readonly message: string;
}

/** A fault for each version that was changed after its release, is not released, or was released and is missing. */
export function releaseFaults(packs: Iterable<Pack>, released: Released): ReleaseFault[] {
  const digests = new Map([...packs].map((pack) => [packLabel(pack), packDigest(pack)]));
  const found = [...digests].flatMap(([label, actual]) => faultOf(label, released[label], actual) ?? []);
  const missing = Object.keys(released).filter((label) => !digests.has(label));
  return [...found, ...missing.map(missingFault)];
}

/** The fault of a version whose digest is not the released one; undefined if it is. */
function faultOf(pack: string, wanted: string | undefined, actual: string): ReleaseFault | undefined {
  if (wanted === actual) return undefined;
  if (wanted === undefined) {
    const message = `${pack} is not released. Release it: npm run clauseclock -- release ${pack}`;
    return { pack, fault: 'unreleased', message };
  }
  const [name = '', version = ''] = pack.split('@');
  const message =
    `${pack} was released and says something else since. Contracts are pinned to it, so take the change back and ` +
    `write a new version: copy ${name}/${version}.yaml to ${name}/<version>.yaml and change it there; where the same ` +
    `document was misread, a new revision of the version, ${name}/<version>+<n>.yaml.`;
  return { pack, fault: 'changed', message };
}

function missingFault(pack: string): ReleaseFault {
  const [name = '', version = ''] = pack.split('@');
  const message = `${pack} was released and is gone. Contracts are pinned to it, so put ${name}/${version}.yaml back.`;
  return { pack, fault: 'missing', message };
}
