import type { LoadedContract } from '../aws/table/table.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { wordsOf } from '../core/words/words.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { asOfToday } from '../recording/plan-contract.ts';
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

/**
 * The notice and evidence by which the provider learns that a notice failed. Empty if the provider was told for this
 * reason before, or if the failed notice is an escalation itself, for which there is an alarm.
 */
export async function escalate(
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: NoticeRecord,
  failure: Failure,
): Promise<Escalation> {
  const escalation = await prepare(dependencies, loaded, failed, failure);
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
  dependencies: EscalatingDependencies,
  loaded: LoadedContract,
  failed: NoticeRecord,
  failure: Failure,
): Promise<PreparedNotice | undefined> {
  const { correspondents, clock, catalog } = dependencies;
  const { deadlines, agreement } = asOfToday(dependencies, loaded);
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
