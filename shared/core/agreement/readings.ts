import type { InstantText } from '../calendar/types.ts';
import type { PinnedContract } from '../events/contract.ts';
import { findPack, type TermsCatalog } from '../terms/catalog.ts';
import { type Pack, revisedVersion } from '../terms/pack.ts';

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

/**
 * The pack of a version, and the contract with its statutes, as they are read after these acceptances.
 * @throws UnknownTermsError for an accepted revision that the catalogue lacks
 */
export function readBy(
  pack: Pack,
  { contract, catalog }: { readonly contract: PinnedContract; readonly catalog: TermsCatalog },
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
