import type { ClauseInForce } from '../../agreement/clauses.ts';
import { computePeriod } from '../../calendar/compute.ts';
import { addDays } from '../../calendar/days.ts';
import { parsePeriod } from '../../calendar/period-text.ts';
import type { Day } from '../../calendar/types.ts';
import { sameJson } from '../../events/canonical.ts';
import { clauseIn } from '../../terms/match.ts';
import type { DeadlineState } from '../state.ts';
import { basisOf, endingOf } from './basis.ts';
import { dependentsOf } from './changed-terms.ts';
import { type Reckoned, reckon } from './editions.ts';
import { settleWith } from './ending.ts';
import { type Fold, knownGridOf } from './fold.ts';
import { keptFromStarting } from './happened.ts';
import { effectiveState, hasRunOut, type LiveDeadline, leaveUncounted, shift, standAgain } from './live-deadline.ts';
import { reconsider } from './meeting.ts';
import { settleNextCycles } from './needless-next-cycle.ts';
import type { Timed } from './occurrence.ts';
import { discard, open } from './open.ts';
import { asEachReads, hasEnded } from './readings.ts';
import { catchUp } from './start.ts';

/** Works out the consequences of every touched deadline, and the consequences of those, until none is left. */
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
  for (const rule of dependentsOf(fold, live)) startDependent(fold, rule, live, timed);
  recur(fold, live, before, timed);
}

/** Opens the next occurrence of a recurring clause once this one is over. */
function recur(fold: Fold, live: LiveDeadline, before: DeadlineState | undefined, timed: Timed): void {
  const { rule, cycleOf, trigger, state } = live;
  const { recurs } = rule.clause;
  if (cycleOf === undefined || fold.latest.get(rule.key) !== live) return;
  const goesOn = state === 'lapsed' || (state === 'met' && recurs === 'after-lapse-or-met');
  if (!goesOn || before === 'lapsed') return;
  const goingOn = (next: ClauseInForce) => next.clause.recurs !== undefined && !hasEnded(fold, next);
  const nexts = asEachReads(fold, rule.key).filter(goingOn);
  const grid = knownGridOf(fold, rule);
  if (nexts.length === 0 || grid === undefined) return;
  const following = addDays(grid.at(cycleOf).date, 1);
  if (reachesAhead(fold, live, following)) return;
  const opened = openFirst(fold, nexts, { timed, trigger, cycleOf: following, previous: live });
  if (!opened) return;
  // An event too late for this occurrence is noted on it and counts for the next one; older occurrences stop listening.
  if (live.previous) fold.listeners.remove(live.previous);
  catchUp(fold, opened, timed);
}

/** The next occurrence, by the reading that decides it. */
function openFirst(fold: Fold, rules: readonly ClauseInForce[], opening: Omit<Parameters<typeof open>[1], 'rule'>) {
  for (const rule of rules) {
    const opened = open(fold, { ...opening, rule });
    if (opened) return opened;
  }
  return undefined;
}

/** Whether the chain has come to the cycle that a stated end falls into; that occurrence is open already. */
function reachesAhead(fold: Fold, { rule, previous }: LiveDeadline, following: Day): boolean {
  const ahead = fold.ahead.get(rule.key);
  if (ahead === undefined || (ahead.counted.cycleEnd ?? ahead.counted.date) < following) return false;
  const grid = knownGridOf(fold, rule);
  if (grid === undefined || grid.at(following).date < (ahead.counted.cycleEnd ?? '')) return false;
  fold.ahead.delete(rule.key);
  fold.latest.set(rule.key, ahead);
  if (previous) fold.listeners.remove(previous);
  return true;
}

function startDependent(fold: Fold, rule: ClauseInForce, parent: LiveDeadline, timed: Timed): void {
  const wanted = clauseIn(rule.clause.on);
  if (!wanted || wanted.becomes !== effectiveState(parent) || !isAbout(wanted, rule, parent)) return;
  if (wanted.cycleOver !== undefined && !hasCycleOver(parent, wanted.cycleOver)) return;
  if (hasEnded(fold, rule) && !rule.clause.survivesTermination) return;
  const reason = rule.doesNotApply ?? keptFromStarting(fold, rule, parent.subject, timed);
  if (reason !== undefined) {
    if (rule.reading === undefined) fold.notApplied.push({ clause: rule.key, event: timed.fact.id, reason });
    return;
  }
  const { subject, cycleOf } = parent;
  const known = [...parent.children].find((child) => child.rule.key === rule.key);
  if (known) {
    known.settledWith = undefined;
    fold.touched.add(known);
    return;
  }
  // A deadline that follows from an occurrence of a recurring clause is about the same cycle.
  const opened = open(fold, {
    rule,
    timed,
    trigger: endingOf(parent) ?? timed.fact,
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
 * Recounts a deadline whose parent's date may have moved. With another last instant it is open again even if it had
 * lapsed, unless its lapse produces an event.
 */
function keepUp(fold: Fold, child: LiveDeadline, timed: Timed): void {
  const over = child.state === 'lapsed' || hasRunOut(child, timed.epoch);
  if (over && child.rule.clause.produces) return;
  const reckoned = reckon(child.bound, basisOf(fold, child));
  if ('missing' in reckoned) {
    leaveUncounted(child, child.trigger, reckoned);
    return;
  }
  if (child.uncounted === undefined && sameJson(reckoned.counted, child.base.counted)) return;
  if (reckoned.counted.instant === child.base.counted.instant) shift(child, reckoned);
  else moveAlong(child, reckoned);
  fold.touched.add(child);
}

function moveAlong(child: LiveDeadline, reckoned: Reckoned): void {
  shift(child, reckoned);
  if (child.state === 'lapsed') standAgain(child);
  if (child.state === 'met') reconsider(child);
}

/** The parent left the state that started the child: the child is removed, or settled if it started on `open`. */
function outlive(fold: Fold, child: LiveDeadline, parent: LiveDeadline, timed: Timed): void {
  const wanted = clauseIn(child.rule.clause.on);
  if (wanted?.becomes === effectiveState(parent)) return;
  if (wanted?.becomes === 'open') {
    // A lapse of the parent does not end the child, which has a last day of its own.
    if (parent.state !== 'lapsed') settleWith(child, timed, parent);
    fold.touched.add(child);
    return;
  }
  discard(fold, child);
}
