import { nearest } from '../../core/terms/nearest.ts';
import { listed } from '../packs/describe-events.ts';
import { notSpared } from './applicable.ts';
import { type Finding, ofPack } from './finding.ts';
import type { Subject } from './subject.ts';

/** One note for the statutes that know a topic of the terms and that nobody said may apply. */
export function statutesLeftOut({ pack, source, statutes, surroundings }: Subject): Finding[] {
  if (pack.kind === 'statute') return [];
  const topics = new Set(pack.clauses.flatMap(({ topic }) => topic ?? []));
  const left = notSpared(pack, surroundings)
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
