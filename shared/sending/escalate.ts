import type { LoadedContract } from '../aws/table/table.ts';
import type { EvidenceDraft } from '../core/evidence/facts.ts';
import type { NoticeRecord } from '../core/notices/record.ts';
import { wordsOf } from '../core/words/words.ts';
import type { RecordingDependencies } from '../recording/dependencies.ts';
import { asOfToday } from '../recording/plan-contract.ts';
import { type Correspondents, type Failure, type PreparedNotice, prepareEscalation } from './prepare.ts';

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
  const { table, correspondents, clock } = dependencies;
  const { head } = loaded;
  const { deadlines, agreement } = asOfToday(dependencies, loaded);
  const deadline = deadlines.find(({ id }) => id === failed.deadline);
  const words = wordsOf(dependencies.catalog);
  const context = { contract: head.contract, agreement, correspondents, words, now: clock.now() };
  const escalation = deadline && (await prepareEscalation(context, deadline, failed, failure));
  if (!escalation || (await table.notice(head.contract.id, escalation.notice.id))) {
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
