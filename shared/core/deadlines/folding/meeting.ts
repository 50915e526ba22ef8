import type { Day } from '../../calendar/types.ts';
import { startOfDay } from '../../calendar/zone.ts';
import { type Fact, instantOf } from '../../events/event.ts';
import { nounOf, takesBackNotice } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { kindsIn, matches } from '../../terms/match.ts';
import { openingOf } from '../../terms/shapes/questions.ts';
import { explain } from '../explain.ts';
import { areOfOneSource, areOfTwoSubscriptions, dayOfLastCycle, isEarlierWord } from './cancellation.ts';
import { noteLate } from './late.ts';
import { factsOf, isOver, type LiveDeadline, settle, standAgain } from './live-deadline.ts';
import { isSnapshot, type Timed } from './occurrence.ts';

/** Meets a deadline if the event is in time. An event too early or too late is only noted. */
export function meet(live: LiveDeadline, timed: Timed): void {
  const { fact, epoch } = timed;
  if (opensAfter(live, epoch)) {
    noteEarly(live, fact);
    return;
  }
  if (live.state === 'paused' || (live.state === 'open' && !isOver(live, epoch))) {
    if (!isComplete(live, fact)) return;
    live.metBy = [fact];
    settleAsMet(live, fact);
  } else if (live.state === 'open' || live.state === 'lapsed') {
    noteLate(live, 'met-late', fact);
  }
}

/** Whether the event, with those that came before it, is all that is needed to meet the deadline. A part is noted. */
function isComplete(live: LiveDeadline, fact: Fact): boolean {
  const { satisfiedBy, satisfiedByAll } = live.rule.clause;
  if (!satisfiedByAll) return true;
  const wanted = [satisfiedBy ?? []].flat();
  for (const [place, match] of wanted.entries()) if (matches(match, fact)) live.parts.add(place);
  const missing = wanted.filter((_, place) => !live.parts.has(place));
  if (missing.length === 0) return true;
  live.notes.replace(
    'meeting',
    `part ${fact.kind}`,
    explain('met-in-part', { ...factsOf(live, fact), missing: kindsIn(missing) }),
  );
  return false;
}

/** Keeps a further meeting event: it counts if the first one is withdrawn. */
export function meetAgain(live: LiveDeadline, { fact, epoch }: Timed): void {
  const { clause } = live.rule;
  if (clause.reopenedBy === undefined || isSnapshot(fact) || isOver(live, epoch)) return;
  const earlier = live.metBy.findIndex((met) => isEarlierWord(met, fact));
  if (earlier !== -1) {
    live.metBy[earlier] = fact;
    if (earlier > 0) return;
    live.notes.dropNamed('met');
    settleAsMet(live, fact);
    return;
  }
  live.metBy.push(fact);
  noteMetAgain(live, fact);
}

/**
 * Whether an event of kind `by` reopens a clause that an event of kind `met` had met. What withdraws or rescinds takes back only
 * kinds of its own noun, if the clause is met by any: `termination.withdrawn` takes back `termination.noticed`, not
 * `cancellation.scheduled`. Anything else takes back every kind: who accepts a change has neither rejected it nor left for it.
 */
export function takesBack({ satisfiedBy }: Pick<Clause, 'satisfiedBy'>, by: string, met: string): boolean {
  const ofOneNoun = takesBackNotice(by) && kindsIn(satisfiedBy).some((kind) => nounOf(kind) === nounOf(by));
  return !ofOneNoun || nounOf(met) === nounOf(by);
}

