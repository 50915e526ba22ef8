import type { Clause } from '../terms/clause.ts';
import { close, closingKinds, suspend } from './affect.ts';
import { type Counted, count, countsFromData } from './counting.ts';
import { contextOf, type Fold } from './fold.ts';
import { lookBackFrom } from './look-back.ts';
import { isSnapshot, matches, mayCoincide, occurrenceId, subjectOf, type Timed } from './occurrence.ts';
import { isOver, moveTooLate, newStanding, recount, type Standing } from './standing.ts';

/** Starts a clause from an event that gives rise to it, or moves the deadline that stands about the same matter. */
export function start(fold: Fold, clause: Clause, timed: Timed): void {
  const { fact } = timed;
  if (!matches(clause.on, fact) || isSnapshot(fact)) return;
  if (fold.terminated && !clause.survivesTermination) return;
  const context = contextOf(fold);
  const counted = countFrom(fold, clause, timed);
  const id = occurrenceId(clause, fact, context.timezone);
  if ('missing' in counted) {
    fold.notStarted.push({ report: { clause: clause.id, event: fact.id, missing: counted.missing }, deadline: id });
    return;
  }
  if (id === undefined) return;
  const known = fold.standings.get(id);
  if (known && !(known.state === 'cancelled' && mayStartAgain(clause))) {
    move(fold, known, timed);
    return;
  }
  const subject = subjectOf(clause, fact);
  const opened = newStanding({ clause, pack: fold.pack, context, id, subject }, fact, timed.at, counted);
  if (clause.nature === 'figure') opened.state = 'met';
  fold.standings.set(id, opened);
  catchUp(fold, opened, timed, known?.closedBy);
}

/** A notice that was taken back may be given again; an invoice that was paid stays paid. */
function mayStartAgain({ startsAgain, about }: Clause): boolean {
  return startsAgain ?? about === undefined;
}

function countFrom(fold: Fold, clause: Clause, { fact }: Timed): Counted | { missing: string } {
  if (!clause.lookBack) return count(clause, fact, contextOf(fold));
  const earlier = fold.past.map(({ fact: past }) => past);
  return lookBackFrom(clause.lookBack, fact, earlier, contextOf(fold));
}

/**
 * A later event about the same matter may carry another day. It is counted under the terms that the deadline began
 * under. What is settled stays so, unless the event settles the new day as well; what has taken effect cannot move.
 */
function move(fold: Fold, standing: Standing, timed: Timed): void {
  const { clause, context, state } = standing;
  if (!countsFromData(clause)) return;
  const counted = count(clause, timed.fact, context);
  if ('missing' in counted || counted.instant === standing.base.instant) return;
  const settled = state === 'met' || state === 'cancelled';
  const settledAnew = state === 'met' && matches(clause.satisfiedBy, timed.fact);
  if (settled && !settledAnew) return;
  if (clause.produces && !settled && isOver(standing, timed.epoch)) {
    moveTooLate(standing, timed.fact);
    return;
  }
  recount(standing, timed.fact, counted);
  for (const earlier of settledAnew ? [timed] : [...fold.past, timed]) {
    if (mayClose(standing, earlier, timed)) close(standing, earlier);
  }
}

/**
 * An event may close a deadline before the one that starts it is known to have happened: the payment of an invoice
 * that is later called overdue, a hold placed before the contract ended.
 */
function catchUp(fold: Fold, standing: Standing, timed: Timed, endedBefore: string | undefined): void {
  const kinds = closingKinds(standing.clause);
  for (const earlier of [...fold.past, timed]) {
    if (!kinds.has(earlier.fact.kind)) continue;
    if (earlier.fact.id !== endedBefore && mayClose(standing, earlier, timed)) close(standing, earlier);
    suspend(standing, earlier);
  }
}

/** What may start again, and what has no name, is only closed by what may have happened after its start. */
function mayClose({ clause, context, subject }: Standing, earlier: Timed, start: Timed): boolean {
  if (isSnapshot(earlier.fact) || subjectOf(clause, earlier.fact) !== subject) return false;
  const wholePast = subject !== undefined && !mayStartAgain(clause);
  return wholePast || mayCoincide(earlier, start, context.timezone);
}
