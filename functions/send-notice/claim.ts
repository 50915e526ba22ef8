import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { type Escalation, escalate, escalateEach } from '../../shared/sending/escalate.ts';
import { countOf, each, type Letters, type Message, messageOf, together } from '../../shared/sending/message.ts';
import { attemptEvidence, isQuiet } from './attempt-evidence.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { drop, type Judged, lastRefusal } from './drop.ts';
import { type HeldBy, heldBackBy, lookAgainAt } from './hold.ts';
import { CLAIM_LEASE_MS, waitAfterLostClaim } from './lease.ts';
import { type Permissions, permissionsFor, waitStopped } from './stop.ts';
import { verdictOnClaim } from './verdict-on-claim.ts';

export type Claim =
  | { readonly claimed: true; readonly letters: Letters; readonly body: Uint8Array }
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
 * Claims a notice, with those that go out with it as one message, for one attempt to send it. Only one caller can hold it, because the
 * write requires that the contract’s head is unchanged. An expired claim becomes an unknown outcome, since its holder may have sent it.
 * @throws BusyContractError
 */
export function claimNotice(dependencies: SendNoticeDependencies, contract: string, id: string): Promise<Claim> {
  return untilSettled(dependencies, contract, async () => {
    const loaded = await dependencies.table.load(contract);
    const message = await messageOf(dependencies.table, contract, id);
    if (!loaded || !message) return { claimed: false, because: 'missing' } as const;
    const now = dependencies.clock.now();
    const { found, letters } = message;
    const state = claimStateOf(found, now);
    if (state !== 'free') return leave(dependencies, loaded, message, state);
    const permissions = await permissionsFor(dependencies, loaded, letters);
    const judged = letters.map((letter): Judged => {
      const permission = permissions.of(letter);
      const verdict = verdictOnClaim(dependencies, loaded, letter, permission);
      return { letter, verdict, ...(permission.stop && { stop: permission.stop }) };
    });
    const stopped = judged.filter(({ stop }) => stop !== undefined);
    const isWhole = judged.every(({ verdict }) => verdict === 'wanted');
    if (!isWhole || (stopped.length > 0 && stopped.length < judged.length)) {
      const because = await drop(dependencies, loaded, judged);
      return because === CONFLICT ? CONFLICT : { claimed: false, because };
    }
    if (stopped.length > 0) {
      const waits = await waitStopped(dependencies, loaded, letters, permissions);
      return waits === CONFLICT ? CONFLICT : { claimed: false, because: 'stopped' };
    }
    const held = await holdOn(dependencies, loaded, letters);
    if (held && !held.over) return holdBack(dependencies, loaded, letters, held.hold);
    return take(dependencies, loaded, message, { ...permissions, held });
  });
}

interface Taking extends Pick<Permissions, 'sending'> {
  /** The webhook for which they waited, although it waits still. */
  readonly held: { readonly hold: HeldBy } | undefined;
}

async function take(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  { letters, body }: Message,
  { sending, held }: Taking,
): Promise<Claim | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const [lead] = letters;
  const claimed = each(letters, (letter) => attempt(letter, now));
  const late = await lateness(dependencies, loaded, lead);
  const written = await write(dependencies, loaded, {
    notices: claimed,
    newNotices: late.newNotices,
    evidence: [
      ...(held && isLetGo(lead) ? [letGoEvidence(lead, held.hold)] : []),
      ...late.evidence,
      ...(isQuiet(lead) ? [] : [attemptEvidence(lead, claimed)]),
    ],
    ...(sending !== undefined && { sending }),
  });
  return written.ok ? ({ claimed: true, letters: claimed, body } as const) : CONFLICT;
}

type ClaimState = 'free' | 'held' | 'waiting' | 'done' | 'ran-out' | 'undelivered';

