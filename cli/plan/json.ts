import { shown } from '../../shared/core/words/explanation.ts';
import { toldReports } from '../../shared/core/words/reports.ts';
import { distanceOf, type PlanView } from './view.ts';

/** The whole plan as JSON, each deadline with what can still change it. */
export function planJson({ plan, prospects, idle, words, asOf }: PlanView): string {
  const { agreement: _agreement, countedWith: _with, formerEnds: _ends, endedAt: _endedAt, ...told } = plan;
  const deadlines = plan.deadlines.map((deadline) => ({
    ...shown(deadline, words),
    prospects: prospects.ofDeadline(deadline.id),
    ...(asOf && distanceOf(deadline, asOf)),
  }));
  const result = {
    ...told,
    ...toldReports(plan, words),
    idle,
    deadlines,
    prospects: prospects.contract,
    ...(asOf && { asOf: asOf.instant }),
  };
  return JSON.stringify(result, null, 2);
}
