import type { ClauseInForce } from '../../agreement/clauses.ts';
import { laterOf } from '../../calendar/days.ts';
import type { Fact } from '../../events/event.ts';
import { isOfTheContract } from '../../events/kinds.ts';
import { kindsIn, matches, matchOf } from '../../terms/match.ts';
import { namesAnotherDay } from '../counting/clause-anchor.ts';
import { close, grantExtension, isAbout, suspend, takeBack } from './affect.ts';
import { basisOf, beginningOf } from './basis.ts';
import { reckon } from './editions.ts';
import { type Fold, gridOf, reportGap } from './fold.ts';
import { keptFromStarting } from './happened.ts';
import { moveTooLate } from './late.ts';
import { countedFromKinds, listeningKinds, suspendingKinds } from './listeners.ts';
import {
  expiryEpoch,
  hasRunOut,
  isCountedSo,
  isOver,
  type LiveDeadline,
  leaveUncounted,
  moveMet,
  recount,
  restart,
} from './live-deadline.ts';
import { takesBack } from './meeting.ts';
import { concerns, isSnapshot, mayCoincide, subjectOf, type Timed, unnamedDeadlineId } from './occurrence.ts';
import { endOfCycleBefore, leaveBehind, open } from './open.ts';
import { boundBy } from './openers.ts';
import { hasEnded, isReadBy, knows, pastOf } from './readings.ts';

/** Starts a clause from its event, or moves the existing deadline with the same subject. */
export function start(fold: Fold, rule: ClauseInForce, timed: Timed): void {
  const { fact } = timed;
  const { clause, key } = rule;
  if (isSnapshot(fact) || matchOf(rule.startedBy, fact) === undefined) return;
  if (!knows(rule, timed) || (hasEnded(fold, rule) && !clause.survivesTermination)) return;
  if (rule.doesNotApply !== undefined) {
    if (rule.reading === undefined) fold.notApplied.push({ clause: key, event: fact.id, reason: rule.doesNotApply });
    return;
  }
  if (clause.recurs !== undefined) startChain(fold, rule, timed);
  else startOccurrence(fold, rule, timed);
}

/** Opens the first occurrence of a recurring clause: the cycle in which the contract starts, or is first tracked. */
function startChain(fold: Fold, rule: ClauseInForce, timed: Timed): void {
  const last = fold.latest.get(rule.key);
  if (last && last.state !== 'cancelled') return;
  const grid = gridOf(fold, rule);
  if (grid === undefined) return;
  if ('missing' in grid) {
    reportGap(fold, rule, timed.fact, grid);
    return;
  }
  const begun = fold.openers.dayOf(rule, timed);
  const day = laterOf(begun, fold.input.contract.trackedFrom ?? begun);
  const opening = { rule, timed, trigger: timed.fact, cycleOf: day, replaces: last };
  // What came while an earlier cycle could be settled was about that one, which nobody tracks.
  const isFirst = grid.at(day).opensOn === grid.at(begun).opensOn;
  open(fold, isFirst ? opening : { ...opening, since: endOfCycleBefore(fold, opening, day), followsUntracked: true });
}

function startOccurrence(fold: Fold, rule: ClauseInForce, timed: Timed): void {
  const { fact } = timed;
  const { clause } = rule;
  const last = fold.newest.get(rule.key);
  const id = occurrenceId(fold, rule, timed, last);
  if (!isReadBy(fold, rule, id, timed)) return;
  const known = id === undefined ? undefined : fold.deadlines.get(id);
  if (known && !(known.state === 'cancelled' && mayStartAgain(rule, timed))) {
    move(fold, known, timed);
    return;
  }
  const kept = keptFromStarting(fold, rule, subjectOf(clause, fact), timed);
  if (kept) {
    fold.notApplied.push({ clause: rule.key, event: fact.id, reason: kept });
    return;
  }
  const bound = boundBy(fold, rule, { timed, id, replaces: known });
  const reckoned = reckon(bound, beginningOf(fold, rule, fact));
  if ('missing' in reckoned) {
    reportGap(fold, rule, fact, reckoned, id);
    return;
  }
  if (id === undefined) return;
  const subject = subjectOf(clause, fact);
  const opened = open(fold, { rule, timed, trigger: fact, subject, id, found: { bound, reckoned } });
  if (!opened) return;
  // Later events are about this occurrence.
  if (last && last.id !== id) fold.listeners.remove(last);
  catchUp(fold, opened, timed, known?.closedBy);
}

