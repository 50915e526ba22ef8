import type { LoadedContract } from '../../shared/aws/table/table.ts';
import { takesNoTime } from '../../shared/core/deadlines/deadline.ts';
import { CALLED_OFF, isOff, type StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { type DeadlineNotice, type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { asOfToday } from '../../shared/recording/plan-contract.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { escalate } from '../../shared/sending/escalate.ts';
import { rungKindOf } from '../../shared/sending/prepare.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type HeldBy, heldBackBy, lookAgainAt } from './hold.ts';
import { CLAIM_LEASE_MS, waitForReport } from './lease.ts';

export type Claim =
  | { readonly claimed: true; readonly notice: NoticeRecord; readonly body: Uint8Array }
  | {
      readonly claimed: false;
      readonly because:
        | 'missing'
        | 'held'
        | 'waiting'
        | 'done'
        | 'cancelled'
        | 'given-up'
        | 'now-unknown'
        | 'held-back';
    };

/**
 * Claims a notice for one attempt to send it. Only one caller can hold it, because the write requires that the
 * contract’s head is unchanged. An expired claim becomes an unknown outcome, since its holder may have sent the notice.
 * @throws BusyContractError
 */
export function claimNotice(dependencies: SendNoticeDependencies, contract: string, id: string): Promise<Claim> {
  return untilSettled(contract, async () => {
    const loaded = await dependencies.table.load(contract);
    const stored = await dependencies.table.notice(contract, id);
    if (!loaded || !stored) return { claimed: false, because: 'missing' } as const;
    const now = dependencies.clock.now();
    const { notice, body } = stored;
    const state = claimStateOf(notice, now);
    if (state !== 'free') return leave(dependencies, loaded, notice, state);
    const verdict = verdictOn(standing(dependencies, loaded), notice);
    if (verdict === 'unwanted') return cancel(dependencies, loaded, notice);
    if (verdict !== 'wanted') return giveUp(dependencies, loaded, notice, verdict);
    const held = await holdOn(dependencies, loaded, notice);
    if (held && !held.over) return holdBack(dependencies, loaded, notice, held.hold);
    const claimed = attempt(notice, now);
    const written = await write(dependencies, loaded, {
      notices: [claimed],
      evidence: [...(held ? [letGoEvidence(notice, held.hold)] : []), attemptEvidence(notice, claimed)],
    });
    return written.ok ? ({ claimed: true, notice: claimed, body } as const) : CONFLICT;
  });
}

/** The deadlines as the recorded events have them, also where the write that recorded them has not come to all yet. */
function standing(dependencies: SendNoticeDependencies, loaded: LoadedContract): readonly StoredDeadline[] {
  return loaded.head.settleAt === undefined ? loaded.deadlines : asOfToday(dependencies, loaded).deadlines;
}

type ClaimState = 'free' | 'held' | 'waiting' | 'done' | 'ran-out';

function claimStateOf({ state, until }: NoticeRecord, now: string): ClaimState {
  const over = until === undefined || Date.parse(until) <= Date.parse(now);
  switch (state) {
    case 'PENDING':
      return 'free';
    case 'CLAIMED':
      return over ? 'ran-out' : 'held';
    case 'UNKNOWN':
      return over ? 'free' : 'waiting';
    default:
      return 'done';
  }
}

async function leave(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  state: Exclude<ClaimState, 'free'>,
): Promise<Claim | typeof CONFLICT> {
  if (state !== 'ran-out') return { claimed: false, because: state };
  const until = waitForReport(dependencies.clock.now(), notice.latest);
  const unknown: NoticeRecord = { ...notice, state: 'UNKNOWN', until };
  const evidence: EvidenceDraft = {
    type: 'notice.unknown',
    facts: { notice: notice.id, attempt: notice.attempts, until },
  };
  const written = await write(dependencies, loaded, { notices: [unknown], evidence: [evidence] });
  return written.ok ? { claimed: false, because: 'now-unknown' } : CONFLICT;
}

/**
 * Only what tells a date, and certainly has not gone out: a letter that may have been read is not made wrong by going out
 * again.
 */
async function holdOn(dependencies: SendNoticeDependencies, { deadlines }: LoadedContract, notice: NoticeRecord) {
  if (notice.purpose !== 'step' || notice.state !== 'PENDING') return undefined;
  const clause = deadlines.find(({ id }) => id === notice.deadline)?.clause;
  return clause === undefined ? undefined : heldBackBy(dependencies, { ...notice, clause });
}

/** Leaves the notice to a later sweep. What it waits for is evidence once. */
async function holdBack(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  hold: HeldBy,
): Promise<Claim | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const { id, latest, heldSince } = notice;
  const written = await write(dependencies, loaded, {
    notices: [{ ...notice, heldSince: heldSince ?? now, until: lookAgainAt(now, notice) }],
    evidence: heldSince
      ? []
      : [{ type: 'notice.held', facts: { notice: id, ...subjectOf(notice), latest, ...waitingFor(hold) } }],
  });
  return written.ok ? { claimed: false, because: 'held-back' } : CONFLICT;
}

function letGoEvidence({ id, latest }: NoticeRecord, hold: HeldBy): EvidenceDraft {
  return { type: 'notice.let-go', facts: { notice: id, latest, ...waitingFor(hold) } };
}

function waitingFor({ delivery = '', receivedAt = '', waitsFor }: HeldBy) {
  return { delivery, receivedAt, waitsFor };
}

/** After this many attempts without an answer or a report, the notice is given up and handed to a person. */
const MOST_UNCONFIRMED_ATTEMPTS = 5;

type Verdict = 'wanted' | 'unwanted' | 'too-late' | 'too-often';

/**
 * Whether the notice is still to be sent. One about a step is not if its deadline started another run (the date moved) or
 * has ended differently than the notice says.
 */
function verdictOn(deadlines: readonly StoredDeadline[], notice: NoticeRecord): Verdict {
  const often = notice.state === 'UNKNOWN' && notice.attempts >= MOST_UNCONFIRMED_ATTEMPTS;
  if (notice.purpose !== 'step') return often ? 'too-often' : 'wanted';
  const deadline = deadlines.find(({ id }) => id === notice.deadline);
  if (deadline?.run !== notice.run) return 'unwanted';
  if (isWanted(deadline, notice)) return often ? 'too-often' : 'wanted';
  return deadline.state === 'lapsed' ? 'too-late' : 'unwanted';
}

/** A deadline that takes no time has lapsed, or is met, before its notice can go out. */
function isWanted(deadline: StoredDeadline, { step }: DeadlineNotice): boolean {
  const { state } = deadline;
  if (step === CALLED_OFF) return isOff(deadline);
  if (takesNoTime(deadline)) return state === 'open' || state === 'lapsed' || state === 'met';
  return state === (rungKindOf(step) === 'lapsed' ? 'lapsed' : 'open');
}

async function cancel(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
): Promise<Claim | typeof CONFLICT> {
  const { until: _until, ...rest } = notice;
  const evidence: EvidenceDraft = {
    type: 'notice.cancelled',
    facts: { notice: notice.id, ...subjectOf(notice), stateBefore: notice.state, attempts: notice.attempts },
  };
  const written = await write(dependencies, loaded, {
    notices: [{ ...rest, state: 'CANCELLED' }],
    evidence: [evidence],
  });
  return written.ok ? { claimed: false, because: 'cancelled' } : CONFLICT;
}

/**
 * Gives up a notice that was not sent in time, or of which it is not known whether it was sent, and hands it to a
 * person.
 */
async function giveUp(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  verdict: 'too-late' | 'too-often',
): Promise<Claim | typeof CONFLICT> {
  const { until: _until, ...rest } = notice;
  const reason = notice.state === 'UNKNOWN' ? 'unknown' : 'late';
  const escalation = await escalate(dependencies, loaded, notice, { reason });
  const { id, state, attempts } = notice;
  const evidence: EvidenceDraft = {
    type: 'notice.given-up',
    facts: { notice: id, ...subjectOf(notice), stateBefore: state, attempts, verdict },
  };
  const written = await write(dependencies, loaded, {
    notices: [{ ...rest, state: 'ESCALATED' }],
    newNotices: escalation.newNotices,
    evidence: [evidence, ...escalation.evidence],
  });
  return written.ok ? { claimed: false, because: 'given-up' } : CONFLICT;
}

function attempt(notice: NoticeRecord, now: string): NoticeRecord {
  return { ...notice, state: 'CLAIMED', attempts: notice.attempts + 1, until: laterBy(now, CLAIM_LEASE_MS) };
}

function attemptEvidence(before: NoticeRecord, claimed: NoticeRecord): EvidenceDraft {
  const again = before.state === 'UNKNOWN';
  return {
    type: again ? 'notice.resend-after-unknown' : 'notice.attempt',
    facts: { notice: claimed.id, attempt: claimed.attempts, to: claimed.to, sha256: claimed.sha256 },
  };
}
