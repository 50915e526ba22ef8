import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import type { Stop } from '../../shared/core/notices/sending.ts';
import { CONFLICT } from '../../shared/recording/attempt.ts';
import { write } from '../../shared/recording/write.ts';
import { type Escalation, escalate } from '../../shared/sending/escalate.ts';
import type { Failure } from '../../shared/sending/prepare.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { inWords, stopFacts } from './stop.ts';
import type { VerdictOnClaim } from './verdict-on-claim.ts';
import { remembering } from './withdrawn.ts';

/** A letter of a message that is not sent, and what stops it. */
export interface Judged {
  readonly letter: NoticeRecord;
  readonly verdict: VerdictOnClaim;
  readonly stop?: Stop;
}

type Withdrawing = Judged & { readonly verdict: 'unwanted' | 'left-out' | 'wanted' };
type GivingUp = Judged & { readonly verdict: Exclude<VerdictOnClaim, Withdrawing['verdict']> };

/**
 * Drops a message that cannot be sent as it is. Each letter goes its own way: one that is wrong by now is withdrawn, one whose time is
 * over is handed to a person. Those of a digest that are wanted all the same are withdrawn as well, since their bytes say what is not
 * so: their steps fire again, for those readers.
 */
export async function drop(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  judged: readonly Judged[],
): Promise<'given-up' | 'cancelled' | typeof CONFLICT> {
  const withdrawn = judged.filter(isWithdrawn);
  const givenUp = judged.filter((one): one is GivingUp => !isWithdrawn(one));
  const escalations: Escalation[] = [];
  for (const one of givenUp) escalations.push(await givingUp(dependencies, loaded, one));
  const remembered = withdrawn.flatMap(({ letter, verdict }) => (verdict === 'left-out' ? [] : [letter]));
  const written = await write(dependencies, loaded, {
    notices: [
      ...withdrawn.map(({ letter }): NoticeRecord => ({ ...waitingNoMore(letter), state: 'CANCELLED' })),
      ...givenUp.map(({ letter }): NoticeRecord => ({ ...waitingNoMore(letter), state: 'ESCALATED' })),
    ],
    newNotices: escalations.flatMap(({ newNotices }) => newNotices),
    deadlines: remembering(dependencies, loaded, remembered),
    evidence: [...withdrawn.map(cancelledEvidence), ...escalations.flatMap(({ evidence }) => evidence)],
  });
  if (!written.ok) return CONFLICT;
  return givenUp.length > 0 ? 'given-up' : 'cancelled';
}

function isWithdrawn(one: Judged): one is Withdrawing {
  return one.verdict === 'unwanted' || one.verdict === 'left-out' || one.verdict === 'wanted';
}

const VERDICTS = { unwanted: undefined, 'left-out': 'overtaken', wanted: 'regrouped' } as const;

function cancelledEvidence({ letter, verdict: why }: Withdrawing): EvidenceDraft {
  const { id: notice, state: stateBefore, attempts } = letter;
  const verdict = VERDICTS[why];
  return {
    type: 'notice.cancelled',
    facts: { notice, ...subjectOf(letter), stateBefore, attempts, ...(verdict !== undefined && { verdict }) },
  };
}

/** What hands a letter to a person that was not sent in time, or of which it is not known whether it was sent. */
async function givingUp(
  dependencies: SendNoticeDependencies,
  loaded: LoadedContract,
  { letter, verdict, stop: found }: GivingUp,
): Promise<Escalation> {
  const stop = verdict === 'stopped' ? found : undefined;
  const reason = letter.state === 'UNKNOWN' ? 'unknown' : stop ? 'held' : 'late';
  const failure: Failure = { reason, ...lastRefusal(letter), ...(stop && { heldBy: inWords(stop) }) };
  const escalation = await escalate(dependencies, loaded, letter, failure);
  const { id, step, party, state, attempts } = letter;
  const about = { notice: id, ...subjectOf(letter), step, party, stateBefore: state, attempts };
  const evidence: EvidenceDraft = {
    type: 'notice.given-up',
    facts: { ...about, verdict, ...(stop && stopFacts(stop)) },
  };
  return { newNotices: escalation.newNotices, evidence: [evidence, ...escalation.evidence] };
}

function waitingNoMore({ until: _until, heldBy: _by, ...notice }: NoticeRecord): NoticeRecord {
  return notice;
}

/** What the mail service said as it last refused the notice, for the letter to operations. */
export function lastRefusal({ refusals }: NoticeRecord): Pick<Failure, 'detail' | 'lastAttemptAt'> {
  if (!refusals) return {};
  const { code, detail, at: lastAttemptAt } = refusals;
  return { detail: detail === undefined ? code : `${code}: ${detail}`, lastAttemptAt };
}
