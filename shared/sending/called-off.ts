import type { Party } from '../core/deadlines/deadline.ts';
import { CALLED_OFF, firedRuns, type StoredDeadline } from '../core/deadlines/progress.ts';
import { noticeId } from '../core/notices/notice.ts';
import type { EarlierLetter } from '../core/notices/render.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';

/**
 * The last letter that each party was sent about an end of the contract that is off, in whatever run; without the parties whom
 * none was sent, and those who were told last that it is off. A letter that was prepared and never tried has told nobody.
 */
export async function lettersOf(
  { table }: Pick<RecordingDependencies, 'table'>,
  contract: string,
  deadline: StoredDeadline,
  parties: readonly Party[],
): Promise<ReadonlyMap<Party, EarlierLetter>> {
  const found = new Map<Party, EarlierLetter>();
  if (deadline.calledOff === undefined) return found;
  const fired = firedRuns(deadline).flatMap(({ done, ...run }) => done.map((step) => ({ ...run, step })));
  for (const party of parties) {
    for (const { run, step, date, instant } of fired.toReversed()) {
      const id = noticeId(contract, deadline.id, run, step, party);
      const stored = await table.notice(contract, id);
      if (!stored || stored.notice.attempts === 0) continue;
      if (step !== CALLED_OFF) found.set(party, { id, date, instant });
      break;
    }
  }
  return found;
}
