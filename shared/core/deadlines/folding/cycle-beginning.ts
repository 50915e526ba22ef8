import type { ClauseInForce } from '../../agreement/clauses.ts';
import type { Day } from '../../calendar/types.ts';
import { dayOf, type Fact } from '../../events/event.ts';
import type { CycleBeginning } from '../../terms/cycle.ts';
import { kindsIn, matches } from '../../terms/match.ts';
import { anchorsOf } from '../../terms/written-counting.ts';
import { dataKeyOf, dayInData } from '../counting/clause-anchor.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { isOfOtherSubscription } from './billing-periods.ts';
import { countAnew } from './cycle-extension.ts';
import { type Fold, knownGridOf } from './fold.ts';
import { isSnapshot, type Timed } from './occurrence.ts';
import { everyCyclicClause, pastOf } from './readings.ts';

/**
 * Lets the first cycle begin on the day that an event names, and moves every deadline counted on the cycles: a free trial is
 * no billing cycle, so the first one begins on the day on which the trial ends and is charged, or is converted before.
 */
export function beginCycles(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  if (isOfOtherSubscription(fold, fact)) return;
  const changed = new Set<CycleGrid>();
  for (const rule of everyCyclicClause(fold)) {
    const beginning = beginningOf(rule, fact);
    const day = beginning && firstDayNamed(fold, rule, beginning, fact);
    if (day === undefined) continue;
    const grid = knownGridOf(fold, rule);
    if (grid === undefined || changed.has(grid)) continue;
    const today = haveStopped(fold, grid) ? undefined : dayOf(fact.occurredAt, rule.context.timezone);
    if (grid.begin(day, today, { event: fact.id, kind: fact.kind })) changed.add(grid);
  }
  if (changed.size > 0) countAnew(fold, changed, timed);
}

/** How an event lets the cycles of a clause begin, if it does. */
function beginningOf({ cycle }: ClauseInForce, fact: Fact): CycleBeginning | undefined {
  if (cycle === undefined || 'missing' in cycle) return undefined;
  return cycle.beginsWith?.find(({ on }) => matches(on, fact));
}

/** The day on which an event lets the first cycle begin; undefined if it says nothing of that. */
function firstDayNamed(fold: Fold, rule: ClauseInForce, beginning: CycleBeginning, fact: Fact): Day | undefined {
  const { timezone } = rule.context;
  const ownDay = saysItself(pastOf(fold, rule), beginning, fact) ? dayOf(fact.occurredAt, timezone) : undefined;
  const days = anchorsOf(beginning).map((anchor) =>
    anchor === 'trigger' ? ownDay : dayInData(dataKeyOf(anchor), fact, timezone),
  );
  return days.find((day) => day !== undefined);
}

/** Whether the day of the event itself counts: that of the first such event, since another one may only tell of it again. */
function saysItself(past: ReturnType<typeof pastOf>, { on }: CycleBeginning, fact: Fact): boolean {
  return !isSnapshot(fact) && !past.ofKinds(kindsIn(on)).some((earlier) => matches(on, earlier.fact));
}

/** Whether everything that recurs on the cycles was ended, as by a trial: they have not gone on since. */
function haveStopped(fold: Fold, grid: CycleGrid): boolean {
  const recurring = [...fold.latest.values()].filter(({ rule }) => knownGridOf(fold, rule) === grid);
  return recurring.length > 0 && recurring.every(({ state }) => state === 'cancelled');
}
