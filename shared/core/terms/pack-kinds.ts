import { EVENT_KINDS } from '../events/kinds.ts';
import type { EventMatches } from './clause.ts';
import type { Pack } from './pack.ts';

/** Every kind of event that means something: the common ones, and those a pack names of its own. */
export function kindsKnownTo(pack: Pack): ReadonlySet<string> {
  const own = pack.clauses.flatMap((clause) => [
    ...[clause.on, clause.satisfiedBy, clause.endedBy, clause.suspendedBy, clause.resumedBy].flatMap(kindsIn),
    ...(clause.produces ? [clause.produces.kind] : []),
    ...(clause.allowance ? [clause.allowance.from, clause.allowance.to] : []),
    ...(clause.lookBack ? [clause.lookBack.sums] : []),
  ]);
  return new Set([...EVENT_KINDS, ...own]);
}

/** The kinds that a match names. */
export function kindsIn(matches: EventMatches | undefined): string[] {
  if (matches === undefined) return [];
  return [matches].flat().map((match) => (typeof match === 'string' ? match : match.kind));
}
