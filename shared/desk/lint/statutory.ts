import type { LocatedClause } from './finding.ts';

/** `eu-data-act/data-retrieval` */
export function nameOf({ source, clause }: LocatedClause): string {
  return `${source.pack.pack}/${clause.id}`;
}

/** The field in which a clause says how long it is. */
export function fieldOf({ clause }: LocatedClause): string[] {
  return (['period', 'window', 'atOnce', 'none'] as const).filter((shape) => clause[shape] !== undefined);
}

/** What a person may decide about a demand of a statute. */
export function spared(change: string, { source }: LocatedClause): string {
  return `${change}; or acknowledge the finding, or name ${source.pack.pack} under doesNotApply, with the reason.`;
}
