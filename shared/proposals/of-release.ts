import type { StoredProposal } from '../aws/table/proposals.ts';
import { newestEdition } from '../core/calendar/editions.ts';
import type { HolidayTables } from '../core/calendar/holiday-table.ts';
import { digest } from '../core/events/canonical.ts';
import { newestRevision, type TermsCatalog } from '../core/terms/catalog.ts';
import { packLabel } from '../core/terms/pack.ts';

interface Release {
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** Whether the release proposes the same: its edition is the newest, or the revisions that it would be read by are. */
export function isOfRelease(proposal: StoredProposal, { catalog, holidays }: Release): boolean {
  if (!('revised' in proposal)) return proposal.edition === newestEdition(holidays);
  return proposal.cause.to.split(',').every((label) => isNewest(label, catalog));
}

/** `eloomi@5.9+2`, with the number also of a first revision. */
function isNewest(label: string, catalog: TermsCatalog): boolean {
  const [, name = '', version = '', revision] = /^([^@]+)@(.+)\+(\d+)$/.exec(label) ?? [];
  const isKnown = catalog.get(name)?.some((pack) => pack.version === version) ?? false;
  return isKnown && (newestRevision(catalog, name, version).revision ?? 1) === Number(revision);
}

/** What tells the revisions of a release from those of another; undefined if it has none but first ones. */
export function revisionsIn(catalog: TermsCatalog): string | undefined {
  const labels = [...catalog.values()]
    .flat()
    .filter(({ revision }) => revision !== undefined)
    .map(packLabel);
  return labels.length === 0 ? undefined : digest('clauseclock/revisions/1', labels.sort().join(' ')).slice(0, 16);
}
