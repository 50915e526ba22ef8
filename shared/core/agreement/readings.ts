import type { InstantText } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { findPack, newestRevision, type TermsCatalog } from '../terms/catalog.ts';
import { type Pack, packLabel, revisedVersion } from '../terms/pack.ts';
import { nameIn, newestRevisions, statutesBeside } from './statutes.ts';

/** A corrected reading of the terms and of statutes, which a person accepted for one contract. */
export interface AcceptedReading {
  /** The id of the acceptance. */
  readonly event: string;
  readonly at: InstantText;
  /** The version of the terms, and the revision by which it is read. A contract that is under a higher one stays there. */
  readonly version: string;
  readonly revision: number;
  /** The revisions of statutes, `gdpr@2018-05-25+2`. */
  readonly statutes: readonly string[];
}

/** A corrected reading that a contract is not read by yet. */
export interface NewerReading extends Pick<AcceptedReading, 'version' | 'revision' | 'statutes'> {
  /** The revisions that differ, by which the contract is read, with their numbers: `eloomi@5.9+1`. */
  readonly from: readonly string[];
  /** The revisions by which it would be read, `eloomi@5.9+2`. */
  readonly to: readonly string[];
}

interface Read {
  readonly contract: PinnedContract;
  readonly catalog: TermsCatalog;
}

/** Most revisions of statutes that are proposed together. What is left is proposed once these are accepted. */
export const MOST_STATUTES = 8;

/**
 * The pack of a version, and the contract with its statutes, as they are read after these acceptances.
 * @throws UnknownTermsError for an accepted revision that the catalogue lacks
 */
export function readBy(
  pack: Pack,
  { contract, catalog }: Read,
  readings: readonly AcceptedReading[],
): { readonly pack: Pack; readonly contract: PinnedContract } {
  const accepted = readings.filter(({ version }) => version === pack.version).map(({ revision }) => revision);
  const { revision: own = 1 } = pack;
  const revision = Math.max(own, ...accepted);
  const statutes = readings.flatMap((reading) => reading.statutes);
  return {
    pack: revision === own ? pack : findPack(catalog, pack.pack, revisedVersion({ ...pack, revision })),
    contract:
      statutes.length === 0
        ? contract
        : { ...contract, statuteRevisions: [...(contract.statuteRevisions ?? []), ...statutes] },
  };
}

/**
 * The newest revision of a version of the terms, and of the statutes beside it, as far as the contract is not read by them.
 * A statute whose version the contract names stays as it is named. Undefined if there is nothing newer.
 */
export function newerReading(pack: Pack, { contract, catalog }: Read): NewerReading | undefined {
  const newest = newestRevision(catalog, pack.pack, pack.version);
  const labels = [...newest.statutes, ...(contract.statutes ?? [])];
  const statuteRevisions = newestRevisions(
    labels.map((label) => nameIn(label).name),
    catalog,
  );
  const of = (terms: Pack, read: PinnedContract) => statutesBeside(terms, read, catalog).flat();
  const before = of(pack, contract).map((one) => one.pack);
  const after = of(newest, { ...contract, statuteRevisions }).map((one) => one.pack);
  const pairs = after
    .filter(({ revision }) => revision !== undefined)
    .map((to) => ({ from: before.find((one) => isSameVersion(one, to)), to }))
    // A statute that the corrected reading of the terms adds is read by its newest revision at once.
    .filter(({ from, to }) => from?.revision !== to.revision)
    .slice(0, MOST_STATUTES);
  const terms = newest.revision === pack.revision ? [] : [{ from: pack, to: newest }];
  const differing = [...terms, ...pairs];
  if (differing.length === 0) return undefined;
  return {
    ...{ version: newest.version, revision: newest.revision ?? 1 },
    statutes: pairs.map(({ to }) => packLabel(to)),
    from: differing.flatMap(({ from }) => (from ? [numbered(from)] : [])),
    to: differing.map(({ to }) => numbered(to)),
  };
}

function isSameVersion(one: Pack, other: Pack): boolean {
  return one.pack === other.pack && one.version === other.version;
}

/** The label of a revision with its number, also of the first. */
function numbered({ pack, version, revision = 1 }: Pack): string {
  return `${pack}@${version}+${revision}`;
}
