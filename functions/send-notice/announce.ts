import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import { reckon } from '../../shared/core/deadlines/missed.ts';
import { firing, type StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import type { EarlierLetter } from '../../shared/core/notices/render.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { sendingTimeUnder } from '../../shared/recording/sending-time-under.ts';
import { write } from '../../shared/recording/write.ts';
import { earlierLetters } from '../../shared/sending/earlier-letters.ts';
import { noticeFacts, type PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import type { Attempt } from './fired.ts';
import { type Agreed, missedSteps, prepareLetters } from './letters.ts';
import { readersOf } from './withdrawn.ts';

/**
 * Fires a rung before the end. It tells the readers for whom no later rung is due; for the others, and for every rung
 * before it that did not fire, nothing went out in time, which is evidence.
 */
export async function announce(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
  earlier?: ReadonlyMap<Party, EarlierLetter>,
): Promise<Attempt | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const reckoned = reckon(deadline, rung, now);
  const { agreement, loaded } = agreed;
  const sendingTime = sendingTimeUnder(dependencies.sendWindow, agreement);
  const fired = firing(deadline, reckoned.done, now, sendingTime);
  const { to, withdrawn } = await readersOf(dependencies, loaded, deadline, { ...rung, to: reckoned.to });
  const notices = await prepareLetters(dependencies, agreed, fired, { ...rung, to }, { earlier, withdrawn });
  const missed = await missedSteps(dependencies, agreed, fired, { step: rung.step, ...reckoned });
  const written = await write(dependencies, loaded, {
    deadlines: [fired],
    newNotices: [...notices, ...missed.notices],
    evidence: [...missed.evidence, firedEvidence(deadline, fired, rung, notices)],
  });
  if (!written.ok) return CONFLICT;
  const ids = [...notices, ...missed.notices].map(({ notice }) => notice.id);
  const isCatchingUp = reckoned.missed.length + reckoned.lateKnown.length > 0;
  const nextIsDue = isCatchingUp && fired.next !== undefined && Date.parse(fired.next.at) <= Date.parse(now);
  return { result: { notices: ids, lapsed: false, missed: reckoned.missed.length, nextIsDue }, unfinished: false };
}

/** Tells those who were told of the end of the contract that it does not stand any more. */
export async function callOff(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
): Promise<Attempt | typeof CONFLICT> {
  const earlier = await earlierLetters(dependencies, agreed.loaded.head.contract.id, deadline, rung);
  return announce(dependencies, agreed, deadline, { ...rung, to: [...earlier.keys()] }, earlier);
}

function firedEvidence(
  { next }: StoredDeadline,
  deadline: StoredDeadline,
  rung: Rung,
  notices: readonly PreparedNotice[],
): EvidenceDraft {
  const isMoved = next?.step === rung.step && Date.parse(next.at) > Date.parse(rung.at);
  return {
    type: 'step.fired',
    facts: {
      deadline: deadline.id,
      clause: deadline.clause,
      terms: deadline.terms,
      date: deadline.date,
      run: deadline.run,
      step: rung.step,
      dueAt: rung.at,
      ...(isMoved && { movedTo: next.at }),
      notices: notices.map(noticeFacts),
    },
  };
}
