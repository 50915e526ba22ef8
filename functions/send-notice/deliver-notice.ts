import type { SendResult } from '../../shared/aws/mailer.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { mergeDelivery } from '../../shared/core/notices/delivery.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { type Escalation, escalate } from '../../shared/sending/escalate.ts';
import { type Claim, claimNotice } from './claim.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { nextTry, waitForReport } from './lease.ts';

/** The attempt that raises the alarm: by then the mail service has refused for about an hour. */
const ALARM_AT_ATTEMPT = 7;

/** Claims a notice, sends its stored bytes once, and records the outcome. */
export async function deliverNotice(dependencies: SendNoticeDependencies, contract: string, id: string): Promise<void> {
  const claim = await claimNotice(dependencies, contract, id);
  const { telemetry, mailer, correspondents } = dependencies;
  if (!claim.claimed) return reportUnclaimed(dependencies, claim, contract, id);
  const { notice, body } = claim;
  const result = await mailer.send({
    from: correspondents.fromAddress,
    to: notice.to,
    bytes: body,
    tags: {
      contract,
      notice: id,
      attempt: String(notice.attempts),
      step: tag(notice.step),
      version: tag(notice.terms),
    },
  });
  await recordOutcome(dependencies, notice, result);
  const facts = { contract, notice: id, attempt: notice.attempts, ...('code' in result && { reason: result.code }) };
  switch (result.outcome) {
    case 'accepted':
      telemetry.info('NOTICE_ACCEPTED', facts);
      return telemetry.count('NoticeSent');
    case 'unknown':
      telemetry.warn('NOTICE_UNKNOWN', facts);
      return telemetry.count('NoticeUnknown');
    case 'rejected':
      telemetry.warn('NOTICE_REJECTED', facts);
      return telemetry.count('NoticeUndeliverable');
    case 'unavailable':
      telemetry.warn('NOTICE_RELEASED', facts);
      // Counted once only, so that later attempts raise no further alarm.
      if (notice.attempts === ALARM_AT_ATTEMPT) telemetry.count('NoticeUndeliverable');
  }
}

function reportUnclaimed(
  { telemetry }: SendNoticeDependencies,
  claim: Extract<Claim, { claimed: false }>,
  contract: string,
  notice: string,
): void {
  if (claim.because === 'cancelled') telemetry.info('NOTICE_CANCELLED', { contract, notice });
  if (claim.because === 'held-back') {
    telemetry.info('NOTICE_HELD', { contract, notice });
    telemetry.count('NoticeHeld');
  }
  if (claim.because === 'given-up') {
    telemetry.warn('NOTICE_GIVEN_UP', { contract, notice });
    telemetry.count('NoticeUndeliverable');
  }
  if (claim.because !== 'now-unknown') return;
  telemetry.warn('NOTICE_UNKNOWN', { contract, notice, reason: 'claim ran out' });
  telemetry.count('NoticeUnknown');
}

/** Records the outcome of an attempt. If a delivery report arrived first, the state it set is kept. */
function recordOutcome(dependencies: SendNoticeDependencies, sent: NoticeRecord, result: SendResult): Promise<void> {
  return untilSettled(sent.contract, async () => {
    const { table, clock } = dependencies;
    const loaded = await table.load(sent.contract);
    const stored = await table.notice(sent.contract, sent.id);
    if (!loaded || !stored) throw new Error(`notice ${sent.id} has vanished from contract ${sent.contract}`);
    const now = clock.now();
    const notice = withOutcome(stored.notice, sent.attempts, result, now);
    const escalation: Escalation =
      notice.state === 'REJECTED' && result.outcome === 'rejected'
        ? await escalate(dependencies, loaded, notice, { reason: 'rejected', detail: result.code, lastAttemptAt: now })
        : { newNotices: [], evidence: [] };
    const written = await write(dependencies, loaded, {
      notices: [notice],
      newNotices: escalation.newNotices,
      evidence: [outcomeEvidence(notice, sent.attempts, result), ...escalation.evidence],
    });
    return written.ok ? undefined : CONFLICT;
  });
}

function withOutcome(stored: NoticeRecord, attempt: number, result: SendResult, now: string): NoticeRecord {
  const { until: _until, ...notice } = stored;
  if (result.outcome === 'accepted') {
    return {
      ...notice,
      state: mergeDelivery(notice.state, { kind: 'send' }),
      messageIds: [...new Set([...notice.messageIds, result.messageId])],
    };
  }
  // A report that arrived before this answer has already set the state.
  if (stored.state !== 'CLAIMED' || stored.attempts !== attempt) return stored;
  if (result.outcome === 'rejected') return { ...notice, state: 'REJECTED' };
  if (result.outcome === 'unknown') return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };
  return { ...notice, state: 'PENDING', until: nextTry(now, notice.attempts) };
}

function outcomeEvidence(notice: NoticeRecord, attempt: number, result: SendResult): EvidenceDraft {
  const facts = { notice: notice.id, attempt };
  switch (result.outcome) {
    case 'accepted':
      return { type: 'notice.accepted', facts: { ...facts, messageId: result.messageId } };
    case 'rejected':
      return { type: 'notice.rejected', facts: { ...facts, code: result.code } };
    case 'unavailable':
      return { type: 'notice.released', facts: { ...facts, code: result.code } };
    case 'unknown': {
      const { until } = notice;
      return { type: 'notice.unknown', facts: { ...facts, code: result.code, ...(until !== undefined && { until }) } };
    }
  }
}

/** SES allows `[A-Za-z0-9_-]` in tags, and at most 256 characters. */
function tag(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 256);
}
