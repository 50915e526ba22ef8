import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import type { Stop } from '../../shared/core/notices/sending.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { type Escalation, escalate } from '../../shared/sending/escalate.ts';
import type { Failure } from '../../shared/sending/prepare.ts';
import { attemptEvidence, isQuiet } from './attempt-evidence.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { type HeldBy, heldBackBy, lookAgainAt } from './hold.ts';
import { CLAIM_LEASE_MS, waitAfterLostClaim } from './lease.ts';
import { inWords, permissionFor, stopFacts, waitStopped } from './stop.ts';
import { type VerdictOnClaim, verdictOnClaim } from './verdict-on-claim.ts';
import { remembering } from './withdrawn.ts';

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
        | 'undelivered'
        | 'held-back'
        | 'stopped';
    };

/**
 * Claims a notice for one attempt to send it. Only one caller can hold it, because the write requires that the
 * contract’s head is unchanged. An expired claim becomes an unknown outcome, since its holder may have sent the notice.
 * @throws BusyContractError
 */
export function claimNotice(dependencies: SendNoticeDependencies, contract: string, id: string): Promise<Claim> {
  return untilSettled(dependencies, contract, async () => {
    const loaded = await dependencies.table.load(contract);
    const stored = await dependencies.table.notice(contract, id);
    if (!loaded || !stored) return { claimed: false, because: 'missing' } as const;
    const now = dependencies.clock.now();
    const { notice, body } = stored;
    const state = claimStateOf(notice, now);
    if (state !== 'free') return leave(dependencies, loaded, notice, state);
    const permission = await permissionFor(dependencies, loaded, notice);
    const { stop, sending } = permission;
    const verdict = verdictOnClaim(dependencies, loaded, notice, permission);
    if (verdict === 'unwanted' || verdict === 'left-out') return cancel(dependencies, loaded, notice, verdict);
    if (verdict !== 'wanted')
      return giveUp(dependencies, loaded, notice, { verdict, ...(verdict === 'stopped' && stop && { stop }) });
    if (stop) {
      const waits = await waitStopped(dependencies, loaded, notice, {
        stop,
        ...(sending !== undefined && { sending }),
      });
      return waits === CONFLICT ? CONFLICT : { claimed: false, because: 'stopped' };
    }
    const held = await holdOn(dependencies, loaded, notice);
    if (held && !held.over) return holdBack(dependencies, loaded, notice, held.hold);
    const claimed = attempt(notice, now);
    const late = await lateness(dependencies, loaded, notice);
    const written = await write(dependencies, loaded, {
      notices: [claimed],
      newNotices: late.newNotices,
      evidence: [
        ...(held && isLetGo(notice) ? [letGoEvidence(notice, held.hold)] : []),
        ...late.evidence,
        ...(isQuiet(notice) ? [] : [attemptEvidence(notice, claimed)]),
      ],
      ...(sending !== undefined && { sending }),
    });
    return written.ok ? ({ claimed: true, notice: claimed, body } as const) : CONFLICT;
  });
}

type ClaimState = 'free' | 'held' | 'waiting' | 'done' | 'ran-out' | 'undelivered';

