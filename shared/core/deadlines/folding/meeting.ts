import { startOfDay } from '../../calendar/zone.ts';
import { type Fact, instantOf } from '../../events/event.ts';
import { nounOf } from '../../events/kinds.ts';
import type { Clause } from '../../terms/clause.ts';
import { kindsIn } from '../../terms/match.ts';
import { openingOf } from '../../terms/shapes/questions.ts';
import { explain } from '../explain.ts';
import { isSnapshot, type Timed } from './occurrence.ts';
import { factsOf, isOver, noteLate, type Standing, settle, standAgain } from './standing.ts';

/** Meets a deadline in time. What comes too early or too late is told, and changes nothing. */
export function meet(standing: Standing, { fact, epoch }: Timed): void {
  if (opensAfter(standing, epoch)) {
    noteEarly(standing, fact);
    return;
  }
  if (standing.state === 'paused' || (standing.state === 'open' && !isOver(standing, epoch))) {
    standing.metBy = [fact];
    settleAsMet(standing, fact);
  } else if (standing.state === 'open' || standing.state === 'lapsed') {
    noteLate(standing, 'met-late', fact);
  }
}

/** What met it may be taken back, and then whatever else met it in time counts. */
export function meetAgain(standing: Standing, { fact, epoch }: Timed): void {
  const { clause } = standing.rule;
  if (clause.reopenedBy === undefined || isSnapshot(fact) || isOver(standing, epoch)) return;
  standing.metBy.push(fact);
  noteMetAgain(standing, fact);
}

/**
 * Whether an event of one kind takes back what met a clause by an event of another: the withdrawal of a notice takes back
 * notices, not a cancellation that was scheduled. What has a noun of its own takes back whatever it was.
 */
export function takesBack({ satisfiedBy }: Pick<Clause, 'satisfiedBy'>, by: string, met: string): boolean {
  const ofOneNoun = kindsIn(satisfiedBy).some((kind) => nounOf(kind) === nounOf(by));
  return !ofOneNoun || nounOf(met) === nounOf(by);
}

/** What had met it is taken back. It is open again, unless something else met it in time. */
export function reopen(standing: Standing, { fact }: Timed): void {
  const { metBy, rule, state } = standing;
  // That nothing is scheduled, as a provider states it, takes back only what the provider had scheduled.
  const isTaken = ({ kind }: Fact) =>
    isSnapshot(fact) ? nounOf(kind) === nounOf(fact.kind) : takesBack(rule.clause, fact.kind, kind);
  const left = metBy.filter((met) => !isTaken(met));
  if (state !== 'met' || left.length === metBy.length) return;
  standing.notes.drop('meeting');
  standing.notes.add('meeting', explain('reopened', factsOf(standing, fact)));
  standing.metBy = left;
  standing.state = 'open';
  standing.closedBy = undefined;
  standing.closing = undefined;
  const [next, ...others] = left;
  if (next === undefined) return;
  settleAsMet(standing, next);
  for (const other of others) noteMetAgain(standing, other);
  for (const child of standing.children) followInstead(child, next, standing);
}

function settleAsMet(standing: Standing, fact: Fact): void {
  settle(standing, { state: 'met', how: 'met', fact });
  standing.notes.add('meeting', explain('met', factsOf(standing, fact)));
}

function noteMetAgain(standing: Standing, fact: Fact): void {
  standing.notes.add('meeting', explain('met-again', factsOf(standing, fact)));
}

/** What follows from its having been met, or from its being settled, is because of another event then. */
function followInstead(child: Standing, by: Fact, parent: Standing): void {
  if (child.settledWith === undefined) child.trigger = by;
  else child.settledWith = { by, parent };
}

/** What met it may have come too early for the window that it has now. */
export function reconsider(standing: Standing): void {
  const { timezone } = standing.rule.context;
  const [early] = standing.metBy.filter(({ cause, occurredAt }) =>
    opensAfter(standing, Date.parse(cause?.instant ?? instantOf(occurredAt, timezone))),
  );
  if (early === undefined) return;
  standAgain(standing);
  standing.metBy = [];
  noteEarly(standing, early);
}

/** What met it has had its effect. */
export function reopenTooLate(standing: Standing, fact: Fact): void {
  noteLate(standing, 'reopened-late', fact);
}

/** Whether the window in which a clause can be met is still to open. */
function opensAfter({ rule: { clause, context }, counted }: Standing, epoch: number): boolean {
  if (openingOf(clause) === undefined || counted.opensOn === undefined) return false;
  return epoch < Date.parse(startOfDay(counted.opensOn, context.timezone));
}

function noteEarly(standing: Standing, fact: Fact): void {
  const { opensOn } = standing.counted;
  if (isSnapshot(fact) || opensOn === undefined) return;
  standing.notes.addOnce('course', 'met-early', explain('met-early', { ...factsOf(standing, fact), opensOn }));
}