function claimStateOf({ state, until, heldBy, refusals }: NoticeRecord, now: string): ClaimState {
  const over = until === undefined || Date.parse(until) <= Date.parse(now);
  switch (state) {
    case 'PENDING':
      // It was refused, and is tried again later, however often it is asked for: by the schedules of all steps of a digest, for one.
      return refusals !== undefined && heldBy === undefined && !over ? 'waiting' : 'free';
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
  { letters }: Message,
  state: Exclude<ClaimState, 'free'>,
): Promise<Claim | typeof CONFLICT> {
  if (state === 'undelivered') return escalateUndelivered(dependencies, loaded, letters);
  if (state !== 'ran-out') return { claimed: false, because: state };
  const until = waitAfterLostClaim(dependencies.clock.now());
  const [{ id, attempts }] = letters;
  const evidence: EvidenceDraft = {
    type: 'notice.unknown',
    facts: { notice: id, attempt: attempts, until, ...countOf(letters) },
  };
  const unknown = each(letters, (letter) => ({ ...letter, state: 'UNKNOWN', until }));
  const written = await write(dependencies, loaded, { notices: unknown, evidence: [evidence] });
  return written.ok ? { claimed: false, because: 'now-unknown' } : CONFLICT;
}

/** Hands to a person what the mail service has taken and of which no delivery was reported in time. A later report still changes it. */
async function escalateUndelivered(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  letters: Letters,
): Promise<Claim | typeof CONFLICT> {
  const accepted = letters.filter(({ state }) => state === 'ACCEPTED');
  const escalation = await escalateEach(dependencies, loaded, accepted, { reason: 'undelivered' });
  const evidence = accepted.map(({ id, step, party, until, latest }): EvidenceDraft => {
    return { type: 'notice.undelivered', facts: { notice: id, step, party, at: until ?? latest } };
  });
  const written = await write(dependencies, loaded, {
    notices: accepted.map(({ until: _until, ...rest }): NoticeRecord => ({ ...rest, state: 'UNDELIVERED' })),
    newNotices: escalation.newNotices,
    evidence: [...evidence, ...escalation.evidence],
  });
  return written.ok ? { claimed: false, because: 'undelivered' } : CONFLICT;
}

/**
 * Only what tells a date, and certainly has not gone out: a letter that may have been read is not made wrong by going out
 * again.
 */
async function holdOn(dependencies: SendNoticeDependencies, { deadlines }: LoadedContract, letters: Letters) {
  const [first, ...others] = letters.flatMap((letter) => {
    if (letter.purpose !== 'step' || letter.state !== 'PENDING') return [];
    const clause = deadlines.find(({ id }) => id === letter.deadline)?.clause;
    return clause === undefined ? [] : [{ ...letter, clause }];
  });
  return first && heldBackBy(dependencies, [first, ...others]);
}

/** Leaves the letters to a later sweep. What they wait for is evidence once. */
async function holdBack(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  letters: Letters,
  hold: HeldBy,
): Promise<Claim | typeof CONFLICT> {
  const now = dependencies.clock.now();
  const [lead] = letters;
  const { id, latest, heldSince, heldBy } = lead;
  const isKnown = heldSince !== undefined && heldBy === undefined;
  const waiting = each(letters, ({ heldBy: _by, ...letter }) => {
    return { ...letter, heldSince: letter.heldSince ?? now, until: lookAgainAt(now, letter) };
  });
  const facts = { notice: id, ...subjectOf(lead), latest, ...waitingFor(hold), ...countOf(letters) };
  const written = await write(dependencies, loaded, {
    notices: together(waiting),
    evidence: isKnown ? [] : [{ type: 'notice.held', facts }],
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

/** It is held back no longer: if the mail service refuses it until the next one is due, it was missed. */
function attempt({ heldSince: _held, heldBy: _by, ...notice }: NoticeRecord, now: string): NoticeRecord {
  return { ...notice, state: 'CLAIMED', attempts: notice.attempts + 1, until: laterBy(now, CLAIM_LEASE_MS) };
}
