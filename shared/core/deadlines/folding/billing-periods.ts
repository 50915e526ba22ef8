import type { ClauseInForce } from '../../agreement/clauses.ts';
import { addDays } from '../../calendar/days.ts';
import type { Day, Zone } from '../../calendar/types.ts';
import { localDay } from '../../calendar/zone.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import { nounOf } from '../../events/kinds.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { countAnew } from './cycle-extension.ts';
import { type Fold, gridOf } from './fold.ts';
import { laterOf } from './live-deadline.ts';
import type { Timed } from './occurrence.ts';

/**
 * Ends billing cycles as the payment provider bills: after a trial, an upgrade or a moved billing date its periods are not
 * those that the contract's start and its cycle give. Where they agree, nothing changes.
 */
export function stateBillingPeriods(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (fold.terminated || nounOf(fact.kind) === 'invoice' || !isOfBilledSubscription(fold, fact)) return;
  const changed = new Set<CycleGrid>();
  for (const rule of fold.terms.clauses) {
    const grid = followsBilling(rule) ? gridOf(fold, rule) : undefined;
    if (grid === undefined || 'missing' in grid || changed.has(grid)) continue;
    const period = periodOf(fact, rule.context.timezone);
    if (period === undefined) continue;
    if (grid.state(period.day, period.lastDay, { event: fact.id, kind: fact.kind })) changed.add(grid);
  }
  if (changed.size > 0) countAnew(fold, changed, timed);
}

/** A contract has one billing cycle: that of the subscription of which a period came first. */
function isOfBilledSubscription(fold: Fold, { data: { periodEndsAt, subscription } }: Fact): boolean {
  if (typeof periodEndsAt !== 'string') return false;
  fold.billed ??= String(subscription ?? '');
  return fold.billed === String(subscription ?? '');
}

function followsBilling({ clause, pack }: ClauseInForce): boolean {
  return clause.cycle !== undefined && pack.cycles[clause.cycle]?.every === 'contract.billing';
}

/** A day of the period, today's if it lies in it, and the last one: a period ends in the midst of the day that begins the next. */
function periodOf(fact: Fact, zone: Zone): { readonly day: Day; readonly lastDay: Day } | undefined {
  const { periodStartsAt, periodEndsAt } = fact.data;
  const today = dayOf(fact.occurredAt, zone);
  const starts = typeof periodStartsAt === 'string' ? localDay(periodStartsAt, zone) : today;
  const lastDay = addDays(localDay(String(periodEndsAt), zone), -1);
  if (lastDay < starts || lastDay < today) return undefined;
  return { day: laterOf(starts, today), lastDay };
}
