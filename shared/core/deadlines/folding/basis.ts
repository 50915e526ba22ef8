import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import type { Fact } from '../../events/event.ts';
import { packLabel } from '../../terms/pack.ts';
import type { Basis } from '../counting/counted.ts';
import type { ClauseNamed } from '../explanation-facts.ts';
import { statedEnd } from './cancellation.ts';
import { type Fold, gridOf } from './fold.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { concerns, isSnapshot, subjectOf } from './occurrence.ts';
import { pastOf } from './readings.ts';

/** What a live deadline is counted from. */
export function basisOf(fold: Fold, live: LiveDeadline, fact: Fact = live.trigger): Basis {
  const { rule, cycleOf, parent, extendedTo } = live;
  return {
    ...beginningOf(fold, rule, fact, live.subject),
    ...(cycleOf !== undefined && { cycleOf }),
    ...(parent && { parent: parentOf(parent) }),
    ...(extendedTo !== undefined && { extendedTo }),
  };
}

/** What a clause is counted from if this event starts it. */
export function beginningOf(
  fold: Fold,
  rule: ClauseInForce,
  fact: Fact,
  subject = subjectOf(rule.clause, fact),
): Basis {
  const grid = gridOf(fold, rule);
  const past = pastOf(fold, rule);
  const earlier = (kind: string) => past.ofKinds([kind]).map((timed) => timed.fact);
  const latest = (kind: string) =>
    [...past.ofKinds([kind]), ...(fold.now?.fact.kind === kind ? [fold.now] : [])]
      .map((timed) => timed.fact)
      .findLast((one) => !isSnapshot(one) && concerns(rule.clause, subject, one));
  return { rule, fact, earlier, latest, ...(grid && { grid }) };
}

export function parentOf(parent: LiveDeadline): NonNullable<Basis['parent']> {
  const { rule, counted } = parent;
  const ending = endingOf(parent);
  const lastDay = ending && statedEnd(ending, rule.context);
  // A provider's period ends in the middle of the day with which the next cycle begins.
  const isCycleEnd = lastDay !== undefined && addDays(lastDay, -1) === counted.cycleEnd;
  const stated = ending && lastDay && !isCycleEnd ? { ending: { fact: ending, lastDay } } : {};
  return { named: clauseNamed(rule), counted, ...stated };
}

/** The cancellation that met a deadline and names the day on which it takes effect. */
export function endingOf({ state, metBy, rule: { context } }: LiveDeadline): Fact | undefined {
  return state === 'met' ? metBy.findLast((met) => statedEnd(met, context) !== undefined) : undefined;
}

/** The clause as explanations name it. */
export function clauseNamed({ clause, pack }: Pick<ClauseInForce, 'clause' | 'pack'>): ClauseNamed {
  return { clause: clause.id, terms: packLabel(pack) };
}