/** The deadline that an event starts or moves. Of a clause that repeats that is the last one, until it may repeat. */
function occurrenceId(fold: Fold, rule: ClauseInForce, timed: Timed, last: LiveDeadline | undefined) {
  if (last === undefined) return fold.openers.occurrenceId(rule, timed);
  return mayRepeat(fold, last, timed) ? unnamedDeadlineId(rule.key, fold.openers.dayOf(rule, timed)) : last.id;
}

/** An ended deadline starts again under its own id. */
function mayRepeat(fold: Fold, last: LiveDeadline, { epoch }: Timed): boolean {
  const { state, rule, openedAt } = last;
  if (state === 'cancelled' || !hasRunOut(last, epoch)) return false;
  const { repeatsAfter } = rule.clause;
  // What was told once it was over opened it after its end.
  const since = Math.min(Date.parse(openedAt), expiryEpoch(last));
  const told = pastOf(fold, rule).ofKinds(new Set(kindsIn(repeatsAfter)));
  return told.some((one) => one.epoch >= since && matches(repeatsAfter, one.fact));
}

/** Whether an ended deadline may start again: a notice may be given again, a paid invoice stays paid. */
function mayStartAgain({ clause: { startsAgain, about } }: ClauseInForce, timed?: Timed): boolean {
  if (typeof startsAgain === 'string') return timed === undefined || timed.fact.kind === startsAgain;
  return startsAgain ?? about === undefined;
}

/**
 * A later event with the same subject may carry another day, or restart the count. It is counted under the terms under
 * which the deadline began. A met deadline stays met, unless the event also meets the clause at the new day; its day moves
 * only if the meeting may still be taken back. A figure, which nothing meets, moves with the day that the event names. A deadline whose lapse has produced an event cannot move.
 */
function move(fold: Fold, live: LiveDeadline, timed: Timed): void {
  const { rule } = live;
  const { clause } = rule;
  const standsAsSettled = isSettled(live) && !isMetAnew(live, timed);
  if (standsAsSettled && clause.nature !== 'figure' && !mayBeTakenBack(live, timed)) return;
  if (clause.restarts !== true && !namesAnotherDay(rule, live.trigger, timed.fact)) return;
  countAgain(fold, live, timed, timed.fact);
}

/** Counts the deadlines anew that are counted from an event of this kind, such as `event.terms-change.posted`. */
export function countFrom(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (isSnapshot(fact)) return;
  for (const live of fold.listeners.concernedBy(fact)) {
    const { clause } = live.rule;
    if (!knows(live.rule, timed)) continue;
    if (!countedFromKinds(clause).has(fact.kind) || !concerns(clause, live.subject, fact)) continue;
    if (!isSettled(live) || mayBeTakenBack(live, timed)) countAgain(fold, live, timed, live.trigger);
  }
}

