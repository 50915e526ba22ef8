import { nameIn } from '../../core/agreement/statutes.ts';
import { nearest } from '../../core/terms/nearest.ts';
import type { Pack } from '../../core/terms/pack.ts';
import { listed } from '../packs/describe-events.ts';
import type { LocatedPack } from '../reading/read-pack.ts';
import { type Finding, ofPack } from './finding.ts';
import type { Subject, Surroundings } from './subject.ts';

/**
 * The newest version of each statute that may apply to contracts under the terms: the pack or a contract names it, the
 * pack acknowledges a finding against it, or both name one kind of business. Never one under `doesNotApply`.
 */
export function applicableStatutes(pack: Pack, surroundings: Surroundings, ofContracts: readonly string[]) {
  const named = new Set([
    ...[...pack.statutes, ...ofContracts].map((label) => nameIn(label).name),
    ...pack.mayApply,
    ...pack.acknowledges.flatMap(({ against }) => (against?.includes('/') ? against.split('/')[0] : [])),
  ]);
  return othersThanSpared(pack, surroundings).filter(
    ({ pack: { pack: name, business } }) => named.has(name) || business.some((one) => pack.business.includes(one)),
  );
}

/** The newest version of each statute at hand that is not under `doesNotApply`. */
function othersThanSpared(pack: Pack, { sources, catalog }: Surroundings): LocatedPack[] {
  const spared = new Set(pack.doesNotApply.map(({ statute }) => statute));
  return [...catalog].flatMap(([name, versions]) => {
    if (versions[0]?.kind !== 'statute' || spared.has(name)) return [];
    return sources.filter((source) => source.pack === versions.at(-1));
  });
}

/** One note for the statutes that know a topic of the terms and that nobody said may apply. */
export function statutesLeftOut({ pack, source, statutes, surroundings }: Subject): Finding[] {
  if (pack.kind === 'statute') return [];
  const topics = new Set(pack.clauses.flatMap(({ topic }) => topic ?? []));
  const left = othersThanSpared(pack, surroundings)
    .filter((statute) => !statutes.includes(statute))
    .filter(({ pack: { clauses } }) => clauses.some(({ demands }) => demands && topics.has(demands.topic)))
    .map(({ pack: { pack: name } }) => name);
  if (left.length === 0) return [];
  const text = `Nothing says that ${listed(left, 'or')} may apply, so the terms are not compared with ${left.length === 1 ? 'it' : 'them'}.`;
  const remedy = `Name what may apply under mayApply, or your kind of business under business; and what does not under doesNotApply.`;
  return [ofPack('statutes-left-out', source, ['clauses'], { text, remedy })];
}

/** Kinds of business that no statute knows and that are nearly one that a statute knows: mistyped, they compare nothing. */
export function unknownBusiness({ pack, source, surroundings: { sources } }: Subject): Finding[] {
  if (pack.kind === 'statute') return [];
  const known = new Set(sources.flatMap(({ pack: { kind, business } }) => (kind === 'statute' ? business : [])));
  return pack.business.flatMap((one, index) => {
    const near = known.has(one) ? undefined : nearest(one, known);
    if (near === undefined) return [];
    const text = `No statute knows the kind of business ${one}, so the terms are compared with none because of it.`;
    return [ofPack('unknown-business', source, ['business', index], { text, remedy: `Did you mean ${near}?` })];
  });
}
