import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Fact } from '../../events/event.ts';
import { packLabel } from '../../terms/pack.ts';
import type { Basis } from '../counting/counted.ts';
import type { ClauseNamed } from '../explanation-facts.ts';
import { type Fold, gridOf } from './fold.ts';
import type { LiveDeadline } from './live-deadline.ts';

/** What a live deadline is counted from. */
export function basisOf(fold: Fold, live: LiveDeadline, fact: Fact = live.trigger): Basis {
  const { rule, cycleOf, parent, extendedTo } = live;
  return {
    ...beginningOf(fold, rule, fact),
    ...(cycleOf !== undefined && { cycleOf }),
    ...(parent && { parent: parentOf(parent) }),
    ...(extendedTo !== undefined && { extendedTo }),
  };
}

/** What a clause is counted from if this event starts it. */
export function beginningOf(fold: Fold, rule: ClauseInForce, fact: Fact): Basis {
  const grid = gridOf(fold, rule);
  const earlier = (kind: string) => fold.past.ofKinds([kind]).map((timed) => timed.fact);
  return { rule, fact, earlier, ...(grid && { grid }) };
}

export function parentOf({ rule, counted }: LiveDeadline): NonNullable<Basis['parent']> {
  return { named: clauseNamed(rule), counted };
}

/** The clause as explanations name it. */
export function clauseNamed({ clause, pack }: Pick<ClauseInForce, 'clause' | 'pack'>): ClauseNamed {
  return { clause: clause.id, terms: packLabel(pack) };
}
