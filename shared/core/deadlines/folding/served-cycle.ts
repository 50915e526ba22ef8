import { addDays } from '../../calendar/days.ts';
import type { Fact } from '../../events/event.ts';
import { nounOf } from '../../events/kinds.ts';
import { dayInData } from '../counting/clause-anchor.ts';
import { type Fold, knownGridOf } from './fold.ts';
import type { LiveDeadline } from './live-deadline.ts';

/**
 * Whether an invoice is for the cycle that a deadline is about. One that says which time it is for serves a duty to
 * invoice the next cycle only if it covers that cycle: neither a proration nor the invoice of a month is the invoice for the
 * year. One that says nothing of it may be.
 *
 * A provider’s periods begin and end in the midst of a day, which may be another day here: one day either way makes no
 * difference.
 */
export function servesCycle(fold: Fold, live: LiveDeadline, fact: Fact): boolean {
  const { rule, cycleOf } = live;
  if (nounOf(fact.kind) !== 'invoice' || !rule.clause.forNextCycle || cycleOf === undefined) return true;
  const grid = knownGridOf(fold, rule);
  const [start, end] = ['periodStartsOn', 'periodEndsOn'].map((key) => dayInData(key, fact, rule.context));
  if (start === undefined || end === undefined || grid === undefined) return true;
  const next = grid.at(addDays(grid.at(cycleOf).date, 1));
  return start <= addDays(next.opensOn, 1) && end >= next.date;
}
