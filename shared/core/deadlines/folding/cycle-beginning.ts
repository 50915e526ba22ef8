import { dayOf } from '../../events/event.ts';
import { matches } from '../../terms/match.ts';
import { dataKeyOf, dayInData } from '../counting/clause-anchor.ts';
import type { CycleGrid } from '../counting/cycle-grid.ts';
import { countAnew } from './cycle-extension.ts';
import { type Fold, gridOf } from './fold.ts';
import type { Timed } from './occurrence.ts';
import { everyClauseRead } from './readings.ts';

/**
 * Lets the first cycle begin on the day that an event names, and moves every deadline counted on the cycles: a free trial is
 * no billing cycle, so the first one begins on the day on which the trial ends and is charged.
 */
export function beginCycles(fold: Fold, timed: Timed): void {
  const { fact } = timed;
  const changed = new Set<CycleGrid>();
  for (const rule of everyClauseRead(fold)) {
    const { cycle, context } = rule;
    const beginning = cycle === undefined || 'missing' in cycle ? undefined : cycle.beginsWith;
    if (beginning === undefined || !matches(beginning.on, fact)) continue;
    const grid = gridOf(fold, rule);
    const day = dayInData(dataKeyOf(beginning.from), fact, context.timezone);
    if (grid === undefined || 'missing' in grid || day === undefined || changed.has(grid)) continue;
    const today = dayOf(fact.occurredAt, context.timezone);
    if (grid.begin(day, today, { event: fact.id, kind: fact.kind })) changed.add(grid);
  }
  if (changed.size > 0) countAnew(fold, changed, timed);
}
