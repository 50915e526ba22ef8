import { contractHeadSchema, readDeadline, readEvent } from '../../shared/aws/table/items.ts';
import { pack as packed } from '../../shared/aws/table/pack.ts';
import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import { compareDeadlines } from '../../shared/core/deadlines/deadline-changes.ts';
import { decidingDifferences } from '../../shared/core/deadlines/deciding.ts';
import { plan } from '../../shared/core/deadlines/plan.ts';
import { buildCatalog, type TermsCatalog } from '../../shared/core/terms/catalog.ts';
import { packLabel } from '../../shared/core/terms/pack.ts';
import { readPack } from '../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import type { GoldenContract, GoldenPack } from './format.ts';

/**
 * One field of one stored deadline that the code of today plans otherwise; `deadline` where it is planned and not stored.
 * Absent values are null.
 */
export interface Difference {
  readonly contract: string;
  readonly deadline: string;
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** With the editions: what was stored without one is counted with the first. */
const { catalog, holidays } = sourceTerms();

/** Later than anything in the frozen histories. */
const NOW = '2030-01-01T00:00:00Z';

/**
 * The fields that decide (state, dates, …) in which the code of today plans a contract’s stored deadlines differently.
 */
export function differencesOf(golden: GoldenContract): Difference[] {
  const contract = contractHeadSchema.shape.contract.parse(golden.contract);
  const events = golden.events.map((event) => readEvent(packed({ event: { recordedAt: NOW, ...event } })));
  const stored = golden.deadlines.map((deadline) => readDeadline(packed({ deadline })));
  const { deadlines } = plan({ contract, events, catalog: catalogOf(golden.packs), holidays });
  return compareDeadlines(stored, deadlines, NOW).flatMap(({ before, after }) =>
    fieldsThatDiffer(before, after).map((differing) => ({
      contract: golden.name,
      deadline: after.id,
      ...differing,
    })),
  );
}

function fieldsThatDiffer(before: Deadline | undefined, after: Deadline): Omit<Difference, 'contract' | 'deadline'>[] {
  if (!before) {
    const { state, date, instant } = after;
    return [{ field: 'deadline', old: null, new: { state, date, instant } }];
  }
  return decidingDifferences(before, after).map((field) => ({
    field,
    old: before[field] ?? null,
    new: after[field] ?? null,
  }));
}

function catalogOf(packs: readonly GoldenPack[] | undefined): TermsCatalog {
  return packs === undefined ? catalog : buildCatalog(packs.map(packOf));
}

function packOf(golden: GoldenPack) {
  if ('yaml' in golden) return readPack('golden.yaml', golden.yaml);
  const like = [...catalog.values()].flat().find((pack) => packLabel(pack) === golden.like);
  if (!like) throw new Error(`there is no ${golden.like} any more`);
  return { ...like, ...golden.with };
}
