import type { SendResult } from '../../shared/aws/mailer.ts';
import { withoutAddresses } from '../../shared/aws/refusals.ts';
import { refusedSince } from '../../shared/sending/verdict.ts';
import { type Claim, claimNotice } from './claim.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { recordOutcome } from './record-outcome.ts';

/** The refusal that raises the alarm: by then the mail service has refused for about an hour. */
const ALARM_AT_REFUSAL = 10;

/** Claims a notice with those that go out with it, sends their stored bytes once, and records the outcome. */
export async function deliverNotice(dependencies: SendNoticeDependencies, contract: string, id: string): Promise<void> {
  const claim = await claimNotice(dependencies, contract, id);
  const { telemetry, mailer, correspondents } = dependencies;
  if (!claim.claimed) return reportUnclaimed(dependencies, claim, contract, id);
  const { letters, body } = claim;
  const [notice] = letters;
  const result = await mailer.send({
    from: correspondents.fromAddress,
    to: notice.to,
    bytes: body,
    tags: {
      contract,
      notice: notice.id,
      attempt: String(notice.attempts),
      step: tag(notice.step),
      version: tag(notice.terms),
    },
  });
  const recorded = await recordOutcome(dependencies, letters, result);
  const facts = { contract, notice: notice.id, attempt: notice.attempts, ...('code' in result && reasonIn(result)) };
  if (recorded === 'settled-by-report') return telemetry.info('NOTICE_SETTLED', facts);
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
      if (refusedSince(notice) + 1 === ALARM_AT_REFUSAL) telemetry.count('NoticeUndeliverable');
  }
}

function reportUnclaimed(
  { telemetry }: SendNoticeDependencies,
  claim: Extract<Claim, { claimed: false }>,
  contract: string,
  notice: string,
): void {
  if (claim.because === 'cancelled') telemetry.info('NOTICE_CANCELLED', { contract, notice });
  if (claim.because === 'held-back' || claim.because === 'stopped') {
    telemetry.info('NOTICE_HELD', { contract, notice, reason: claim.because });
    telemetry.count('NoticeHeld');
  }
  if (claim.because === 'given-up') {
    telemetry.warn('NOTICE_GIVEN_UP', { contract, notice });
    telemetry.count('NoticeUndeliverable');
  }
  if (claim.because === 'undelivered') {
    telemetry.warn('NOTICE_UNDELIVERED', { contract, notice });
    telemetry.count('NoticeUndeliverable');
  }
  if (claim.because !== 'now-unknown') return;
  telemetry.warn('NOTICE_UNKNOWN', { contract, notice, reason: 'claim ran out' });
  telemetry.count('NoticeUnknown');
}

/** Logs hold no addresses, which the service's words may name. */
function reasonIn({ code, detail }: Extract<SendResult, { code: string }>) {
  return { reason: code, ...(detail !== undefined && { detail: withoutAddresses(detail) }) };
}

/** SES allows `[A-Za-z0-9_-]` in tags, and at most 256 characters. */
function tag(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 256);
}