function claimStateOf({ state, until, heldBy }: NoticeRecord, now: string): ClaimState {
  const over = until === undefined || Date.parse(until) <= Date.parse(now);
  switch (state) {
    case 'PENDING':
      return 'free';
    case 'CLAIMED':
      return over ? 'ran-out' : 'held';
    case 'UNKNOWN':
      // A report was waited for before it was stopped.
      if (heldBy !== undefined) return 'free';
      return over ? 'free' : 'waiting';
    case 'ACCEPTED':
      return until !== undefined && over ? 'undelivered' : 'done';
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
  if (state === 'undelivered') return escalateUndelivered(dependencies, loaded, notice);
  if (state !== 'ran-out') return { claimed: false, because: state };
  const until = waitAfterLostClaim(dependencies.clock.now());
  const unknown: NoticeRecord = { ...notice, state: 'UNKNOWN', until };
  const evidence: EvidenceDraft = {
    type: 'notice.unknown',
    facts: { notice: notice.id, attempt: notice.attempts, until },
  };
  const written = await write(dependencies, loaded, { notices: [unknown], evidence: [evidence] });
  return written.ok ? { claimed: false, because: 'now-unknown' } : CONFLICT;
}

/** Hands a notice to a person of which no delivery was reported in time. A later report still changes its state. */
async function escalateUndelivered(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
): Promise<Claim | typeof CONFLICT> {
  const { until: at = notice.latest, ...rest } = notice;
  const { id, step, party } = notice;
  const escalation = await escalate(dependencies, loaded, notice, { reason: 'undelivered' });
  const written = await write(dependencies, loaded, {
    notices: [{ ...rest, state: 'UNDELIVERED' }],
    newNotices: escalation.newNotices,
    evidence: [{ type: 'notice.undelivered', facts: { notice: id, step, party, at } }, ...escalation.evidence],
  });
  return written.ok ? { claimed: false, because: 'undelivered' } : CONFLICT;
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
  const { heldBy, ...rest } = notice;
  const { id, latest, heldSince } = notice;
  const isKnown = heldSince !== undefined && heldBy === undefined;
  const written = await write(dependencies, loaded, {
    notices: [{ ...rest, heldSince: heldSince ?? now, until: lookAgainAt(now, notice) }],
    evidence: isKnown
      ? []
      : [{ type: 'notice.held', facts: { notice: id, ...subjectOf(notice), latest, ...waitingFor(hold) } }],
  });
  return written.ok ? { claimed: false, because: 'held-back' } : CONFLICT;
}

/** Whether an attempt is the first since it was held back. Refusals that follow do not tell of it again. */
function isLetGo({ heldSince, attempts }: NoticeRecord): boolean {
  return heldSince !== undefined || attempts === 0;
}

function letGoEvidence({ id, latest }: NoticeRecord, hold: HeldBy): EvidenceDraft {
  return { type: 'notice.let-go', facts: { notice: id, latest, ...waitingFor(hold) } };
}

function waitingFor({ delivery = '', receivedAt = '', waitsFor }: HeldBy) {
  return { delivery, receivedAt, waitsFor };
}

/**
 * What tells the provider that a notice is late which is sent nevertheless, such as that of a lapse. Once its latest moment has
 * passed, and once only.
 */
async function lateness(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
): Promise<Escalation> {
  const isLate = Date.parse(notice.latest) <= Date.parse(dependencies.clock.now());
  // Escalated while it was stopped.
  const isKnown = notice.heldBy !== undefined && notice.until === undefined;
  if (!isLate || isKnown) return { newNotices: [], evidence: [] };
  const reason = notice.state === 'UNKNOWN' ? 'unknown' : 'overdue';
  return escalate(dependencies, loaded, notice, { reason, ...lastRefusal(notice) });
}

/** Withdraws a notice that is wrong by now, or that was held back until the next one for its reader fell due. */
async function cancel(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  verdict: 'unwanted' | 'left-out',
): Promise<Claim | typeof CONFLICT> {
  const evidence: EvidenceDraft = {
    type: 'notice.cancelled',
    facts: {
      notice: notice.id,
      ...subjectOf(notice),
      stateBefore: notice.state,
      attempts: notice.attempts,
      ...(verdict === 'left-out' && { verdict: 'overtaken' }),
    },
  };
  const written = await write(dependencies, loaded, {
    notices: [{ ...waitingNoMore(notice), state: 'CANCELLED' }],
    deadlines: verdict === 'unwanted' ? remembering(dependencies, loaded, notice) : [],
    evidence: [evidence],
  });
  return written.ok ? { claimed: false, because: 'cancelled' } : CONFLICT;
}

interface GivenUp {
  readonly verdict: Exclude<VerdictOnClaim, 'wanted' | 'unwanted' | 'left-out'>;
  readonly stop?: Stop;
}

/**
 * Gives up a notice that was not sent in time, or of which it is not known whether it was sent, and hands it to a
 * person.
 */
async function giveUp(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  notice: NoticeRecord,
  { verdict, stop }: GivenUp,
): Promise<Claim | typeof CONFLICT> {
  const reason = notice.state === 'UNKNOWN' ? 'unknown' : stop ? 'held' : 'late';
  const failure: Failure = { reason, ...lastRefusal(notice), ...(stop && { heldBy: inWords(stop) }) };
  const escalation = await escalate(dependencies, loaded, notice, failure);
  const { id, step, party, state, attempts } = notice;
  const about = { notice: id, ...subjectOf(notice), step, party, stateBefore: state, attempts };
  const evidence: EvidenceDraft = {
    type: 'notice.given-up',
    facts: { ...about, verdict, ...(stop && stopFacts(stop)) },
  };
  const written = await write(dependencies, loaded, {
    notices: [{ ...waitingNoMore(notice), state: 'ESCALATED' }],
    newNotices: escalation.newNotices,
    evidence: [evidence, ...escalation.evidence],
  });
  return written.ok ? { claimed: false, because: 'given-up' } : CONFLICT;
}

function waitingNoMore({ until: _until, heldBy: _by, ...notice }: NoticeRecord): NoticeRecord {
  return notice;
}

/** What the mail service said as it last refused the notice, for the letter to operations. */
function lastRefusal({ refusals }: NoticeRecord): Pick<Failure, 'detail' | 'lastAttemptAt'> {
  if (!refusals) return {};
  const { code, detail, at: lastAttemptAt } = refusals;
  return { detail: detail === undefined ? code : `${code}: ${detail}`, lastAttemptAt };
}

/** It is held back no longer: if the mail service refuses it until the next one is due, it was missed. */
function attempt({ heldSince: _held, heldBy: _by, ...notice }: NoticeRecord, now: string): NoticeRecord {
  return { ...notice, state: 'CLAIMED', attempts: notice.attempts + 1, until: laterBy(now, CLAIM_LEASE_MS) };
}
