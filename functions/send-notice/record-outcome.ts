import type { SendResult } from '../../shared/aws/mailer.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { mergeDelivery } from '../../shared/core/notices/delivery.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { deliveryExpectedBy } from '../../shared/sending/await-delivery.ts';
import { type Escalation, escalateEach, NO_ESCALATION } from '../../shared/sending/escalate.ts';
import { each, type Letters, messageOf, together } from '../../shared/sending/message.ts';
import { refusedSince } from '../../shared/sending/verdict.ts';
import { attemptEvidence, isQuiet } from './attempt-evidence.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { nextTry, waitForReport } from './lease.ts';

type Refused = Extract<SendResult, { code: string }>;

/**
 * Records the outcome of an attempt to send letters as one message. If a report arrived first, the state it set is kept:
 * `settled-by-report` if it says more than the answer does.
 */
export function recordOutcome(
  dependencies: SendNoticeDependencies,
  sent: Letters,
  result: SendResult,
): Promise<'recorded' | 'settled-by-report'> {
  const [{ id, contract, attempts }] = sent;
  return untilSettled(dependencies, contract, async () => {
    const { table, clock } = dependencies;
    const head = await table.head(contract);
    const message = await messageOf(table, contract, id);
    if (!head || !message) throw new Error(`notice ${id} has vanished from contract ${contract}`);
    const now = clock.now();
    const isSettled = result.outcome !== 'accepted' && !isStillClaimed(message.found, attempts);
    const letters = isSettled
      ? message.letters
      : together(each(message.letters, (letter) => withOutcome(letter, result, now)));
    const escalation =
      result.outcome === 'rejected' && !isSettled
        ? await escalateRejected(dependencies, letters, result, now)
        : NO_ESCALATION;
    const written = await write(
      dependencies,
      { head },
      {
        notices: letters,
        newNotices: escalation.newNotices,
        evidence: [...outcomeEvidence(letters[0], sent, result), ...escalation.evidence],
      },
    );
    if (!written.ok) return CONFLICT;
    return isSettled ? 'settled-by-report' : 'recorded';
  });
}

/** Only this needs all of the contract. If that is a later state than the head that was read, the write is refused. */
async function escalateRejected(
  dependencies: SendNoticeDependencies,
  letters: Letters,
  result: Refused,
  now: string,
): Promise<Escalation> {
  const rejected = letters.filter(({ state }) => state === 'REJECTED');
  const loaded = rejected.length > 0 ? await dependencies.table.load(letters[0].contract) : undefined;
  if (!loaded) return NO_ESCALATION;
  return escalateEach(dependencies, loaded, rejected, {
    reason: 'rejected',
    detail: inWords(result),
    lastAttemptAt: now,
  });
}

function isStillClaimed({ state, attempts }: NoticeRecord, attempt: number): boolean {
  return state === 'CLAIMED' && attempts === attempt;
}

function withOutcome(stored: NoticeRecord, result: SendResult, now: string): NoticeRecord {
  const { until: _until, ...notice } = stored;
  switch (result.outcome) {
    case 'accepted': {
      const state = mergeDelivery(notice.state, { kind: 'send' });
      const messageIds = [...new Set([...notice.messageIds, result.messageId])];
      const known = stored.state === 'ACCEPTED' ? stored.until : undefined;
      const until = known ?? deliveryExpectedBy(now, notice.latest);
      return { ...notice, state, messageIds, ...(state === 'ACCEPTED' && { until }) };
    }
    case 'rejected':
      return { ...notice, state: 'REJECTED' };
    case 'unknown':
      return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };
    case 'unavailable': {
      const times = (notice.refusals?.times ?? 0) + 1;
      return {
        ...notice,
        state: 'PENDING',
        until: nextTry(now, refusedSince(notice) + 1),
        refusals: { times, ...said(result), at: now },
      };
    }
  }
}

function said({ code, detail }: Refused) {
  return { code, ...(detail !== undefined && { detail }) };
}

/** `MessageRejected: Email address is not verified.` */
function inWords({ code, detail }: Refused): string {
  return detail === undefined ? code : `${code}: ${detail}`;
}

/** Of an attempt after many refusals for one reason, evidence is only what is new. */
function outcomeEvidence(notice: NoticeRecord, sent: Letters, result: SendResult): EvidenceDraft[] {
  const [lead] = sent;
  const quiet = isQuiet(lead);
  if (quiet && result.outcome === 'unavailable' && result.code === lead.refusals?.code) return [];
  return [...(quiet ? [attemptEvidence(lead, sent)] : []), outcome(notice, lead.attempts, result)];
}

function outcome(notice: NoticeRecord, attempt: number, result: SendResult): EvidenceDraft {
  const facts = { notice: notice.id, attempt };
  switch (result.outcome) {
    case 'accepted':
      return { type: 'notice.accepted', facts: { ...facts, messageId: result.messageId } };
    case 'rejected':
      return { type: 'notice.rejected', facts: { ...facts, ...said(result) } };
    case 'unavailable':
      return { type: 'notice.released', facts: { ...facts, ...said(result) } };
    case 'unknown': {
      const until = notice.state === 'UNKNOWN' ? notice.until : undefined;
      return { type: 'notice.unknown', facts: { ...facts, ...said(result), ...(until !== undefined && { until }) } };
    }
  }
}
