import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays, laterOf } from '../../calendar/days.ts';
import type { Day, Zone } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { nounOf } from '../../events/kinds.ts';
import { dayInData } from '../counting/clause-anchor.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { countAnew } from './cycle-extension.ts';
import { type Fold, knownGridOf } from './fold.ts';
import type { Timed } from './occurrence.ts';
import { everyCyclicClause, hasEndedByAll } from './readings.ts';

/**
 * Ends billing cycles as the payment provider bills: after a trial, an upgrade or a moved billing date its periods are not
 * those that the contract's start and its cycle give. Where they agree, nothing changes.
 */
export function stateBillingPeriods(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (hasEndedByAll(fold) || nounOf(fact.kind) === 'invoice' || !isOfBilledSubscription(fold, fact)) return;
  const changed = new Set<CycleGrid>();
  for (const rule of everyCyclicClause(fold)) {
    const grid = followsBilling(rule) ? knownGridOf(fold, rule) : undefined;
    if (grid === undefined || changed.has(grid)) continue;
    const period = periodOf(fact, rule.context.timezone);
    if (period === undefined) continue;
    if (grid.state(period.day, period.lastDay, { event: fact.id, kind: fact.kind })) changed.add(grid);
  }
  if (changed.size > 0) countAnew(fold, changed, timed);
}

/** A contract has one billing cycle: that of the subscription of which a period came first, and what names none. */
function isOfBilledSubscription(fold: Fold, { data: { periodEndsAt, periodEndsOn, subscription } }: Fact): boolean {
  if (periodEndsAt === undefined && periodEndsOn === undefined) return false;
  if (subscription === undefined) return true;
  fold.billed ??= String(subscription);
  return fold.billed === String(subscription);
}

/** Whether an event names another subscription than the one whose periods are those of the contract. */
export function isOfOtherSubscription({ billed }: Fold, { data: { subscription } }: Fact): boolean {
  return billed !== undefined && subscription !== undefined && billed !== String(subscription);
}

function followsBilling({ clause, pack }: ClauseInForce): boolean {
  return clause.cycle !== undefined && pack.cycles[clause.cycle]?.every === 'contract.billing';
}

/** A day of the period, today's if it lies in it, and the last one: a period ends in the midst of the day that begins the next. */
function periodOf(fact: Fact, zone: Zone): { readonly day: Day; readonly lastDay: Day } | undefined {
  const today = dayOf(fact.occurredAt, zone);
  const starts = dayInData('periodStartsOn', fact, zone) ?? today;
  const ends = dayInData('periodEndsOn', fact, zone);
  const lastDay = ends && addDays(ends, -1);
  if (lastDay === undefined || lastDay < starts || lastDay < today) return undefined;
  return { day: laterOf(starts, today), lastDay };
}
