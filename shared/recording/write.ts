import { type Commit, type CommitResult, MOST_DEADLINES } from '../aws/table/commit.ts';
import type { LoadedContract } from '../aws/table/table.ts';
import type { DeadlineChange } from '../core/deadlines/compare.ts';
import type { StoredDeadline } from '../core/deadlines/progress.ts';
import { appendEntries } from '../core/evidence/chain.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import { causeOf } from '../core/words/changes.ts';
import type { RecordingDependencies } from './dependencies.ts';

export interface Writing extends Pick<Commit, 'events' | 'newNotices' | 'notices' | 'seen'> {
  readonly evidence: readonly EvidenceDraft[];
  readonly deadlines?: readonly StoredDeadline[];
  /** True: there is more to write than fits, and the sweep finishes it should this process not live to. */
  readonly unfinished?: boolean;
  /** Nothing was left to settle when the contract was loaded. Whoever wrote less leaves the mark to stand. */
  readonly settled?: boolean;
}

/** Writes to a loaded contract in one transaction, fenced by the head that was read, with evidence appended to its chain. */
export function write(
  { table, clock }: Pick<RecordingDependencies, 'table' | 'clock'>,
  { head }: Pick<LoadedContract, 'head'>,
  writing: Writing,
): Promise<CommitResult> {
  const now = clock.now();
  const contract = head.contract.id;
  const { evidence: drafts, unfinished = false, settled = false, ...rest } = writing;
  const { head: chain, entries } = appendEntries(head.chain, contract, now, drafts);
  const { settleAt: before, ...kept } = head;
  const settleAt = unfinished ? now : settled ? undefined : before;
  return table.commit({
    ...rest,
    now,
    expected: head.revision,
    head: { ...kept, chain, revision: head.revision + 1, ...(settleAt !== undefined && { settleAt }) },
    evidence: entries,
  });
}

/** As many changes as one transaction takes, and whether any are left. */
export function firstChanges(changes: readonly DeadlineChange[]): {
  taken: readonly DeadlineChange[];
  unfinished: boolean;
} {
  return { taken: changes.slice(0, MOST_DEADLINES), unfinished: changes.length > MOST_DEADLINES };
}

/** What the evidence keeps of changed deadlines: the dates before and after, and the event that brought it about. */
export function changeFacts(changes: readonly DeadlineChange[]) {
  return changes.map(({ change, before, after }) => ({
    change,
    deadline: after.id,
    clause: after.clause,
    state: after.state,
    date: after.date,
    instant: after.instant,
    ...(before && { dateBefore: before.date, stateBefore: before.state }),
    terms: after.terms,
    calendar: after.calendar,
    because: causeOf({ change, after }),
  }));
}
