import { end } from './ending.ts';
import { type Fold, moveTo } from './fold.ts';
import { isSnapshot, type Timed } from './occurrence.ts';
import { asEachReads } from './readings.ts';

/**
 * Puts the contract on the plan that the event names, if the terms list it, and ends what applies on other plans only. What
 * applies on the plan begins with the next event that starts it.
 */
export function changePlan(fold: Fold, timed: Timed): void {
  const { kind, data } = timed.fact;
  if (kind !== 'plan.changed' || data.to === undefined || isSnapshot(timed.fact)) return;
  const changed = fold.agreement.withPlanFrom(timed.at, String(data.to));
  if (changed === undefined) return;
  moveTo(fold, changed, timed);
  for (const live of fold.deadlines.values()) {
    if (live.rule.clause.appliesIf?.contract !== 'plan') continue;
    const { reading, key } = live.rule;
    const { doesNotApply } = asEachReads(fold, key).find((rule) => rule.reading === reading) ?? {};
    if (doesNotApply === undefined) continue;
    end(live, timed);
    fold.touched.add(live);
  }
}
