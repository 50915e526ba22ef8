import { mergeDelivery, needsEscalation } from '../../shared/core/notices/delivery.ts';
import type { EscalationReason } from '../../shared/core/notices/escalation.ts';
import type { NoticeState } from '../../shared/core/notices/notice.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import type { RecordingDependencies } from '../../shared/recording/dependencies.ts';
import { write } from '../../shared/recording/write.ts';
import { type Correspondents, prepareEscalation } from '../../shared/sending/prepare.ts';
import type { Report } from './mail-event.ts';

export interface RecordReportDependencies extends RecordingDependencies {
  readonly correspondents: Correspondents;
}

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

/** Merges a report into its notice, with evidence. What did not arrive is escalated once, in the same transaction. */
export function recordReport(dependencies: RecordReportDependencies, report: Report): Promise<ReportResult> {
  return untilSettled(report.contract, async () => {
    const { table, clock, catalog, correspondents } = dependencies;
    const loaded = await table.load(report.contract);
    const stored = await table.notice(report.contract, report.notice);
    if (!loaded || !stored) return { outcome: 'unrelated' } as const;
    if (stored.notice.reports.includes(report.key)) return { outcome: 'repeated' } as const;
    const before = stored.notice.state;
    const notice = merged(stored.notice, report);
    const deadline = loaded.deadlines.find(({ id }) => id === notice.deadline);
    const reason = needsEscalation(notice.state) && notice.state !== before ? REASONS[notice.state] : undefined;
    const context = { contract: loaded.head.contract, catalog, correspondents, now: clock.now() };
    const escalation =
      reason && deadline && (await prepareEscalation(context, deadline, notice, reason, report.detail));
    const fresh = escalation && !(await table.notice(report.contract, escalation.notice.id)) ? escalation : undefined;
    const written = await write(dependencies, loaded, {
      notices: [notice],
      ...(fresh && { newNotices: [fresh] }),
      evidence: [
        reportEvidence(report, notice),
        ...(fresh && reason ? [escalationEvidence(notice, fresh.notice, reason)] : []),
      ],
    });
    return written.ok ? ({ outcome: 'recorded', state: notice.state } as const) : CONFLICT;
  });
}

function merged({ until, ...notice }: NoticeRecord, { report, key, messageId }: Report): NoticeRecord {
  const state = mergeDelivery(notice.state, report);
  const messageIds = notice.messageIds.includes(messageId) ? notice.messageIds : [...notice.messageIds, messageId];
  const stillOpen = state === 'PENDING' || state === 'CLAIMED' || state === 'UNKNOWN';
  return {
    ...notice,
    state,
    messageIds,
    reports: [...notice.reports, key],
    ...(stillOpen && until !== undefined && { until }),
  };
}

const SAID: Record<Report['report']['kind'], string> = {
  send: 'The mail service reports that it took the notice',
  delivery: 'The receiving server took the notice',
  delay: 'The receiving server put the notice off',
  reject: 'The mail service refused the notice',
  suppressed: 'The mail service withheld the notice, since the address is suppressed',
  complaint: 'The recipient reported the notice as unwanted',
  bounce: 'The receiving server turned the notice away',
};

const TYPES: Record<Report['report']['kind'], string> = {
  send: 'notice.sent',
  delivery: 'notice.delivered',
  delay: 'notice.delayed',
  reject: 'notice.rejected',
  suppressed: 'notice.suppressed',
  complaint: 'notice.complained',
  bounce: 'notice.bounced',
};

function reportEvidence(report: Report, notice: NoticeRecord) {
  const { kind } = report.report;
  const { at, messageId, detail } = report;
  return {
    type: TYPES[kind],
    text: `${SAID[kind]} at ${at}${detail === undefined ? '' : ` (${detail})`}.`,
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

function escalationEvidence(failed: NoticeRecord, escalation: NoticeRecord, reason: EscalationReason) {
  return {
    type: 'notice.escalated',
    text: `Notice ${failed.id} did not arrive (${reason}); the provider is told with notice ${escalation.id}.`,
    facts: { notice: failed.id, reason, escalation: escalation.id, sha256: escalation.sha256 },
  };
}
