import type { SendResult } from '../../shared/aws/mailer.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/chain.ts';
import { mergeDelivery } from '../../shared/core/notices/delivery.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { prepareEscalation } from '../../shared/sending/prepare.ts';
import { type Claim, claimNotice } from './claim.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { nextTry, waitForReport } from './lease.ts';

/** Claims a notice, sends its stored bytes once, and records what came of it. */
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
      step: notice.step.slice(0, 256),
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
      return telemetry.warn('NOTICE_RELEASED', facts);
  }
}

function reportUnclaimed(
  { telemetry }: SendNoticeDependencies,
  claim: Extract<Claim, { claimed: false }>,
  contract: string,
  notice: string,
): void {
  if (claim.because === 'cancelled') telemetry.info('NOTICE_CANCELLED', { contract, notice });
  if (claim.because !== 'now-unknown') return;
  telemetry.warn('NOTICE_UNKNOWN', { contract, notice, reason: 'claim ran out' });
  telemetry.count('NoticeUnknown');
}

/** Reports of the mail service may have come in meanwhile; what they proved is never given up. */
function recordOutcome(dependencies: SendNoticeDependencies, sent: NoticeRecord, result: SendResult): Promise<void> {
  return untilSettled(sent.contract, async () => {
    const { table, clock, catalog, correspondents } = dependencies;
    const loaded = await table.load(sent.contract);
    const stored = await table.notice(sent.contract, sent.id);
    if (!loaded || !stored) throw new Error(`notice ${sent.id} has vanished from contract ${sent.contract}`);
    const now = clock.now();
    const notice = withOutcome(stored.notice, result, now);
    const deadline = loaded.deadlines.find(({ id }) => id === notice.deadline);
    const context = { contract: loaded.head.contract, catalog, correspondents, now };
    const escalation =
      notice.state === 'REJECTED' && deadline && 'code' in result
        ? await prepareEscalation(context, deadline, notice, 'rejected', result.code)
        : undefined;
    const written = await write(dependencies, loaded, {
      notices: [notice],
      ...(escalation && { newNotices: [escalation] }),
      evidence: [outcomeEvidence(notice, sent.attempts, result)],
    });
    return written.ok ? undefined : CONFLICT;
  });
}

function withOutcome(stored: NoticeRecord, result: SendResult, now: string): NoticeRecord {
  const { until: _until, ...notice } = stored;
  if (result.outcome === 'accepted') {
    return {
      ...notice,
      state: mergeDelivery(notice.state, { kind: 'send' }),
      messageIds: [...notice.messageIds, result.messageId],
    };
  }
  // A report that came in before this answer has settled the matter.
  if (stored.state !== 'CLAIMED') return stored;
  if (result.outcome === 'rejected') return { ...notice, state: 'REJECTED' };
  if (result.outcome === 'unknown') return { ...notice, state: 'UNKNOWN', until: waitForReport(now, notice.latest) };
  return { ...notice, state: 'PENDING', until: nextTry(now, notice.attempts) };
}

function outcomeEvidence(notice: NoticeRecord, attempt: number, result: SendResult): EvidenceDraft {
  const facts = { notice: notice.id, attempt, ...('code' in result && { code: result.code }) };
  switch (result.outcome) {
    case 'accepted':
      return {
        type: 'notice.accepted',
        text: `The mail service accepted attempt ${attempt} as ${result.messageId}.`,
        facts: { ...facts, messageId: result.messageId },
      };
    case 'rejected':
      return {
        type: 'notice.rejected',
        text: `The mail service refused attempt ${attempt} for good (${result.code}).`,
        facts,
      };
    case 'unavailable':
      return {
        type: 'notice.released',
        text: `Attempt ${attempt} was refused for now (${result.code}); nothing was sent.`,
        facts,
      };
    case 'unknown':
      return {
        type: 'notice.unknown',
        text: `The answer to attempt ${attempt} was lost (${result.code}). A report is waited for until ${notice.until}.`,
        facts: { ...facts, until: notice.until },
      };
  }
}

/** Tags hold `[A-Za-z0-9_-]` only. */
function tag(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 256);
}
