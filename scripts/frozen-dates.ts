/** Histories whose dates are frozen with the rules of counting under which they came about. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Edition, HolidayTables } from '../shared/core/calendar/holiday-table.ts';
import { plan } from '../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../shared/core/events/contract.ts';
import type { Fact } from '../shared/core/events/event.ts';
import { buildCatalog, type TermsCatalog } from '../shared/core/terms/catalog.ts';
import { packLabel } from '../shared/core/terms/pack.ts';
import { currentTerms } from '../shared/runtime/terms.ts';

/** What the histories were counted with. */
export interface FrozenWith {
  readonly edition: Omit<Edition, 'edition'>;
  /** The labels of the packs that there were. */
  readonly packs: readonly string[];
}

export interface FrozenHistory {
  readonly contract: PinnedContract;
  readonly events: readonly Fact[];
  /** `[id, date, instant]` of each deadline. */
  readonly ends: readonly (readonly [id: string, date: string, instant: string])[];
}

/** The first line of a file says with what its histories were counted; each further line is a history. */
export function frozenFile(rules: number): string {
  return fileURLToPath(new URL(`../test/core/deadlines/frozen-dates/rules-${rules}.ndjson.gz`, import.meta.url));
}

export function readFrozen(rules: number): { counted: FrozenWith; histories: readonly FrozenHistory[] } | undefined {
  const file = frozenFile(rules);
  if (!existsSync(file)) return undefined;
  const [first = '', ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  return { counted: JSON.parse(first), histories: lines.map((line) => JSON.parse(line)) };
}

/** What each history comes to today, counted with the tables and rules that it was frozen with. */
export function replaying({
  edition,
  packs,
}: FrozenWith): (history: Omit<FrozenHistory, 'ends'>) => FrozenHistory['ends'] {
  const { catalog: all, holidays: current } = currentTerms();
  const named = new Set(packs);
  const catalog: TermsCatalog = buildCatalog([...all.values()].flat().filter((pack) => named.has(packLabel(pack))));
  const holidays: HolidayTables = {
    ...current,
    editions: [
      { edition: 1, ...edition },
      { edition: 2, ...edition },
    ],
  };
  return ({ contract, events }) => {
    const stamped = events.map((fact) => ({ ...fact, edition: 1 }));
    const { deadlines } = plan({ contract: { ...contract, edition: 1 }, events: stamped, catalog, holidays });
    return deadlines.map(({ id, date, instant }) => [id, date, instant] as const);
  };
}
