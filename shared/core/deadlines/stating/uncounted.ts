import type { Fold, NotCounted } from '../folding/fold.ts';
import type { LiveDeadline } from '../folding/live-deadline.ts';

/** The deadlines whose end is counted, and a report of each clause whose end cannot be. */
export function countedIn(fold: Fold): { standing: LiveDeadline[]; notCounted: NotCounted[] } {
  const all = [...fold.deadlines.values()];
  const standing = all.filter((live) => !restsOnUncounted(live));
  const known = new Set(standing.map(({ id }) => id));
  const notStarted = fold.notCounted.filter(({ deadline }) => deadline === undefined || !known.has(deadline));
  const notEnding = all.flatMap(({ rule: { key: clause }, uncounted }) =>
    uncounted ? [{ clause, event: uncounted.by.id, field: uncounted.field, why: uncounted.why }] : [],
  );
  return { standing, notCounted: [...notStarted.map(({ report }) => report), ...notEnding] };
}

/** What follows from a deadline that cannot be counted does not stand either. */
function restsOnUncounted({ uncounted, parent }: LiveDeadline): boolean {
  return uncounted !== undefined || (parent !== undefined && restsOnUncounted(parent));
}
