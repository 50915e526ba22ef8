import { overAt } from '../core/deadlines/missed.ts';
import { type StoredDeadline, stillTells } from '../core/deadlines/progress.ts';
import type { NoticeRecord } from '../core/notices/record.ts';

/** After this many attempts without an answer or a report, those not counted that were refused or came before a person had it sent again, the notice is given up and handed to a person. */
export const MOST_UNCONFIRMED_ATTEMPTS = 5;

/**
 * The same for a letter to the provider, whose operations nobody else tells: they are told over weeks of a mail service that
 * gives no answer, and a second copy does them no harm.
 */
export const MOST_UNCONFIRMED_TO_PROVIDER = 100;

/**
 * `unwanted`: the facts have moved on. `too-late`: the time it announces is over. `overtaken`: the next step for the same
 * reader is due. `too-often`: five attempts without an answer or a report, or a hundred to the provider.
 */
export type Verdict = 'wanted' | 'unwanted' | 'too-late' | 'overtaken' | 'too-often';

/**
 * Whether the notice is still to be sent. One about a step is not if its deadline started another run (the date moved), has
 * ended differently than the notice says, or if its time is over.
 */
export function verdictOn(deadlines: readonly StoredDeadline[], notice: NoticeRecord, now: string): Verdict {
  const before = notice.resend?.afterAttempts ?? 0;
  const unconfirmed = notice.attempts - before - refusedSince(notice);
  const most = notice.party === 'provider' ? MOST_UNCONFIRMED_TO_PROVIDER : MOST_UNCONFIRMED_ATTEMPTS;
  const often = notice.state === 'UNKNOWN' && unconfirmed >= most;
  if (notice.purpose !== 'step') return often ? 'too-often' : 'wanted';
  const deadline = deadlines.find(({ id }) => id === notice.deadline);
  if (deadline?.run !== notice.run) return 'unwanted';
  if (!stillTells(deadline, notice.step)) return deadline.state === 'lapsed' ? 'too-late' : 'unwanted';
  const end = overAt(deadline, notice.step, notice.party);
  if (end === undefined || Date.parse(now) < Date.parse(end)) return often ? 'too-often' : 'wanted';
  return Date.parse(now) < Date.parse(deadline.instant) ? 'overtaken' : 'too-late';
}

/** How many attempts were refused since a person had it sent again, or ever. */
export function refusedSince({ refusals, resend }: Pick<NoticeRecord, 'refusals' | 'resend'>): number {
  return (refusals?.times ?? 0) - (resend?.refusals ?? 0);
}
