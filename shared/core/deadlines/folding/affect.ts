import type { Fact } from '../../events/event.ts';
import { isOfTheContract } from '../../events/kinds.ts';
import { clauseIn, kindsIn, matches, matchOf } from '../../terms/match.ts';
import { namesAnotherDay } from '../counting/clause-anchor.ts';
import { explain } from '../explain.ts';
import { basisOf } from './basis.ts';
import { endsLater, isEarlierWord } from './cancellation.ts';
import { reckon } from './editions.ts';
import { end } from './ending.ts';
import type { Fold } from './fold.ts';
import { noteLate } from './late.ts';
import {
  expiryEpoch,
  extendPeriod,
  factsOf,
  hasRunOut,
  isOver,
  type LiveDeadline,
  leaveUncounted,
} from './live-deadline.ts';
import { isOfEarlierCycle, isTakenBack, meet, meetAgain, noteUntracked, reopen, reopenTooLate } from './meeting.ts';
import { concerns, isSnapshot, mayCoincide, subjectOf, type Timed } from './occurrence.ts';
import { hasEnded, knows } from './readings.ts';
import { servesCycle } from './served-cycle.ts';
import { lifts, pause, resume } from './suspension.ts';

/** Applies one event to every deadline it concerns. */
export function affectAll(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  const unnamed = new Map<string, LiveDeadline | undefined>();
  const closing: LiveDeadline[] = [];
  for (const live of fold.listeners.concernedBy(fact)) {
    const { subject, state, rule } = live;
    const { clause, key } = rule;
    if (!knows(rule, timed)) continue;
    fold.touched.add(live);
    let closes = concerns(clause, subject, fact);
    if (state === 'met') {
      if (closes && matches(clause.satisfiedBy, fact)) hearAgain(fold, live, timed);
      takeBack(fold, live, timed);
      continue;
    }
    if (state === 'cancelled') continue;
    if (matches(clause.reopenedBy, fact)) comesEarly(live, timed);
    if (closes && clause.about !== undefined && subject === undefined && !isOfTheContract(fact.kind)) {
      if (!unnamed.has(key)) unnamed.set(key, firstUnnamed(fold, live, timed));
      closes = unnamed.get(key) === live;
    }
    if (closes) {
      close(fold, live, timed);
      closing.push(live);
    }
    suspend(live, timed);
  }
  // An extension may depend on another deadline's being met, whichever of the two comes first.
  for (const live of closing) grantExtension(fold, live, timed);
}

/** A met deadline hears its event again. A corrected end replaces the end that was stated before. */
function hearAgain(fold: Fold, live: LiveDeadline, timed: Timed): void {
  if (isInPoint(fold, live, timed.fact)) meetAgain(live, timed);
  else if (isTooLateToReopen(fold, live, timed)) reopenTooLate(live, timed.fact);
  else reopen(live, timed, (met) => isEarlierWord(met, timed.fact));
}

/** Whether an event is about the cycle or the end that the deadline is about, as far as it says. */
function isInPoint(fold: Fold, live: LiveDeadline, fact: Fact): boolean {
  return !endsLater(live, fact) && servesCycle(fold, live, fact);
}

/** Meets or ends a deadline whose matter the event is about. */
export function close(fold: Fold, live: LiveDeadline, timed: Timed): void {
  const { clause } = live.rule;
  if (matches(clause.satisfiedBy, timed.fact) && isInPoint(fold, live, timed.fact)) {
    if (isOfEarlierCycle(live, timed)) leaveToEarlierCycle(fold, live, timed);
    else meet(live, timed);
    const takes = ({ fact }: Timed) => matches(clause.reopenedBy, fact) && isTakenBack(clause, timed.fact, fact);
    for (const taking of coinciding(live, timed, takes)) takeBack(fold, live, taking);
  }
  if (matches(clause.endedBy, timed.fact)) end(live, timed);
  else if (kindsIn(clause.endedBy).includes(timed.fact.kind)) noteRemaining(live, timed.fact);
}

/** What came in time for a cycle that is not tracked is reported: else whoever records it would think that it counts. */
function leaveToEarlierCycle(fold: Fold, live: LiveDeadline, { fact }: Timed): void {
  const { rule, subject: opensOn } = live;
  if (isSnapshot(fact) || opensOn === undefined) return;
  noteUntracked(live, fact, opensOn);
  if (rule.reading !== undefined) return;
  fold.notApplied.push({ clause: rule.key, event: fact.id, reason: { because: 'untracked', opensOn } });
}

/** Notes what is still owed after part of an invoice was paid. Only the last amount is kept. */
function noteRemaining(live: LiveDeadline, fact: Fact): void {
  const { remaining, currency } = fact.data;
  if (typeof remaining !== 'number' || remaining <= 0) return;
  const owed = typeof currency === 'string' ? { currency, amount: remaining } : null;
  live.notes.replace('course', 'remains', explain('remains', { ...factsOf(live, fact), remaining: owed }));
}

