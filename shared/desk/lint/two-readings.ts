import { type Finding, type LocatedClause, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';

/** Each sentence of the document that can be read in two ways, with both readings, at the first clause that rests on it. */
export function twoReadings({ pack, source }: Subject): Finding[] {
  return pack.assumptions.flatMap(({ id, text, otherReading, saferFor }) => {
    if (otherReading === undefined) return [];
    const index = pack.clauses.findIndex(({ assumes }) => assumes.includes(id));
    const clause = pack.clauses[index];
    if (clause === undefined) return [];
    const at: LocatedClause = { source, clause, index };
    const safer =
      saferFor === undefined
        ? ''
        : ` The first is safer for ${saferFor === 'both' ? 'both sides' : `the ${saferFor}`}.`;
    return [
      ofClause('two-readings', at, {
        field: ['assumes'],
        text: `The document can be read in two ways. Followed: ${text} Not followed: ${otherReading}${safer}`,
        remedy: 'Have the document say which, or counsel confirm the reading.',
      }),
    ];
  });
}
