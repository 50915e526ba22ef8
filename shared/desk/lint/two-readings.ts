import type { Clause } from '../../core/terms/clause.ts';
import type { Pack } from '../../core/terms/pack.ts';
import { type Finding, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';

/** Each sentence of the document that can be read in two ways, with both readings, at every clause that rests on it. */
export function twoReadings({ pack, source }: Subject): Finding[] {
  return pack.assumptions.flatMap(({ id, text, otherReading, saferFor }) => {
    if (otherReading === undefined) return [];
    const safer =
      saferFor === undefined
        ? ''
        : ` The first is safer for ${saferFor === 'both' ? 'both sides' : `the ${saferFor}`}.`;
    return pack.clauses.flatMap((clause, index) => {
      const field = restsOn(id, clause, pack);
      if (field === undefined) return [];
      return ofClause(
        'two-readings',
        { source, clause, index },
        {
          field: [field],
          text: `The document can be read in two ways. Followed: ${text} Not followed: ${otherReading}${safer}`,
          remedy: 'Have the document say which, or counsel confirm the reading.',
        },
      );
    });
  });
}

/** The field by which a clause rests on an assumption, as such or where the contract is silent; undefined if it does not. */
function restsOn(id: string, { assumes, appliesIf, cycle }: Clause, { cycles }: Pack): string | undefined {
  if (assumes.includes(id)) return 'assumes';
  if (appliesIf?.assumesIfSilent === id) return 'appliesIf';
  return cycle !== undefined && cycles[cycle]?.assumesIfSilent === id ? 'cycle' : undefined;
}
