import type { Deadline } from '../../../shared/core/deadlines/deadline.ts';
import { lapseOf, liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { type Plan, plan } from '../../../shared/core/deadlines/plan.ts';

import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog, type TermsCatalog } from '../../../shared/core/terms/catalog.ts';
import type { Pack } from '../../../shared/core/terms/pack.ts';
import { parseFact } from '../../../shared/desk/plans/fact-text.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { currentTerms } from '../../../shared/runtime/terms.ts';

export const terms = currentTerms();

/** A customer in Bucharest who chose Romanian holidays. */
export const inBucharest: PinnedContract = {
  id: 'acme',
  terms: 'exoopus',
  version: '2026-01',
  timezone: 'Europe/Bucharest',
  holidays: ['RO'],
  customer: { email: 'ana@acme.example', locale: 'en' },
};

/** A contract that chose nothing: days of UTC, no holidays. */
export const silent: PinnedContract = {
  id: 'quiet',
  terms: 'exoopus',
  version: '2026-01',
  customer: { email: 'bo@quiet.example', locale: 'en' },
};

export function facts(...texts: readonly (string | Fact)[]): Fact[] {
  return texts.map((text) => (typeof text === 'string' ? parseFact(text) : text));
}

export function planOf(contract: PinnedContract, events: readonly Fact[], catalog: TermsCatalog = terms.catalog): Plan {
  return plan({ contract, events, catalog, holidays: terms.holidays });
}

export function deadlineOf(result: Plan, id: string): Deadline {
  const found = result.deadlines.find((deadline) => deadline.id === id);
  if (!found) throw new Error(`no deadline ${id} among ${result.deadlines.map((d) => d.id).join(', ') || 'none'}`);
  return found;
}

export { lapseOf };

/** The events with every lapse up to an instant, one after the other as the clock would bring them. */
export function until(
  instant: string,
  contract: PinnedContract,
  events: readonly Fact[],
  catalog: TermsCatalog = terms.catalog,
): Fact[] {
  return [...liveUntil(instant, { contract, events, catalog, holidays: terms.holidays }).events];
}

/** A catalogue of one small pack, given as the YAML of its clauses. */
export function packOf(clauses: string, more = '', events = 'informational.extra: Nothing.'): Pack {
  return readPack(
    'test.yaml',
    `pack: test
version: "1"
title: Test terms
provider: Tester
timezone: UTC
holidays: []
sendAt: "09:00"
events: { access.closed: Access is closed., test.second: The second begins., termination.withdrawn: Notice is taken back., ${events} }
${more}clauses:
${clauses.replaceAll(/^/gm, '  ')}
`,
  );
}

export function contractOn(pack: Pack, more: Partial<PinnedContract> = {}): [PinnedContract, TermsCatalog] {
  return [{ ...silent, terms: pack.pack, version: pack.version, ...more }, buildCatalog([pack])];
}
