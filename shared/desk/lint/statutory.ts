import { eventsTalliedBy } from '../../core/terms/clause-events.ts';
import type { LocatedClause } from './finding.ts';

/** `eu-data-act/data-retrieval` */
export function nameOf({ source, clause }: LocatedClause): string {
  return `${source.pack.pack}/${clause.id}`;
}

/** The field in which a clause says how long it is; the clause itself where it adds something up. */
export function fieldOf({ clause }: LocatedClause): string[] {
  return eventsTalliedBy(clause).length > 0 ? [] : [clause.shape.kind];
}

/** What a person may decide about a demand of a statute. */
export function spared(change: string, { source }: LocatedClause): string {
  return `${change}; or acknowledge the finding, or name ${source.pack.pack} under doesNotApply, with the reason.`;
}
