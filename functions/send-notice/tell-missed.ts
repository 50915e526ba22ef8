import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { type StoredDeadline, withoutProgress, withProgress } from '../../shared/core/deadlines/progress.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { sendingTimeUnder } from '../../shared/recording/sending-time-under.ts';
import { write } from '../../shared/recording/write.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import type { Attempt } from './fired.ts';
import { missedSteps } from './letters.ts';

/**
 * Puts into evidence, and tells operations, what was missed of a deadline before a fact closed or moved it. The deadline’s own
 * next step follows.
 */
export async function tellMissed(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  stored: StoredDeadline,
): Promise<Attempt | typeof CONFLICT> {
  const { agreement } = asOfToday(dependencies, loaded);
  const { missed: { steps, run, before = 0 } = { steps: [], run: stored.run }, ...progress } = stored;
  const now = dependencies.clock.now();
  const revision = stored.revision + 1;
  const sendingTime = sendingTimeUnder(dependencies.sendWindow, agreement);
  const told = withProgress(withoutProgress(stored), { ...progress, revision }, now, sendingTime);
  const about = { step: `change-${stored.revision}`, missed: steps, lateKnown: [], isChanged: true, before };
  const missed = await missedSteps(dependencies, { loaded, agreement }, { ...told, run }, about);
  const written = await write(dependencies, loaded, {
    deadlines: [told],
    newNotices: missed.notices,
    evidence: missed.evidence,
  });
  if (!written.ok) return CONFLICT;
  const notices = missed.notices.map(({ notice }) => notice.id);
  const nextIsDue = told.next !== undefined && Date.parse(told.next.at) <= Date.parse(now);
  return { result: { notices, lapsed: false, missed: before + steps.length, nextIsDue }, unfinished: false };
}
