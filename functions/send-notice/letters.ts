import type { LoadedContract } from '../../shared/aws/table/table.ts';
import type { Agreement } from '../../shared/core/agreement/agreement.ts';
import type { Rung } from '../../shared/core/deadlines/deadline.ts';
import type { Reckoned } from '../../shared/core/deadlines/missed.ts';
import type { StoredDeadline } from '../../shared/core/deadlines/progress.ts';
import type { EvidenceDraft } from '../../shared/core/evidence/facts.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { laterBy } from '../../shared/runtime/clock.ts';
import { earlierLetters } from '../../shared/sending/earlier-letters.ts';
import {
  type Former,
  type NoticeContext,
  prepareMissedSteps,
  prepareRung,
  type StepNotice,
} from '../../shared/sending/prepare.ts';
import type { PreparedNotice } from '../../shared/sending/prepared-notice.ts';
import type { SendNoticeDependencies } from './dependencies.ts';
import { DELIVERY_LEASE_MS } from './lease.ts';

/** A stored contract with its agreement. */
export interface Agreed {
  readonly loaded: LoadedContract;
  readonly agreement: Agreement;
}

/** The letters of a rung, one to each of its readers, with the earlier ones that they replace. */
export async function prepareLetters(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  rung: Rung,
  former?: Former,
): Promise<StepNotice[]> {
  const triggerData = agreed.loaded.events.find(({ id }) => id === deadline.trigger)?.data ?? {};
  const context = contextOf(dependencies, agreed);
  const earlier = former?.earlier ?? (await earlierLetters(dependencies, context.contract.id, deadline, rung));
  const letters = await prepareRung(context, deadline, rung, triggerData, { ...former, earlier });
  return letters.map((each) => leased(each, context.now));
}

export interface MissedSteps {
  readonly notices: readonly PreparedNotice[];
  readonly evidence: readonly EvidenceDraft[];
}

/** The evidence of what told nobody anything in its time, and one letter to operations about what was missed. */
export async function missedSteps(
  dependencies: SendNoticeDependencies,
  agreed: Agreed,
  deadline: StoredDeadline,
  {
    step,
    missed,
    lateKnown,
    isChanged = false,
    before = 0,
  }: Pick<Reckoned, 'missed' | 'lateKnown'> & {
    readonly step: string;
    /** Whether a fact has closed or moved the deadline since. */
    readonly isChanged?: boolean;
    /** How many steps were missed before these, of which no more is known. */
    readonly before?: number;
  },
): Promise<MissedSteps> {
  const { id, clause, terms, date, run } = deadline;
  const about = { deadline: id, clause, terms, date, run };
  const known: EvidenceDraft[] =
    lateKnown.length > 0 ? [{ type: 'step.late-known', facts: { ...about, steps: lateKnown } }] : [];
  if (missed.length === 0) return { notices: [], evidence: known };
  const context = contextOf(dependencies, agreed);
  const letter = leased(await prepareMissedSteps(context, deadline, { step, missed, isChanged, before }), context.now);
  const { id: escalation, sha256 } = letter.notice;
  const facts = { ...about, steps: missed, ...(before > 0 && { before }), escalation, sha256 };
  return { notices: [letter], evidence: [...known, { type: 'step.missed', facts }] };
}

export function contextOf(
  { catalog, correspondents, clock }: SendNoticeDependencies,
  { loaded, agreement }: Agreed,
): NoticeContext {
  return { contract: loaded.head.contract, agreement, correspondents, words: wordsOf(catalog), now: clock.now() };
}

/** Left to the function that prepared it for as long as that may take to send it. */
function leased<Prepared extends PreparedNotice>(prepared: Prepared, now: string): Prepared {
  return { ...prepared, notice: { ...prepared.notice, until: laterBy(now, DELIVERY_LEASE_MS) } };
}
