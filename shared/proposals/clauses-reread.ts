import { sameJson } from '../core/events/canonical.ts';
import type { TermsCatalog } from '../core/terms/catalog.ts';
import type { Clause } from '../core/terms/clause.ts';
import type { Pack } from '../core/terms/pack.ts';

/** A clause that the corrected reading has and the present one has not, or the other way round, or that both have otherwise. */
export interface ClauseReread {
  /** The label of its pack, `eloomi@5.9+2`: of the present reading if the clause goes. */
  readonly terms: string;
  readonly clause: string;
  readonly ref: string;
  readonly title: string;
  readonly change: 'comes' | 'goes' | 'reads-otherwise';
  /** Of one that reads otherwise: the fields of the clause that differ, as packs name them: `period`, `on`, `ladder`. */
  readonly differs?: readonly string[];
  /** What the pack says it means, as it is read and as it would be; absent of one that reads otherwise and means the same. */
  readonly from?: string;
  readonly to?: string;
}

/** The clauses that differ between the revisions of a cause, in the order of their packs. */
export function clausesReread(
  cause: { readonly from: string; readonly to: string },
  catalog: TermsCatalog,
): ClauseReread[] {
  const before = packsIn(cause.from, catalog);
  return packsIn(cause.to, catalog).flatMap((to) => {
    const from = before.find(({ pack }) => pack.pack === to.pack.pack && pack.version === to.pack.version);
    return from ? differing(from, to) : [];
  });
}

interface Labelled {
  readonly label: string;
  readonly pack: Pack;
}

function packsIn(labels: string, catalog: TermsCatalog): Labelled[] {
  return labels.split(',').flatMap((label) => {
    const [, name = '', version, revision] = /^([^@]+)@(.+)\+(\d+)$/.exec(label) ?? [];
    const pack = catalog.get(name)?.find((one) => one.version === version && (one.revision ?? 1) === Number(revision));
    return pack ? [{ label, pack }] : [];
  });
}

function differing(from: Labelled, to: Labelled): ClauseReread[] {
  const named = ({ label }: Labelled, { id: clause, ref, title }: Clause) => ({ terms: label, clause, ref, title });
  const gone = from.pack.clauses.filter(({ id }) => !to.pack.clauses.some((one) => one.id === id));
  return [
    ...gone.map((clause): ClauseReread => ({ ...named(from, clause), change: 'goes', from: clause.means })),
    ...to.pack.clauses.flatMap((clause): ClauseReread[] => {
      const before = from.pack.clauses.find(({ id }) => id === clause.id);
      if (before === undefined) return [{ ...named(to, clause), change: 'comes', to: clause.means }];
      if (sameJson(before, clause)) return [];
      const means = before.means === clause.means ? {} : { from: before.means, to: clause.means };
      return [{ ...named(to, clause), change: 'reads-otherwise', differs: fieldsApart(before, clause), ...means }];
    }),
  ];
}

/** The fields in which a clause differs, its shape by the name that packs use for it. */
function fieldsApart(before: Clause, after: Clause): string[] {
  const [old, wanted] = [fieldsOf(before), fieldsOf(after)];
  const fields = [...new Set([...old.keys(), ...wanted.keys()])];
  return fields.filter((field) => !sameJson(old.get(field) ?? null, wanted.get(field) ?? null)).sort();
}

function fieldsOf({ shape, ...rest }: Clause): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([...Object.entries(rest), [shape.kind, shape]]);
}
