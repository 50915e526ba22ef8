import type { Party } from '../../shared/core/deadlines/deadline.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import { noticeId } from '../../shared/core/notices/notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';

/**
 * The id of the last letter that each party was sent about an end of the contract that is off; without the parties whom none
 * was sent. A letter that was prepared and never tried has told nobody.
 */
export async function lettersOf(
  { table }: Pick<SendNoticeDependencies, 'table'>,
  contract: string,
  { id: deadline, calledOff }: Pick<StoredDeadline, 'id' | 'calledOff'>,
  parties: readonly Party[],
): Promise<ReadonlyMap<Party, string>> {
  const found = new Map<Party, string>();
  if (calledOff === undefined) return found;
  const { run, done } = calledOff;
  for (const party of parties) {
    for (const step of done) {
      const id = noticeId(contract, deadline, run, step, party);
      const stored = await table.notice(contract, id);
      if (stored && stored.notice.attempts > 0) found.set(party, id);
    }
  }
  return found;
}
