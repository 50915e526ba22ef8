import { addDays } from '../../calendar/days.ts';
import type { Day } from '../../calendar/types.ts';
import { lastDayUntil, type ZoneRead } from '../../calendar/zone.ts';
import type { Fact } from '../../events/event.ts';
import { nounOf, takesBackNotice } from '../../events/kinds.ts';
import type { LiveDeadline } from './live-deadline.ts';

/**
 * The last day of the contract by what a cancellation says of its own effect: `effectiveOn`, or the day on which the last
 * moment before `effectiveAt` lies. Undefined where the end is left to be counted.
 *
 * @example
 * // cancellation.scheduled, effectiveAt 2027-11-15T10:00:00Z, in Helsinki
 * statedEnd(fact, 'Europe/Helsinki') === '2027-11-15'
 */
export function statedEnd({ kind, data }: Fact, zone: ZoneRead): Day | undefined {
  if (nounOf(kind) !== 'cancellation' || takesBackNotice(kind)) return undefined;
  const { effectiveOn: day, effectiveAt: instant } = data;
  if (typeof day === 'string') return day;
  if (typeof instant !== 'string') return undefined;
  return lastDayUntil(instant, zone);
}

/**
 * A day of the last cycle that a stated end leaves. A provider's periods end in the middle of a day, with which the next
 * cycle of whole days begins.
 */
export function dayOfLastCycle(fact: Fact, zone: ZoneRead): Day | undefined {
  const last = statedEnd(fact, zone);
  return last && addDays(last, -1);
}

/**
 * Whether a cancellation takes effect only after what a deadline is about, and so averts nothing of it: the renewals before
 * the last cycle, the fee at the end of a trial. It is a notice all the same where a window is open for giving one.
 */
export function endsLater({ rule: { clause, context }, counted }: LiveDeadline, fact: Fact): boolean {
  if (clause.recurs === undefined && clause.nature !== 'effect') return false;
  const day = dayOfLastCycle(fact, context);
  return day !== undefined && day > (counted.cycleEnd ?? counted.date);
}

/** Whether a cancellation is what the same source said before on the end of the same contract. */
export function isEarlierWord(earlier: Fact, later: Fact): boolean {
  const isWord = ({ kind }: Fact) => nounOf(kind) === 'cancellation' && !takesBackNotice(kind);
  return later.source !== undefined && isWord(earlier) && isWord(later) && areOfOneSource(earlier, later);
}

/** Whether one provider says both of one subscription, or a person says both. A telling may name no subscription. */
export function areOfOneSource(a: Fact, b: Fact): boolean {
  return a.source?.provider === b.source?.provider && !areOfTwoSubscriptions(a, b);
}

/** Whether one provider says one thing of one subscription and the other of another one. */
export function areOfTwoSubscriptions(a: Fact, b: Fact): boolean {
  const [one, other] = [a.data.subscription, b.data.subscription];
  return a.source?.provider === b.source?.provider && one !== undefined && other !== undefined && one !== other;
}