/** Counts a deadline anew from `trigger`, because of an event. */
function countAgain(fold: Fold, live: LiveDeadline, timed: Timed, trigger: Fact): void {
  const { clause } = live.rule;
  const settled = isSettled(live);
  const metAnew = isMetAnew(live, timed);
  const hasTakenEffect = clause.produces !== undefined && !settled && hasRunOut(live, timed.epoch);
  const reckoned = reckon(live.bound, basisOf(fold, live, trigger));
  if ('missing' in reckoned) {
    if (!hasTakenEffect) leaveUncounted(live, timed.fact, reckoned, trigger);
    else if (clause.restarts !== true && reckoned.why !== undefined) moveTooLate(live, timed.fact);
    return;
  }
  fold.touched.add(live);
  if (clause.restarts === true) {
    if (settled || hasTakenEffect) return;
    if (hasRunOut(live, timed.epoch)) leaveBehind(fold, live);
    restart(live, trigger, reckoned);
    return;
  }
  if (isCountedSo(live, reckoned)) return;
  if (settled && !metAnew) {
    moveMet(live, timed.fact, reckoned, trigger);
    return;
  }
  if (hasTakenEffect) {
    moveTooLate(live, timed.fact);
    return;
  }
  recount(live, timed.fact, reckoned, trigger);
  for (const earlier of metAnew ? [timed] : [...pastAbout(fold, live), timed]) {
    if (mayClose(live, earlier, timed)) close(fold, live, earlier);
  }
}

function isSettled({ state }: LiveDeadline): boolean {
  return state === 'met' || state === 'cancelled';
}

/** Whether an event that moves a met deadline meets it as well. */
function isMetAnew({ state, rule }: LiveDeadline, { fact }: Timed): boolean {
  return state === 'met' && matches(rule.clause.satisfiedBy, fact);
}

/** Whether a deadline is met by an event that another one may take back before the last day is over. */
function mayBeTakenBack(live: LiveDeadline, { epoch }: Timed): boolean {
  const { clause } = live.rule;
  const takingBack = kindsIn(clause.reopenedBy);
  const isTaken = ({ kind }: Fact) => takingBack.some((by) => takesBack(clause, by, kind));
  return live.state === 'met' && !isOver(live, epoch) && live.metBy.some(isTaken);
}

/**
 * Applies earlier events to a deadline that has just opened: the payment of an invoice that is later called overdue, a hold
 * placed before the contract ended.
 */
export function catchUp(fold: Fold, live: LiveDeadline, timed: Timed, endedBefore?: string): void {
  for (const earlier of [...pastAbout(fold, live), timed]) {
    if (!listeningKinds(live.rule.clause).has(earlier.fact.kind)) continue;
    takeBack(fold, live, earlier);
    if (earlier.fact.id !== endedBefore && mayClose(live, earlier, timed)) close(fold, live, earlier);
    // An extension may have been granted before the period began.
    if (earlier !== timed && isAbout(live, earlier)) grantExtension(fold, live, earlier);
    suspend(live, earlier);
  }
}

/**
 * Earlier events that may concern a deadline: those with its subject, those about the whole contract, and those that
 * suspend or resume every period.
 */
function pastAbout(fold: Fold, { rule, subject }: LiveDeadline): readonly Timed[] {
  const { clause } = rule;
  const past = pastOf(fold, rule);
  const kinds = listeningKinds(clause);
  if (clause.about === undefined) return past.ofKinds(kinds);
  const suspending = suspendingKinds(clause);
  const anywhere = new Set([...kinds].filter((kind) => suspending.has(kind) || isOfTheContract(kind)));
  const own = past.about(kinds, clause.about, subject);
  if (anywhere.size === 0) return own;
  const closing = own.filter(({ fact }) => !anywhere.has(fact.kind));
  return [...closing, ...past.ofKinds(anywhere)].sort((a, b) => a.epoch - b.epoch);
}

/** Whether an earlier event may close a deadline. If it may start again or has no id, only one that may follow its start. */
function mayClose({ rule, subject }: LiveDeadline, earlier: Timed, start: Timed): boolean {
  const { clause, context } = rule;
  // An event before a cycle concerned the cycle before.
  if (clause.recurs !== undefined || isSnapshot(earlier.fact)) return false;
  if (!concerns(clause, subject, earlier.fact)) return false;
  const named = subject !== undefined || (clause.about === undefined && clause.startsAgain === false);
  const ofTheContract = clause.about !== undefined && subjectOf(clause, earlier.fact) === undefined;
  const wholePast = named && !mayStartAgain(rule) && !ofTheContract;
  return wholePast || mayCoincide(earlier, start, context.timezone);
}
