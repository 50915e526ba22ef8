import type { Clause } from '../../core/terms/clause.ts';
import { type Pack, packLabel } from '../../core/terms/pack.ts';
import { asWritten } from './canonical-clause.ts';
import { clauseChanges } from './diff-clause.ts';
import { changesBetween, type FieldChange, isSame, withDefault } from './diff-fields.ts';
import { meaningOf } from './digest.ts';

/** A clause that both versions have under the same id, with differences. */
export interface ChangedClause {
  readonly id: string;
  /** The clause in the later version. */
  readonly title: string;
  readonly changes: readonly FieldChange[];
}

/** A clause with the same content under another id. */
export interface RenamedClause {
  readonly old: string;
  readonly new: string;
  readonly title: string;
}

/** The differences between two versions of a pack. All lists are empty exactly if the digests are the same. */
export interface PackDiff {
  /** `exoopus@2026-01` */
  readonly old: string;
  readonly new: string;
  readonly head: readonly FieldChange[];
  readonly added: readonly Clause[];
  readonly removed: readonly Clause[];
  readonly renamed: readonly RenamedClause[];
  readonly changed: readonly ChangedClause[];
  /** True if the clauses in both versions are in another order. */
  readonly reordered: boolean;
}

/** Compares two versions in everything that decides dates, notices and explanations. */
export function diffPacks(oldPack: Pack, newPack: Pack): PackDiff {
  const { clauses: before, ...oldHead } = meaningOf(oldPack);
  const { clauses: after, ...newHead } = meaningOf(newPack);
  const gone = before.filter(({ id }) => !after.some((clause) => clause.id === id));
  const come = after.filter(({ id }) => !before.some((clause) => clause.id === id));
  const renamed = renames(gone, come);
  const earlierId = (id: string) => renamed.find((clause) => clause.new === id)?.old ?? id;
  return {
    old: packLabel(oldPack),
    new: packLabel(newPack),
    head: headChanges(oldHead, newHead),
    added: come.filter(({ id }) => !renamed.some((clause) => clause.new === id)),
    removed: gone.filter(({ id }) => !renamed.some((clause) => clause.old === id)),
    renamed,
    changed: before.flatMap((old) => {
      const wanted = after.find(({ id }) => id === old.id);
      return (wanted && changedClause(old, wanted, { oldPack, newPack })) ?? [];
    }),
    reordered: !isSame(
      before.map(({ id }) => id).filter((id) => after.some((clause) => earlierId(clause.id) === id)),
      after.map(({ id }) => earlierId(id)).filter((id) => before.some((clause) => clause.id === id)),
    ),
  };
}

/** Whether two versions have no differences. */
export function isEmpty({ head, added, removed, renamed, changed, reordered }: PackDiff): boolean {
  return [head, added, removed, renamed, changed].every(({ length }) => length === 0) && !reordered;
}

interface Written {
  readonly oldPack: Pack;
  readonly newPack: Pack;
}

function changedClause(before: Clause, after: Clause, { oldPack, newPack }: Written): ChangedClause | undefined {
  const { id, title } = after;
  const [old, wanted] = [oldPack, newPack].map(({ clauses }) => clauses.find((clause) => clause.id === id));
  const changes = clauseChanges(before, after).map((change) =>
    withDefault(change, old && asWritten(old), wanted && asWritten(wanted)),
  );
  return changes.length === 0 ? undefined : { id, title, changes };
}

function renames(gone: readonly Clause[], come: readonly Clause[]): RenamedClause[] {
  const left = [...come];
  return gone.flatMap((clause) => {
    const found = left.findIndex((other) => isSame({ ...clause, id: '' }, { ...other, id: '' }));
    if (found < 0) return [];
    const [other] = left.splice(found, 1);
    return other === undefined ? [] : [{ old: clause.id, new: other.id, title: other.title }];
  });
}

type Head = Omit<ReturnType<typeof meaningOf>, 'clauses'>;

function headChanges(before: Head, after: Head): FieldChange[] {
  if (isSame(before, after)) return [];
  const changes = changesBetween(byAssumption(before), byAssumption(after));
  const order = ({ assumptions }: Head) => assumptions.map(({ id }) => id);
  return changes.length > 0 ? changes : [{ path: ['assumptions'], old: order(before), new: order(after) }];
}

function byAssumption({ assumptions, ...head }: Head) {
  return { ...head, assumptions: Object.fromEntries(assumptions.map(({ id, ...assumption }) => [id, assumption])) };
}
