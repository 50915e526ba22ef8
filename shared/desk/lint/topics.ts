import type { Clause } from '../../core/terms/clause.ts';
import { clauseIn } from '../../core/terms/match.ts';
import { nearest } from '../../core/terms/nearest.ts';
import { type Finding, ofClause } from './finding.ts';
import type { Subject } from './subject.ts';
import { cited } from './words.ts';

/** Unknown topics that are nearly a statute's topic. A mistyped topic would keep the clause from being compared. */
export function unknownTopics({ pack, clauses, surroundings: { sources } }: Subject): Finding[] {
  if (pack.kind === 'statute') return [];
  const statutory = sources.flatMap((source) => (source.pack.kind === 'statute' ? source.pack.clauses : []));
  const known = new Set(statutory.flatMap(topicsIn));
  return clauses.flatMap((at): Finding[] => {
    const { topic } = at.clause;
    const elsewhere = pack.clauses.filter((clause) => clause !== at.clause).flatMap(topicsIn);
    if (topic === undefined || known.has(topic) || elsewhere.includes(topic)) return [];
    const near = nearest(topic, known);
    if (near === undefined) return [];
    const text = `No statute and no other clause knows the topic ${topic} of ${cited(at)}, so the clause is compared with nothing.`;
    return [ofClause('unknown-topic', at, { field: ['topic'], text, remedy: `Did you mean ${near}?` })];
  });
}

function topicsIn({ topic, demands, on }: Clause): string[] {
  return [topic, demands?.topic, clauseIn(on)?.topic].filter((one) => one !== undefined);
}
