import { nameIn } from '../../core/agreement/statutes.ts';
import type { TermsCatalog } from '../../core/terms/catalog.ts';
import type { Pack } from '../../core/terms/pack.ts';
import type { LocatedPack } from '../reading/read-pack.ts';

/** Every pack at hand, with and without its places. */
interface AtHand {
  readonly sources: readonly LocatedPack[];
  readonly catalog: TermsCatalog;
}

/**
 * The newest version of each statute that may apply to contracts under the terms, by one rule for all packs: the pack or a
 * contract names it, or both name one kind of business. Never one under `doesNotApply`.
 */
export function applicableStatutes(pack: Pack, atHand: AtHand, ofContracts: readonly string[]) {
  const named = new Set([...[...pack.statutes, ...ofContracts].map((label) => nameIn(label).name), ...pack.mayApply]);
  return notSpared(pack, atHand).filter(
    ({ pack: { pack: name, business } }) => named.has(name) || business.some((one) => pack.business.includes(one)),
  );
}

/** The newest version of each statute at hand that is not under `doesNotApply`. */
export function notSpared(pack: Pack, { sources, catalog }: AtHand): LocatedPack[] {
  const spared = new Set(pack.doesNotApply.map(({ statute }) => statute));
  return [...catalog].flatMap(([name, versions]) => {
    if (versions[0]?.kind !== 'statute' || spared.has(name)) return [];
    return sources.filter((source) => source.pack === versions.at(-1));
  });
}