/** Withdraws the meetings that `isTaken` names. The deadline is open again, unless another event met it in time. */
export function reopen(live: LiveDeadline, { fact, epoch }: Timed, isTaken: (met: Fact) => boolean): void {
  const { metBy, state } = live;
  const left = metBy.filter((met) => !isTaken(met));
  if (state !== 'met' || left.length === metBy.length) return;
  live.notes.drop('meeting');
  live.notes.add('meeting', explain('reopened', factsOf(live, fact)));
  live.metBy = left;
  live.since = epoch;
  live.state = 'open';
  live.closedBy = undefined;
  live.closing = undefined;
  const [next, ...others] = left;
  if (next === undefined) return;
  settleAsMet(live, next);
  for (const other of others) noteMetAgain(live, other);
  for (const child of live.children) followInstead(child, next, live);
}

function settleAsMet(live: LiveDeadline, fact: Fact): void {
  settle(live, { state: 'met', how: 'met', fact });
  live.notes.replace('meeting', 'met', explain('met', factsOf(live, fact)));
}

function noteMetAgain(live: LiveDeadline, fact: Fact): void {
  live.notes.add('meeting', explain('met-again', factsOf(live, fact)));
}

/**
 * A provider's snapshot "nothing is scheduled" takes back only what the same provider had scheduled, and neither side the
 * other's notice.
 */
export function isTakenBack(clause: Clause, met: Fact, by: Fact): boolean {
  const ofOneNoun = nounOf(met.kind) === nounOf(by.kind);
  if (isSnapshot(by)) return ofOneNoun && areOfOneSource(met, by);
  const isOther = ofOneNoun && (areOfTwoSubscriptions(met, by) || areOfTwoSides(met, by));
  return takesBack(clause, by.kind, met.kind) && !isOther;
}

/** Whether one side is said to take back what the other gave. A notice that names no side is the customer's. */
function areOfTwoSides({ data: { by: given } }: Fact, { data: { by: taking } }: Fact): boolean {
  const giver = given === 'provider' ? 'provider' : 'customer';
  return (taking === 'customer' || taking === 'provider') && taking !== giver;
}

/** The child now follows from another meeting event. */
function followInstead(child: LiveDeadline, by: Fact, parent: LiveDeadline): void {
  if (child.settledWith === undefined) child.trigger = by;
  else child.settledWith = { by, parent };
}

/** After the window moved, a meeting event may lie before its first day; the deadline is then open again. */
export function reconsider(live: LiveDeadline): void {
  const { timezone } = live.rule.context;
  const [early] = live.metBy.filter(({ cause, occurredAt }) =>
    opensAfter(live, Date.parse(cause?.instant ?? instantOf(occurredAt, timezone))),
  );
  if (early === undefined) return;
  standAgain(live);
  live.metBy = [];
  noteEarly(live, early);
}

/** Notes an event that comes too late to withdraw the meeting. */
export function reopenTooLate(live: LiveDeadline, fact: Fact): void {
  noteLate(live, 'reopened-late', fact);
}

/** Whether the window opens only after `epoch`. */
function opensAfter({ rule: { clause, context }, counted }: LiveDeadline, epoch: number): boolean {
  if (openingOf(clause) === undefined || counted.opensOn === undefined) return false;
  return epoch < Date.parse(startOfDay(counted.opensOn, context.timezone));
}

/**
 * Whether an event came in time for a cycle before the first one that is tracked, and so was for that cycle. A cancellation that
 * names its end is about the cycle of that end.
 */
export function isOfEarlierCycle(
  { since, subject = '', rule: { context } }: LiveDeadline,
  { fact, epoch }: Timed,
): boolean {
  return epoch < since && (dayOfLastCycle(fact, context) ?? '') < subject;
}

export function noteUntracked(live: LiveDeadline, fact: Fact, opensOn: Day): void {
  live.notes.addOnce('course', 'met-untracked', explain('met-untracked', { ...factsOf(live, fact), opensOn }));
}

function noteEarly(live: LiveDeadline, fact: Fact): void {
  const { opensOn } = live.counted;
  if (isSnapshot(fact) || opensOn === undefined) return;
  live.notes.addOnce('course', 'met-early', explain('met-early', { ...factsOf(live, fact), opensOn }));
}
