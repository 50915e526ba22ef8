import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day } from '../../calendar/types.ts';
import type { Fact } from '../../events/event.ts';
import { countClause } from '../counting/count-clause.ts';
import type { Counted } from '../counting/counted.ts';
import { beginningOf, parentOf } from './basis.ts';
import { countBound } from './editions.ts';
import { type Fold, gridOf, reportGap } from './fold.ts';
import { type LiveDeadline, newLiveDeadline } from './live-deadline.ts';
import { setsTheEnd } from './needless-next-cycle.ts';
import { deadlineId, type Timed } from './occurrence.ts';

interface Opening {
  readonly rule: ClauseInForce;
  readonly timed: Timed;
  /** The event it is computed from. */
  readonly trigger: Fact;
  readonly subject?: string | undefined;
  readonly id?: string;
  /** Given with the rule that it was counted by; counted here when absent. */
  readonly counted?: Counted;
  readonly cycleOf?: Day;
  readonly parent?: LiveDeadline;
  readonly previous?: LiveDeadline;
}

/** Opens a deadline; it replaces one with the same id. Undefined if it cannot be counted. */
export function open(fold: Fold, opening: Opening): LiveDeadline | undefined {
  const { timed, trigger, cycleOf, parent, previous } = opening;
  const recurs = opening.rule.clause.recurs !== undefined && cycleOf !== undefined;
  const subject = recurs ? firstDayOfCycle(fold, opening.rule, cycleOf) : opening.subject;
  const id = opening.id ?? deadlineId(opening.rule.key, subject);
  const { rule, counted } = countedFor(fold, opening, id);
  if ('missing' in counted) {
    reportGap(fold, rule, trigger, counted);
    return undefined;
  }
  const before = fold.deadlines.get(id);
  if (before) replace(fold, before);
  const live = newLiveDeadline({
    rule,
    id,
    subject,
    order: fold.deadlines.size,
    trigger,
    openedAt: timed.at,
    counted,
    ...(cycleOf !== undefined && { cycleOf }),
    ...(parent && { parent }),
    ...(previous && { previous }),
  });
  parent?.children.add(live);
  fold.deadlines.set(id, live);
  fold.listeners.add(live);
  fold.touched.add(live);
  if (setsTheEnd(rule.clause)) fold.ends.add(live);
  if (rule.clause.forNextCycle) fold.forNextCycle.add(live);
  if (recurs) fold.latest.set(rule.key, live);
  return live;
}

function replace(fold: Fold, before: LiveDeadline): void {
  fold.reopened.add(before.id);
  forget(fold, before);
}

/** Takes a deadline away that does not stand any more. */
export function discard(fold: Fold, live: LiveDeadline): void {
  live.parent?.children.delete(live);
  forget(fold, live);
  if (fold.deadlines.get(live.id) === live) fold.deadlines.delete(live.id);
}

function forget(fold: Fold, live: LiveDeadline): void {
  fold.listeners.remove(live);
  fold.ends.delete(live);
  fold.forNextCycle.delete(live);
}

/** What the opening is counted by, and what counting gave. */
function countedFor(fold: Fold, { rule: inForce, timed, trigger, counted, cycleOf, parent }: Opening, id: string) {
  if (counted !== undefined) return { rule: inForce, counted };
  return countBound(fold, inForce, { opener: timed.fact, deadline: id }, (rule) =>
    countClause({
      ...beginningOf(fold, rule, trigger),
      ...(cycleOf !== undefined && { cycleOf }),
      ...(parent && { parent: parentOf(parent) }),
    }),
  );
}

/** A cycle is known by its first day, which stays when the cycle is made longer. */
function firstDayOfCycle(fold: Fold, rule: ClauseInForce, day: Day): Day {
  const grid = gridOf(fold, rule);
  return grid === undefined || 'missing' in grid ? day : grid.at(day).opensOn;
}
