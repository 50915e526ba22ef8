import type { ClauseInForce } from '../../agreement/clauses.ts';
import { computePeriod } from '../../calendar/compute.ts';
import { addDays } from '../../calendar/days.ts';
import { parsePeriod } from '../../calendar/period-text.ts';
import { sameJson } from '../../events/canonical.ts';
import { clauseIn } from '../../terms/match.ts';
import { countClause } from '../counting/count-clause.ts';
import type { Counted } from '../counting/counted.ts';
import type { DeadlineState } from '../state.ts';
import { basisOf } from './basis.ts';
import { type Fold, gridOf } from './fold.ts';
import { effectiveState, hasRunOut, type LiveDeadline, settleWith, shift, standAgain } from './live-deadline.ts';
import { reconsider } from './meeting.ts';
import { settleNextCycles } from './needless-next-cycle.ts';
import type { Timed } from './occurrence.ts';
import { open } from './open.ts';
import { catchUp } from './start.ts';

/** Sees to everything that follows from what an event did to deadlines, and from what that does to others. */
export function followAll(fold: Fold, timed: Timed): void {
  for (let [live] = fold.touched; live; [live] = fold.touched) {
    fold.touched.delete(live);
    if (fold.deadlines.get(live.id) === live) follow(fold, live, timed);
    if (fold.touched.size === 0) settleNextCycles(fold, timed);
  }
}

function follow(fold: Fold, live: LiveDeadline, timed: Timed): void {
  const before = live.followed;
  const now = effectiveState(live);
  live.followed = now;
  if (before === 'lapsed' && now === 'open') fold.reopened.add(live.id);
  if (before === now) {
    for (const child of live.children) keepUp(fold, child, timed);
    return;
  }
  for (const child of [...live.children]) outlive(fold, child, live, timed);
  for (const rule of fold.terms.dependents) startDependent(fold, rule, live, timed);
  recur(fold, live, before, timed);
}

/** The next occurrence opens when the one before is over; an occurrence that is taken back takes the next one with it. */
function recur(fold: Fold, live: LiveDeadline, before: DeadlineState | undefined, timed: Timed): void {
  const { rule, cycleOf, trigger, state } = live;
  const { recurs } = rule.clause;
  if (recurs === undefined || cycleOf === undefined || fold.latest.get(rule.key) !== live) return;
  const goesOn = state === 'lapsed' || (state === 'met' && recurs === 'after-lapse-or-met');
  if (!goesOn || before === 'lapsed' || fold.terminated) return;
  const next = fold.terms.clauses.find(({ key }) => key === rule.key);
  const grid = gridOf(fold, rule);
  if (next?.clause.recurs === undefined || grid === undefined || 'missing' in grid) return;
  const following = addDays(grid.at(cycleOf).date, 1);
  const opened = open(fold, { rule: next, timed, trigger, cycleOf: following, previous: live });
  if (!opened) return;
  // What comes too late for this occurrence is told there, and counts for the next; older ones have had their time.
  if (live.previous) fold.listeners.remove(live.previous);
  catchUp(fold, opened, timed);
}

function startDependent(fold: Fold, rule: ClauseInForce, parent: LiveDeadline, timed: Timed): void {
  const wanted = clauseIn(rule.clause.on);
  if (!wanted || wanted.becomes !== effectiveState(parent) || !isAbout(wanted, rule, parent)) return;
  if (wanted.cycleOver !== undefined && !hasCycleOver(parent, wanted.cycleOver)) return;
  if (fold.terminated && !rule.clause.survivesTermination) return;
  if (rule.doesNotApply !== undefined) {
    fold.notApplied.push({ clause: rule.key, event: timed.fact.id, reason: rule.doesNotApply });
    return;
  }
  const { subject, cycleOf } = parent;
  const known = [...parent.children].find((child) => child.rule.key === rule.key);
  if (known) {
    known.settledWith = undefined;
    fold.touched.add(known);
    return;
  }
  // What follows from an occurrence of a recurring clause is about the same cycle.
  const opened = open(fold, {
    rule,
    timed,
    trigger: timed.fact,
    subject,
    parent,
    ...(cycleOf !== undefined && { cycleOf }),
  });
  if (opened) catchUp(fold, opened, timed);
}

function isAbout(
  { clause, topic }: { clause?: string | undefined; topic?: string | undefined },
  rule: ClauseInForce,
  parent: LiveDeadline,
): boolean {
  if (topic !== undefined) return parent.rule.clause.topic === topic && parent.rule.key !== rule.key;
  return parent.rule.clause.id === clause && parent.rule.pack.pack === rule.pack.pack;
}

/** Whether the cycles of a clause last longer than a length of time, both counted from the same day. */
function hasCycleOver({ rule: { cycle, context }, cycleOf }: LiveDeadline, length: string): boolean {
  if (cycle === undefined || 'missing' in cycle || cycleOf === undefined) return false;
  const [own, other] = [cycle.every, parsePeriod(length)].map((period) => computePeriod(cycleOf, period, context).date);
  return (own ?? '') > (other ?? '');
}

/**
 * The date of the clause it follows from may have moved, and then it stands again, even if it was over; unless something
 * else followed from that.
 */
function keepUp(fold: Fold, child: LiveDeadline, timed: Timed): void {
  const over = child.state === 'lapsed' || hasRunOut(child, timed.epoch);
  if (over && child.rule.clause.produces) return;
  const counted = countClause(basisOf(fold, child));
  if ('missing' in counted || sameJson(counted, child.base)) return;
  if (counted.instant === child.base.instant) shift(child, counted);
  else moveAlong(child, counted);
  fold.touched.add(child);
}

function moveAlong(child: LiveDeadline, counted: Counted): void {
  shift(child, counted);
  if (child.state === 'lapsed') standAgain(child);
  if (child.state === 'met') reconsider(child);
}

/** What another state of its clause started does not stand any more: it falls, or ends where that clause was open. */
function outlive(fold: Fold, child: LiveDeadline, parent: LiveDeadline, timed: Timed): void {
  const wanted = clauseIn(child.rule.clause.on);
  if (wanted?.becomes === effectiveState(parent)) return;
  if (wanted?.becomes === 'open') {
    // That the time ran out ends nothing by itself: the clause that follows has an end of its own.
    if (parent.state !== 'lapsed') settleWith(child, timed, parent);
    fold.touched.add(child);
    return;
  }
  parent.children.delete(child);
  fold.listeners.remove(child);
  fold.ends.delete(child);
  fold.forNextCycle.delete(child);
  if (fold.deadlines.get(child.id) === child) fold.deadlines.delete(child.id);
}
