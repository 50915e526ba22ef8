import type { Clause } from './clause.ts';
import { clauseIn, eventsIn, kindsIn } from './match.ts';
import { eventsCountedFrom } from './shapes/questions.ts';

/**
 * Whether events of these kinds can still meet, move, pause or end a deadline of the clause. One that follows from another
 * clause moves with that clause’s deadline, and one that recurs moves with its cycles, so both always can.
 */
export function canBeMovedBy(clause: Clause, kinds: ReadonlySet<string>): boolean {
  const { on, satisfiedBy, endedBy, reopenedBy, extendedBy, suspendedBy, resumedBy } = clause;
  if (clause.recurs !== undefined || clauseIn(on) !== undefined) return true;
  if (!clause.survivesTermination && kinds.has('contract.terminated')) return true;
  const listens = [eventsIn(on), satisfiedBy, endedBy, reopenedBy, extendedBy?.on, suspendedBy, resumedBy];
  return [...listens.flatMap(kindsIn), ...eventsCountedFrom(clause)].some((kind) => kinds.has(kind));
}
