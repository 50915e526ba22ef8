import type { Deadline } from '../../shared/core/deadlines/deadline.ts';
import type { Clause } from '../../shared/core/terms/clause.ts';
import { describeTiming } from '../../shared/desk/packs/describe-clause.ts';
import { isEmpty, type PackDiff } from '../../shared/desk/packs/diff.ts';
import { changesNothing } from '../../shared/desk/plans/compare-plans.ts';
import type { ContractComparison } from './report.ts';

/** The differences as JSON. */
export function diffJson(diff: PackDiff, contracts: readonly ContractComparison[]): object {
  const { old, new: wanted, head, added, removed, renamed, changed, reordered } = diff;
  return {
    old,
    new: wanted,
    same: isEmpty(diff),
    head,
    clauses: { added: added.map(clause), removed: removed.map(clause), renamed, changed, reordered },
    contracts: contracts.map(({ file, contract, comparison }) => ({
      file,
      contract,
      same: changesNothing(comparison),
      appears: comparison.appears.map(deadline),
      vanishes: comparison.vanishes.map(deadline),
      changes: comparison.changes,
      reports: comparison.reports,
    })),
  };
}

function clause(one: Clause) {
  const { id, ref, title } = one;
  return { id, ref, title, timing: describeTiming(one) };
}

function deadline({ id, clause: clauseId, title, state, date, instant, timezone }: Deadline) {
  return { id, clause: clauseId, title, state, date, instant, timezone };
}