/** Stops a deadline's period or lets it run again. An event that names no matter concerns every one. */
export function suspend(live: LiveDeadline, timed: Timed): void {
  const { clause } = live.rule;
  const named = subjectOf(clause, timed.fact);
  if (named !== undefined && named !== live.subject) return;
  if (matches(clause.suspendedBy, timed.fact)) {
    pause(live, timed);
    const lifting = ({ fact }: Timed) => matches(clause.resumedBy, fact) && lifts(live, fact, timed.fact);
    for (const one of coinciding(live, timed, lifting)) resume(live, one);
  }
  if (matches(clause.resumedBy, timed.fact) && !resume(live, timed)) comesEarly(live, timed);
}

/** Keeps an undoing event for later: of two events with the same time, the undoing one may sort first. */
function comesEarly(live: LiveDeadline, timed: Timed): void {
  if (!isSnapshot(timed.fact)) live.early.push(timed);
}

/** The events that undo this one, have the same time and sorted earlier; each is used once. */
function coinciding({ early, rule }: LiveDeadline, timed: Timed, undoes: (one: Timed) => boolean): Timed[] {
  const found = early.filter((one) => undoes(one) && mayCoincide(one, timed, rule.context.timezone));
  for (const one of found) early.splice(early.indexOf(one), 1);
  return found;
}

/** Reopens a met deadline, unless the contract has ended or a deadline that followed from the meeting is over. */
export function takeBack(fold: Fold, live: LiveDeadline, timed: Timed): void {
  const { clause } = live.rule;
  if (live.state !== 'met' || !isAbout(live, timed) || !matches(clause.reopenedBy, timed.fact)) return;
  if (isTooLateToReopen(fold, live, timed)) reopenTooLate(live, timed.fact);
  else reopen(live, timed, (met) => isTakenBack(clause, met, timed.fact));
}

function isTooLateToReopen(fold: Fold, { rule, children }: LiveDeadline, { epoch }: Timed): boolean {
  const { clause } = rule;
  const ended = hasEnded(fold, rule) && !clause.survivesTermination;
  return ended || [...children].some((child) => followsMeeting(child) && isOver(child, epoch));
}

function followsMeeting({ rule: { clause } }: LiveDeadline): boolean {
  return clauseIn(clause.on)?.becomes === 'met';
}

export function isAbout({ rule: { clause }, subject }: LiveDeadline, { fact }: Timed): boolean {
  return concerns(clause, subject, fact);
}

/** Gives the whole period another length if the extension comes in time. A period is extended at most once. */
export function grantExtension(fold: Fold, live: LiveDeadline, timed: Timed): void {
  const { extendedBy } = live.rule.clause;
  if (!extendedBy || live.extendedTo !== undefined || !matches(extendedBy.on, timed.fact)) return;
  const { to, ifMet } = extendedBy;
  const running = (live.state === 'open' || live.state === 'paused') && !hasRunOut(live, timed.epoch);
  const longer = reckon(live.bound, { ...basisOf(fold, live), extendedTo: to });
  const inTime = ifMet === undefined || wasMetBy(fold, live, ifMet, timed);
  if (!running || !inTime) noteLate(live, 'prolonged-late', timed.fact);
  else if ('missing' in longer) {
    leaveUncounted(live, timed.fact, longer);
    // Where it is counted again, the granted length counts.
    if (longer.why !== undefined) live.extendedTo = to;
  } else extendPeriod(live, timed, to, longer);
}

/** Whether the event met a deadline of the given clause of the same pack, and so came within that deadline. */
function wasMetBy(fold: Fold, { rule }: LiveDeadline, clause: string, { fact }: Timed): boolean {
  return [...fold.deadlines.values()].some(
    (other) =>
      other.rule.clause.id === clause &&
      other.rule.pack.pack === rule.pack.pack &&
      other.state === 'met' &&
      other.closedBy === fact.id,
  );
}

/**
 * The deadline that an event closes if several of its clause have no subject: the one that ends first. An event that starts the
 * clause as well, and names the day that it is counted from, is about the deadline of that day.
 */
function firstUnnamed(fold: Fold, { rule }: LiveDeadline, { fact }: Timed): LiveDeadline | undefined {
  const ends = matches(rule.clause.endedBy, fact);
  const starts = matchOf(rule.startedBy, fact) !== undefined;
  const candidates = fold.listeners
    .concernedBy(fact)
    .filter(
      ({ rule: { key, clause }, subject, state, trigger }) =>
        key === rule.key &&
        subject === undefined &&
        !(starts && namesAnotherDay(rule, trigger, fact)) &&
        (state === 'open' || state === 'paused' || (ends && clause.nature === 'right' && state === 'lapsed')),
    );
  return candidates.reduce<LiveDeadline | undefined>(
    (first, live) => (first && expiryEpoch(first) <= expiryEpoch(live) ? first : live),
    undefined,
  );
}
