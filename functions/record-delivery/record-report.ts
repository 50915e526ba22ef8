import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { EvidenceDraft, EvidenceType } from '../../shared/core/evidence/facts.ts';
import { mergeDelivery, needsEscalation } from '../../shared/core/notices/delivery.ts';
import type { EscalationReason } from '../../shared/core/notices/escalation.ts';
import type { NoticeState } from '../../shared/core/notices/notice.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { CONFLICT, untilSettled } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { deliveryExpectedBy } from '../../shared/sending/await-delivery.ts';
import {
  type EscalatingDependencies,
  type Escalation,
  escalateEach,
  NO_ESCALATION,
} from '../../shared/sending/escalate.ts';
import { countOf, each, type Letters, messageOf, together } from '../../shared/sending/message.ts';
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
 * Merges a report into its notice, and those that went out with it as one message, and appends evidence. Each that failed to arrive is
 * escalated once, in the same transaction.
 * @throws BusyContractError
 */
export function recordReport(dependencies: RecordReportDependencies, report: Report): Promise<ReportResult> {
  return untilSettled(dependencies, report.contract, async () => {
    const { table } = dependencies;
    const head = await table.head(report.contract);
    const message = await messageOf(table, report.contract, report.notice);
    if (!head || !message) return { outcome: 'unrelated' } as const;
    const { found, letters: before } = message;
    if (found.reports.includes(report.key)) return { outcome: 'repeated' } as const;
    const now = dependencies.clock.now();
    const letters = together(each(before, (letter) => merged(letter, report, now)));
    const notice = letters.find(({ id }) => id === found.id) ?? letters[0];
    const failed = letters.filter(({ state }, n) => needsEscalation(state) && state !== before[n]?.state);
    // Only what failed needs all of the contract. If that is a later state than the head, the write is refused.
    const loaded = failed.length > 0 ? await table.load(report.contract) : undefined;
    const escalation = loaded ? await escalateFailed(dependencies, loaded, failed, report) : NO_ESCALATION;
    const written = await write(
      dependencies,
      { head },
      {
        notices: letters,
        newNotices: escalation.newNotices,
        evidence: [reportEvidence(report, notice, letters), ...escalation.evidence],
      },
    );
    return written.ok ? ({ outcome: 'recorded', state: notice.state } as const) : CONFLICT;
  });
}

/** The reason is the same for all: it is that of the one report. */
async function escalateFailed(
  dependencies: RecordReportDependencies,
  loaded: LoadedContract,
  failed: readonly NoticeRecord[],
  { detail, sentAt: lastAttemptAt }: Report,
): Promise<Escalation> {
  const reason = failed[0] && REASONS[failed[0].state];
  if (reason === undefined) return NO_ESCALATION;
  return escalateEach(dependencies, loaded, failed, { reason, detail, lastAttemptAt });
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

function reportEvidence(report: Report, notice: NoticeRecord, letters: Letters): EvidenceDraft {
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
      ...countOf(letters),
      ...(detail !== undefined && { detail }),
    },
  };
}
