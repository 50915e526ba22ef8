import type { EvidenceDraft, EvidenceType } from '../../shared/core/evidence/facts.ts';
import { mergeDelivery, needsEscalation } from '../../shared/core/notices/delivery.ts';
import type { EscalationReason } from '../../shared/core/notices/escalation.ts';
import type { NoticeState } from '../../shared/core/notices/notice.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { deliveryExpectedBy } from '../../shared/sending/await-delivery.ts';
import { type EscalatingDependencies, escalate } from '../../shared/sending/escalate.ts';
import type { Report } from './mail-event.ts';

export type RecordReportDependencies = EscalatingDependencies;

/** `unrelated`: there is no such notice. `repeated`: this report is already recorded. */
export type ReportResult =
  | { readonly outcome: 'recorded'; readonly state: NoticeState }
  | { readonly outcome: 'unrelated' | 'repeated' };

const REASONS: Partial<Record<NoticeState, EscalationReason>> = {
  BOUNCED: 'bounced',
  UNDELIVERED: 'bounced',
  SUPPRESSED: 'suppressed',
  COMPLAINED: 'complained',
  REJECTED: 'rejected',
};

/**
 * Merges a report into its notice and appends evidence. If the notice failed to arrive, it is escalated once, in the
 * same transaction.
 * @throws BusyContractError
 */
export function recordReport(dependencies: RecordReportDependencies, report: Report): Promise<ReportResult> {
  return untilSettled(dependencies, report.contract, async () => {
    const { table } = dependencies;
    const head = await table.head(report.contract);
    const stored = await table.notice(report.contract, report.notice);
    if (!head || !stored) return { outcome: 'unrelated' } as const;
    if (stored.notice.reports.includes(report.key)) return { outcome: 'repeated' } as const;
    const before = stored.notice.state;
    const notice = merged(stored.notice, report, dependencies.clock.now());
    const reason = needsEscalation(notice.state) && notice.state !== before ? REASONS[notice.state] : undefined;
    const { detail, sentAt: lastAttemptAt } = report;
    // Only what failed needs all of the contract. If that is a later state than the head, the write is refused.
    const loaded = reason && (await table.load(report.contract));
    const escalation =
      reason && loaded && (await escalate(dependencies, loaded, notice, { reason, detail, lastAttemptAt }));
    const written = await write(
      dependencies,
      { head },
      {
        notices: [notice],
        newNotices: escalation?.newNotices ?? [],
        evidence: [reportEvidence(report, notice), ...(escalation?.evidence ?? [])],
      },
    );
    return written.ok ? ({ outcome: 'recorded', state: notice.state } as const) : CONFLICT;
  });
}

function merged({ until, ...notice }: NoticeRecord, told: Report, now: string): NoticeRecord {
  const { report, key, messageId } = told;
  const state = isOutdated(notice, told) ? notice.state : mergeDelivery(notice.state, report);
  const messageIds = notice.messageIds.includes(messageId) ? notice.messageIds : [...notice.messageIds, messageId];
  const next = untilIn(state, notice, until, now);
  return {
    ...notice,
    state,
    messageIds,
    reports: [...notice.reports, key],
    ...(next !== undefined && { until: next }),
  };
}

/** Whether it says that an attempt failed from before a person had the notice sent again. */
function isOutdated({ resend }: Pick<NoticeRecord, 'resend'>, { report, attempt = 0 }: Report): boolean {
  return resend !== undefined && report.kind !== 'delivery' && attempt <= resend.afterAttempts;
}

/** Until when something is waited for in that state (instant, UTC): a delivery, once the mail service has taken the notice. */
function untilIn(
  state: NoticeState,
  before: Pick<NoticeRecord, 'state' | 'latest'>,
  until: string | undefined,
  now: string,
): string | undefined {
  if (state === 'PENDING' || state === 'CLAIMED' || state === 'UNKNOWN') return until;
  if (state !== 'ACCEPTED') return undefined;
  return before.state === 'ACCEPTED' ? until : deliveryExpectedBy(now, before.latest);
}

const TYPES = {
  send: 'notice.sent',
  delivery: 'notice.delivered',
  delay: 'notice.delayed',
  reject: 'notice.rejected',
  suppressed: 'notice.suppressed',
  complaint: 'notice.complained',
  bounce: 'notice.bounced',
} as const satisfies Record<Report['report']['kind'], EvidenceType>;

/** Absence replies to mail that arrived are reported like temporary failures. */
function typeOf({ report }: Report): (typeof TYPES)[keyof typeof TYPES] | 'notice.transient-bounce' {
  return report.kind === 'bounce' && report.bounce === 'transient' ? 'notice.transient-bounce' : TYPES[report.kind];
}

function reportEvidence(report: Report, notice: NoticeRecord): EvidenceDraft {
  const { at, messageId, detail } = report;
  return {
    type: typeOf(report),
    facts: {
      notice: notice.id,
      step: notice.step,
      party: notice.party,
      messageId,
      at,
      state: notice.state,
      ...report.report,
      ...(detail !== undefined && { detail }),
    },
  };
}
