import { isOfTheContract } from '../../events/kinds.ts';
import { clauseIn, type EventMatches, matches } from '../../terms/match.ts';
import { countClause } from '../counting/count-clause.ts';
import { basisOf } from './basis.ts';
import type { Fold } from './fold.ts';
import { meet, meetAgain, reopen, reopenTooLate } from './meeting.ts';
import { concerns, isSnapshot, mayCoincide, subjectOf, type Timed } from './occurrence.ts';
import { end, hasRunOut, isOver, prolong, prolongTooLate, type Standing } from './standing.ts';
import { lifts, pause, resume } from './suspension.ts';

/** What one event does to every deadline that stands. */
export function affectAll(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  const unnamed = new Map<string, Standing | undefined>();
  for (const standing of fold.listeners.concernedBy(fact)) {
    const { subject, state } = standing;
    const { clause, key } = standing.rule;
    fold.touched.add(standing);
    let closes = concerns(clause, subject, fact);
    if (state === 'met') {
      if (closes && matches(clause.satisfiedBy, fact)) meetAgain(standing, timed);
      takeBack(fold, standing, timed);
    }
    if (state === 'met' || state === 'cancelled') continue;
    if (closes && matches(clause.reopenedBy, fact)) comesEarly(standing, timed);
    if (closes && clause.about !== undefined && subject === undefined && !isOfTheContract(fact.kind)) {
      if (!unnamed.has(key)) unnamed.set(key, firstUnnamed(fold, standing, timed));
      closes = unnamed.get(key) === standing;
    }
    if (closes) close(fold, standing, timed);
    if (closes) giveMoreTime(fold, standing, timed);
    suspend(standing, timed);
  }
}

/** Meets or ends a deadline whose matter the event is about. */
export function close(fold: Fold, standing: Standing, timed: Timed): void {
  const { clause } = standing.rule;
  if (matches(clause.satisfiedBy, timed.fact)) {
    meet(standing, timed);
    for (const taken of coinciding(standing, timed, clause.reopenedBy)) takeBack(fold, standing, taken);
  }
  if (matches(clause.endedBy, timed.fact)) end(standing, timed);
}

/** Stops a deadline's period or lets it run again. An event that names no matter concerns every one. */
export function suspend(standing: Standing, timed: Timed): void {
  const { clause } = standing.rule;
  const named = subjectOf(clause, timed.fact);
  if (clause.about !== undefined && named !== undefined && named !== standing.subject) return;
  if (matches(clause.suspendedBy, timed.fact)) {
    pause(standing, timed);
    for (const lifting of coinciding(standing, timed, clause.resumedBy)) {
      if (lifts(standing, lifting.fact, timed.fact)) resume(standing, lifting);
    }
  }
  if (matches(clause.resumedBy, timed.fact) && !resume(standing, timed)) comesEarly(standing, timed);
}

/** Of two events at one moment, or on one day without an hour, the one that undoes the other may come first. */
function comesEarly(standing: Standing, timed: Timed): void {
  if (!isSnapshot(timed.fact)) standing.early.push(timed);
}

/** What undoes an event and may have come after it, although it stands before it. Each undoes one event. */
function coinciding(standing: Standing, timed: Timed, undoing: EventMatches | undefined): Timed[] {
  const { early, rule } = standing;
  const found = early.filter((one) => matches(undoing, one.fact) && mayCoincide(one, timed, rule.context.timezone));
  for (const one of found) early.splice(early.indexOf(one), 1);
  return found;
}

/** What met it is taken back, as long as the contract stands and nothing that followed is over. */
export function takeBack(fold: Fold, standing: Standing, timed: Timed): void {
  const { clause } = standing.rule;
  if (standing.state !== 'met' || !isAbout(standing, timed) || !matches(clause.reopenedBy, timed.fact)) return;
  const ended = fold.terminated && !clause.survivesTermination;
  const followed = [...standing.children].some((child) => followsMeeting(child) && isOver(child, timed.epoch));
  if (ended || followed) reopenTooLate(standing, timed.fact);
  else reopen(standing, timed);
}

function followsMeeting({ rule: { clause } }: Standing): boolean {
  return clauseIn(clause.on)?.becomes === 'met';
}

export function isAbout({ rule: { clause }, subject }: Standing, { fact }: Timed): boolean {
  return concerns(clause, subject, fact);
}

/** An extension that comes in time gives the whole period another length; there is one such extension. */
export function giveMoreTime(fold: Fold, standing: Standing, timed: Timed): void {
  const { extendedBy } = standing.rule.clause;
  if (!extendedBy || standing.extendedTo !== undefined || !matches(extendedBy.on, timed.fact)) return;
  const { to, ifMet } = extendedBy;
  const running = (standing.state === 'open' || standing.state === 'paused') && !hasRunOut(standing, timed.epoch);
  const longer = countClause({ ...basisOf(fold, standing), extendedTo: to });
  const inTime = ifMet === undefined || wasMetBy(fold, standing, ifMet, timed);
  if (running && inTime && !('missing' in longer)) prolong(standing, timed, to, longer);
  else prolongTooLate(standing, timed.fact);
}

/** Whether an event met another clause of the same pack, which says how soon it had to come. */
function wasMetBy(fold: Fold, { rule }: Standing, clause: string, { fact }: Timed): boolean {
  return [...fold.standings.values()].some(
    (other) =>
      other.rule.clause.id === clause &&
      other.rule.pack.pack === rule.pack.pack &&
      other.state === 'met' &&
      other.closedBy === fact.id,
  );
}

/** Of several deadlines whose matter nobody named, an event closes the one that ends first. */
function firstUnnamed(fold: Fold, { rule }: Standing, { fact }: Timed): Standing | undefined {
  const ends = matches(rule.clause.endedBy, fact);
  const candidates = fold.listeners
    .concernedBy(fact)
    .filter(
      ({ rule: { key, clause }, subject, state }) =>
        key === rule.key &&
        subject === undefined &&
        (state === 'open' || state === 'paused' || (ends && clause.nature === 'right' && state === 'lapsed')),
    );
  return candidates.reduce<Standing | undefined>(
    (first, standing) => (first && endOf(first) <= endOf(standing) ? first : standing),
    undefined,
  );
}

function endOf({ counted }: Standing): number {
  return Date.parse(counted.instant);
}
