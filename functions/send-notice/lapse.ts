import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import type { DeadlineChange } from '../../shared/core/deadlines/deadline-changes.ts';
import { lapseOf } from '../../shared/core/deadlines/lapse-event.ts';
import { reckon } from '../../shared/core/deadlines/missed.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { DeadlineState } from '../../shared/core/deadlines/state.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { planWith } from '../../shared/recording/plan-contract.ts';
import { changesProposals } from '../../shared/recording/propose.ts';
import { UnplannableContractError } from '../../shared/recording/settle.ts';
import { stamped } from '../../shared/recording/stamped.ts';
import { changeFacts, firstChanges, write } from '../../shared/recording/write.ts';
import { noticeFacts, type PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type Attempt, skip } from './fired.ts';
import { type Agreed, missedSteps, prepareLetters } from './letters.ts';

/** Of the transaction: head, event, the deadline itself, its letters and those about missed steps, and their evidence. */
const OWN_ACTIONS = 12;

/** Records that a deadline's last instant has passed, with the event that this brings about and every change that follows. */
export async function lapse(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
): Promise<Attempt | typeof CONFLICT> {
  const { loaded } = agreed;
  const now = dependencies.clock.now();
  const event = stamped(dependencies, { ...lapseOf(deadline), recordedAt: now });
  const planned = planWith(dependencies, loaded, [event]);
  if (planned.outcome === 'rejected') {
    throw new UnplannableContractError(loaded.head.contract.id, planned.faults[0]?.detail ?? 'unknown');
  }
  const own = planned.changes.find(({ after }) => after.id === deadline.id);
  // Replanning gives a different end: store the new deadline now and fire again at its new time.
  const state = own?.after.state ?? 'open';
  if (!own || state === 'open') return { ...skip('not-due'), unfinished: true };
  const others = planned.changes.filter((change) => change !== own);
  const reckoned = reckon(deadline, rung, now);
  // The letter of the lapse goes out with the one about what was missed before it. No step before it has anything to tell any more.
  const { missed: _missed, withdrawn: _withdrawn, next: _next, ...after } = own.after;
  const ended = { ...after, done: [...deadline.done, ...reckoned.done] };
  const { taken, ...first } = firstChanges(others, OWN_ACTIONS);
  const unfinished = first.unfinished || changesProposals(dependencies, loaded, [event], planned);
  const then = { loaded, agreement: planned.plan.agreement };
  const notices = await prepareLetters(dependencies, then, ended, rung);
  const missed = await missedSteps(dependencies, then, ended, { step: rung.step, ...reckoned });
  const written = await write(dependencies, loaded, {
    events: [event],
    deadlines: [ended, ...taken.map(({ after }) => after)],
    newNotices: [...notices, ...missed.notices],
    unfinished,
    evidence: [...missed.evidence, lapsedEvidence({ ...ended, state }, event, taken, notices)],
  });
  if (!written.ok) return CONFLICT;
  const ids = [...notices, ...missed.notices].map(({ notice }) => notice.id);
  return { result: { notices: ids, lapsed: true, missed: reckoned.missed.length, nextIsDue: false }, unfinished };
}

function lapsedEvidence(
  deadline: StoredDeadline & { readonly state: Exclude<DeadlineState, 'open'> },
  event: ContractEvent,
  changes: readonly DeadlineChange[],
  notices: readonly PreparedNotice[],
): EvidenceDraft {
  return {
    type: `deadline.${deadline.state}`,
    facts: {
      deadline: deadline.id,
      clause: deadline.clause,
      terms: deadline.terms,
      instant: deadline.instant,
      run: deadline.run,
      event,
      ...(deadline.lateKnown && { lateKnown: true }),
      changes: changeFacts(changes),
      notices: notices.map(noticeFacts),
    },
  };
}
