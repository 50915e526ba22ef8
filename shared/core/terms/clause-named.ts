import type { TermsCatalog } from './catalog.ts';
import type { Clause } from './clause.ts';
import { type Pack, packLabel } from './pack.ts';

/** A pack with its clauses by name. */
interface Indexed {
  readonly pack: Pack;
  readonly clauses: ReadonlyMap<string, Clause>;
}

const known = new WeakMap<TermsCatalog, ReadonlyMap<string, Indexed>>();

/** The pack with this label, `exoopus@2026-01`. Undefined if the catalogue lacks it. */
export function packLabelled(catalog: TermsCatalog, label: string): Pack | undefined {
  return indexOf(catalog).get(label)?.pack;
}

/**
 * A clause by the label of its pack and its own name: its id, or for a clause of a statute its key,
 * `gdpr.subject-response`. Undefined if the catalogue lacks it.
 */
export function clauseNamed(catalog: TermsCatalog, label: string, clause: string): Clause | undefined {
  return indexOf(catalog).get(label)?.clauses.get(clause);
}

function indexOf(catalog: TermsCatalog): ReadonlyMap<string, Indexed> {
  const before = known.get(catalog);
  if (before) return before;
  const packs = [...catalog.values()].flat();
  const index = new Map(packs.map((pack) => [packLabel(pack), { pack, clauses: clausesByName(pack) }]));
  known.set(catalog, index);
  return index;
}

function clausesByName({ pack, clauses }: Pack): ReadonlyMap<string, Clause> {
  return new Map(
    clauses.flatMap((clause): [string, Clause][] => [
      [clause.id, clause],
      [`${pack}.${clause.id}`, clause],
    ]),
  );
}
