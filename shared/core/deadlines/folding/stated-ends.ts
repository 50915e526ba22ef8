import type { Fact } from '../../events/event.ts';
import { nounOf, takesBackNotice } from '../../events/kinds.ts';
import { matches } from '../../terms/match.ts';
import { areOfOneSource, areOfTwoSubscriptions, dayOfLastCycle, endsLater, statedEnd } from './cancellation.ts';
import { type Fold, knownGridOf } from './fold.ts';
import type { LiveDeadline } from './live-deadline.ts';
import { isOfEarlierCycle, meet } from './meeting.ts';
import { isSnapshot, type Timed } from './occurrence.ts';
import { discard, open } from './open.ts';
import { hasEnded } from './readings.ts';

/** Keeps the last word of each source on when the contract ends. */
export function noteStatedEnd(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (nounOf(fact.kind) !== 'cancellation') return;
  const takesBack = takesBackNotice(fact.kind);
  const reachesOthers = takesBack && !isSnapshot(fact);
  for (const known of fold.statedEnds) {
    const concerned = reachesOthers ? !areOfTwoSubscriptions(known.fact, fact) : areOfOneSource(known.fact, fact);
    if (concerned) fold.statedEnds.delete(known);
  }
  if (!takesBack) fold.statedEnds.add(timed);
}

/**
 * Sees that of each chain of cycles the occurrence that the stated end falls into is met, however far ahead it is: the ones
 * before it stay open and renew, and what follows from the end is known at once.
 */
export function settleStatedEnds(fold: Fold): void {
  if (fold.statedEnds.size === 0 && fold.ahead.size === 0) return;
  for (const latest of [...fold.latest.values()]) {
    if (hasEnded(fold, latest.rule)) continue;
    const first = firstEnd(fold, latest);
    const isLater = first !== undefined && endsLater(latest, first.fact);
    const ahead = fold.ahead.get(latest.rule.key);
    if (ahead && !(isLater && isMetBy(fold, ahead, first.fact))) {
      fold.ahead.delete(latest.rule.key);
      for (const one of [...ahead.children, ahead]) discard(fold, one);
    }
    if (first === undefined) continue;
    if (isLater) openAhead(fold, latest, first);
    else if (latest.state === 'open' && !latest.metBy.includes(first.fact)) {
      meet(latest, first);
      fold.touched.add(latest);
    }
  }
}

/** Whether an occurrence ahead is that of the cycle into which this end falls. */
function isMetBy(fold: Fold, { rule, metBy, subject }: LiveDeadline, stated: Fact): boolean {
  const day = dayOfLastCycle(stated, rule.context);
  const grid = knownGridOf(fold, rule);
  if (day === undefined || grid === undefined) return false;
  return metBy.includes(stated) && grid.at(day).opensOn === subject;
}

/** Of several ends that are stated, the first is that of the contract; one of a cycle before those that are tracked is none. */
function firstEnd(fold: Fold, latest: LiveDeadline): Timed | undefined {
  const { rule } = latest;
  const end = ({ fact }: Timed) => statedEnd(fact, rule.context) ?? '';
  return [...fold.statedEnds]
    .filter((stated) => end(stated) !== '' && matches(rule.clause.satisfiedBy, stated.fact))
    .filter((stated) => !isOfEarlierCycle(latest, stated))
    .sort((a, b) => (end(a) < end(b) ? -1 : 1))[0];
}

function openAhead(fold: Fold, latest: LiveDeadline, stated: Timed): void {
  const { rule, trigger } = latest;
  const cycleOf = dayOfLastCycle(stated.fact, rule.context);
  if (cycleOf === undefined || fold.ahead.has(rule.key)) return;
  const opened = open(fold, { rule, timed: stated, trigger, cycleOf, aheadOf: latest });
  if (opened === undefined) return;
  fold.latest.set(rule.key, latest);
  meet(opened, stated);
  // What is said after the fact, or too late for a notice, averts nothing.
  if (opened.state === 'met') fold.ahead.set(rule.key, opened);
  else discard(fold, opened);
}
