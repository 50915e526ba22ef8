import type { Fold, NotCounted } from '../folding/fold.ts';
import { type LiveDeadline, restsOnUncounted, whyUncounted } from '../folding/live-deadline.ts';

/** The deadlines whose end is counted, and a report of each clause whose end cannot be. */
export function countedIn(fold: Fold): { standing: LiveDeadline[]; notCounted: NotCounted[] } {
  const all = [...fold.deadlines.values()];
  const standing = all.filter((live) => !restsOnUncounted(live));
  const known = new Set(standing.map(({ id }) => id));
  const notStarted = fold.notCounted.filter(({ deadline }) => deadline === undefined || !known.has(deadline));
  const notEnding = all.flatMap((live) => {
    const uncounted = whyUncounted(live);
    if (uncounted === undefined) return [];
    const { by, field, why } = uncounted;
    return [{ clause: live.rule.key, event: by.id, field, why }];
  });
  return { standing, notCounted: [...notStarted.map(({ report }) => report), ...notEnding] };
}
