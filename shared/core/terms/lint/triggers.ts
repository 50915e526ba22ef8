import { clauseIn, eventsIn } from '../match.ts';
import { matchesIn, type OneMatch } from './conditions.ts';
import type { LocatedClause } from './finding.ts';
import { clauseCalled, type Subject } from './subject.ts';

const START = { kind: 'contract.commenced', where: {} };

/** The events that start a clause by themselves; none where another clause is what starts it. */
export function startsOf({ clause: { on, recurs } }: LocatedClause): OneMatch[] {
  const named = matchesIn(eventsIn(on));
  return named.length === 0 && on === undefined && recurs !== undefined ? [START] : named;
}

/**
 * The events from which a clause is computed, also where they do so through another clause; undefined where that is not
 * known here.
 */
export function triggersOf(at: LocatedClause, subject: Subject, depth = 0): OneMatch[] | undefined {
  const parent = clauseIn(at.clause.on);
  if (parent === undefined) return startsOf(at);
  const source = parent.clause === undefined ? undefined : clauseCalled(subject, parent.clause);
  if (source === undefined || depth > subject.clauses.length) return undefined;
  const { satisfiedBy, noticeFulfils, produces } = source.clause;
  const lapse = { kind: produces?.kind ?? 'deadline.lapsed', where: {} };
  switch (parent.becomes) {
    case 'open':
      return triggersOf(source, subject, depth + 1);
    case 'met':
      return [...matchesIn(satisfiedBy), ...(noticeFulfils ? [lapse] : [])];
    case 'lapsed':
      return [lapse];
  }
}
