import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import type { NoticeRecord } from '../../shared/core/notices/record.ts';
import { countOf, type Letters } from '../../shared/sending/message.ts';
import { refusedSince } from '../../shared/sending/verdict.ts';
import { REFUSALS_IN_EVIDENCE } from './lease.ts';

/**
 * Whether an attempt comes after so many refusals that it is evidence only once something else than the same refusal comes
 * of it: an outage of days must not fill the record.
 */
export function isQuiet(notice: NoticeRecord): boolean {
  return notice.state !== 'UNKNOWN' && refusedSince(notice) >= REFUSALS_IN_EVIDENCE;
}

/** `claimed`: the letters that go out as one message. The first of them stands for all. */
export function attemptEvidence(before: NoticeRecord, claimed: Letters): EvidenceDraft {
  const again = before.state === 'UNKNOWN';
  const [{ id, attempts, to, sha256 }] = claimed;
  return {
    type: again ? 'notice.resend-after-unknown' : 'notice.attempt',
    facts: { notice: id, attempt: attempts, to, sha256, ...countOf(claimed) },
  };
}
