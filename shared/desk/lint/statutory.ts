import { eventsTalliedBy } from '../../core/terms/clause-events.ts';
import type { LocatedClause } from './finding.ts';

/** `eu-data-act/data-retrieval` */
export function nameOf({ source, clause }: LocatedClause): string {
  return `${source.pack.pack}/${clause.id}`;
}

/**
 * The field that holds the length of a clause; empty for a clause that sums events up, so that the clause itself is
 * meant.
 */
export function fieldOf({ clause }: LocatedClause): string[] {
  return eventsTalliedBy(clause).length > 0 ? [] : [clause.shape.kind];
}

/** The remedies for a demand of a statute: the change, an acknowledgement, or `doesNotApply`. */
export function spared(change: string, { source }: LocatedClause): string {
  return `${change}; or acknowledge the finding, or name ${source.pack.pack} under doesNotApply, with the reason.`;
}
