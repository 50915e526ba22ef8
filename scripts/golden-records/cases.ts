import { compareDeadlines } from '../../shared/core/deadlines/deadline-changes.ts';
import { liveUntil } from '../../shared/core/deadlines/lapse-event.ts';
import { type PlanInput, plan } from '../../shared/core/deadlines/plan.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { planInputOf } from '../../shared/desk/plans/golden-cases.ts';
import { loadGoldenCases } from '../../shared/runtime/golden-cases.ts';
import { currentTerms, sourceFolder } from '../../shared/runtime/terms.ts';
import type { GoldenContract } from './format.ts';

/** When every planned deadline is taken to have been stored. */
const STORED_AT = '2026-11-20T08:00:00Z';

/** What would be stored of a plan for a contract of which nothing is stored yet. */
export function storedFrom({ contract, events }: PlanInput, deadlines: ReturnType<typeof plan>['deadlines']) {
  return { contract, events, deadlines: compareDeadlines([], deadlines, STORED_AT).map(({ after }) => after) };
}

/** The golden cases of every pack, as they would be stored. */
export function goldenCases(): GoldenContract[] {
  const terms = currentTerms();
  return [...terms.catalog.values()].flat().flatMap((pack) =>
    loadGoldenCases(sourceFolder(), pack).map((golden, index) => {
      const told = planInputOf(golden, pack, terms);
      const events = golden.until === undefined ? told.events : liveUntil(golden.until, told).events;
      const name = `case ${index + 1} of ${packLabel(pack)}: ${golden.case}`;
      return { name, ...storedFrom({ ...told, events }, plan({ ...told, events }).deadlines) };
    }),
  );
}
