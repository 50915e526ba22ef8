import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { overAt } from '../../shared/core/deadlines/missed.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { missedUnsent } from '../../shared/sending/missed-unsent.ts';
import { type Verdict, verdictOn } from '../../shared/sending/verdict.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { RELEASE_BEFORE_MS } from './hold.ts';
import { type Permission, runsOut } from './stop.ts';

/** `left-out`: the next letter for its reader fell due while it waited. `stopped`: its time was over while it was stopped. */
export type VerdictOnClaim = Verdict | 'left-out' | 'stopped';

/**
 * What becomes of a letter. One that was over before the facts did not want it any more, or before its reader’s next one fell due, is
 * missed: unless it was held back or stopped then.
 */
export function verdictOnClaim(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  permission: Permission,
): VerdictOnClaim {
  const now = dependencies.clock.now();
  const deadlines = standing(dependencies, loaded);
  const verdict = verdictOn(deadlines, notice, now);
  if (permission.stop && verdict === 'wanted' && runsOut(loaded, notice, now)) return 'stopped';
  if (notice.purpose !== 'step') return verdict;
  const waitedAt = (end: string) => hadToWait(notice, permission, end);
  if (verdict === 'unwanted') return missedUnsent(dependencies, loaded, notice, waitedAt) ?? verdict;
  if (verdict !== 'overtaken' && verdict !== 'too-late') return verdict;
  const deadline = deadlines.find(({ id }) => id === notice.deadline);
  const end = deadline && overAt(deadline, notice.step, notice.party);
  const isOvertaken = end !== undefined && isBefore(end, notice.latest);
  if (isOvertaken && notice.state === 'PENDING' && waitedAt(end)) return 'left-out';
  return permission.stop && verdict === 'too-late' && waitedAt(notice.latest) ? 'stopped' : verdict;
}

/**
 * Whether a letter that was over at `end` waited then, for a webhook or a person. What stopped it only later did not keep it from going
 * out, nor what had let it go a quarter of an hour before.
 */
function hadToWait({ heldSince }: NoticeRecord, { stop, letGoAt }: Permission, end: string): boolean {
  if (stop && isBefore(stop.since, end)) return true;
  if (heldSince === undefined || !isBefore(heldSince, end)) return false;
  return letGoAt === undefined || !isBefore(letGoAt, laterBy(end, -RELEASE_BEFORE_MS));
}

function isBefore(instant: string, end: string): boolean {
  return Date.parse(instant) < Date.parse(end);
}

/** The deadlines as the recorded events have them, also where the write that recorded them has not come to all yet. */
function standing(dependencies: SendNoticeDependencies, loaded: LoadedContract): readonly StoredDeadline[] {
  return loaded.head.settleAt === undefined ? loaded.deadlines : asOfToday(dependencies, loaded).deadlines;
}
