import type { LoadedContract } from '../aws/table/table.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { wordsOf } from '../core/words/words.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { asOfToday, type Today } from '../recording/plan-contract.ts';
import { type Correspondents, type Failure, prepareEscalation } from './prepare.ts';
import { prepareAddressEscalation } from './prepare-address-letter.ts';
import { prepareOnboardingEscalation } from './prepare-onboarding-letter.ts';
import type { PreparedNotice } from './prepared-notice.ts';

export interface EscalatingDependencies extends Omit<RecordingDependencies, 'wake'> {
  readonly correspondents: Correspondents;
}

export interface Escalation {
  readonly newNotices: readonly PreparedNotice[];
  readonly evidence: readonly EvidenceDraft[];
}

export const NO_ESCALATION: Escalation = { newNotices: [], evidence: [] };

/**
 * The notice and evidence by which the provider learns that a notice failed. Empty if the provider was told for this
 * reason before, or if the failed notice is an escalation itself, for which there is an alarm.
 */
export function escalate(
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: NoticeRecord,
  failure: Failure,
): Promise<Escalation> {
  return escalateEach(dependencies, loaded, [failed], failure);
}

/** The same for each of several notices, such as those that went out as one message. */
export async function escalateEach(
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: readonly NoticeRecord[],
  failure: Failure,
): Promise<Escalation> {
  if (failed.length === 0) return { newNotices: [], evidence: [] };
  const today = asOfToday(dependencies, loaded);
  const all = await Promise.all(failed.map((each) => escalated(dependencies, { loaded, today }, each, failure)));
  return {
    newNotices: all.flatMap(({ newNotices }) => newNotices),
    evidence: all.flatMap(({ evidence }) => evidence),
  };
}

interface Known {
  readonly loaded: LoadedContract;
  readonly today: Today;
}

async function escalated(
  dependencies: EscalatingDependencies,
  known: Known,
  failed: NoticeRecord,
  failure: Failure,
): Promise<Escalation> {
  const escalation = await prepare(dependencies, known, failed, failure);
  if (!escalation || (await dependencies.table.notice(failed.contract, escalation.notice.id))) {
    return { newNotices: [], evidence: [] };
  }
  const { id, sha256 } = escalation.notice;
  const { step, party } = failed;
  const evidence: EvidenceDraft = {
    type: 'notice.escalated',
    facts: { notice: failed.id, step, party, reason: failure.reason, escalation: id, sha256 },
  };
  return { newNotices: [escalation], evidence: [evidence] };
}

async function prepare(
  { correspondents, clock, catalog }: EscalatingDependencies,
  { loaded, today: { deadlines, agreement } }: Known,
  failed: NoticeRecord,
  failure: Failure,
): Promise<PreparedNotice | undefined> {
  const { contract } = loaded.head;
  const context = { contract, agreement, correspondents, words: wordsOf(catalog), now: clock.now() };
  if ('event' in failed) {
    const event = loaded.events.find(({ id }) => id === failed.event);
    return event && prepareAddressEscalation(context, event, failed, failure);
  }
  if (!('deadline' in failed)) return prepareOnboardingEscalation(context, loaded.head, failed, failure);
  const deadline = deadlines.find(({ id }) => id === failed.deadline);
  return deadline && prepareEscalation(context, deadline, failed, failure);
}
