import type { Party, Rung } from '../../shared/core/deadlines/deadline.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import type { EarlierLetter } from '../../shared/core/notices/render.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { earlierLetters } from '../../shared/sending/earlier-letters.ts';
import { noticeFacts, type PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { asMessages, takenAlong } from './digest.ts';
import type { Attempt } from './fired.ts';
import { type Firing, firingOf } from './firing.ts';
import { type Agreed, missedSteps } from './letters.ts';

interface Beside {
  /** The letters of another end that it calls off, by party. */
  readonly earlier?: ReadonlyMap<Party, EarlierLetter>;
  /** The contract’s other deadlines that are stored as the recorded events have them: their steps may go out with it. */
  readonly beside?: readonly StoredDeadline[];
}

/**
 * Fires a rung before the end. It tells the readers for whom no later rung is due; for the others, and for every rung
 * before it that did not fire, nothing went out in time, which is evidence. Rungs of other deadlines may fire with it.
 */
export async function announce(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
  { earlier, beside = [] }: Beside = {},
): Promise<Attempt | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const own = await firingOf(dependencies, agreed, deadline, rung, earlier);
  const { reckoned, fired } = own;
  const all = [own, ...(await takenAlong(dependencies, agreed, own, beside))];
  const notices = await asMessages(dependencies, agreed, all);
  const missed = await missedSteps(dependencies, agreed, fired, { step: rung.step, ...reckoned });
  const written = await write(dependencies, agreed.loaded, {
    deadlines: all.map((each) => each.fired),
    newNotices: [...notices, ...missed.notices],
    evidence: [...missed.evidence, ...all.map((each) => firedEvidence(each, notices))],
  });
  if (!written.ok) return CONFLICT;
  // Those of a digest go out with its first one.
  const ids = [...notices, ...missed.notices].flatMap(({ notice, body }) => (body === undefined ? [] : [notice.id]));
  const isCatchingUp = reckoned.missed.length + reckoned.lateKnown.length > 0;
  const nextIsDue = isCatchingUp && fired.next !== undefined && Date.parse(fired.next.at) <= Date.parse(now);
  const along = all.slice(1).map((each) => {
    return { deadline: each.fired.id, step: each.rung.step, notices: each.letters.length };
  });
  const result = { notices: ids, lapsed: false, missed: reckoned.missed.length, nextIsDue, along };
  return { result, unfinished: false };
}

/** Tells those who were told of the end of the contract that it does not stand any more. */
export async function callOff(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
): Promise<Attempt | typeof CONFLICT> {
  const earlier = await earlierLetters(dependencies, agreed.loaded.head.contract.id, deadline, rung);
  return announce(dependencies, agreed, deadline, { ...rung, to: [...earlier.keys()] }, { earlier });
}

function firedEvidence(
  { before: { next }, fired: deadline, rung, letters }: Firing,
  notices: readonly PreparedNotice[],
): EvidenceDraft {
  const isMoved = next?.step === rung.step && Date.parse(next.at) > Date.parse(rung.at);
  const own = new Set(letters.map(({ notice }) => notice.id));
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
      notices: notices.filter(({ notice }) => own.has(notice.id)).map(noticeFacts),
    },
  };
}
